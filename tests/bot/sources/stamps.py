"""By what a file is known again without being read."""

from pathlib import Path


def stamps(file: Path) -> tuple[int, ...]:
    """Inode, size, and when its content and its inode changed; not when it was read."""
    status = file.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
