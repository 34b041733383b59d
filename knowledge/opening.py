"""Opening a file of the documents folder: the one that was walked, inside the folder, regular, within its limit."""

# Names are bytes, which pathlib does not take.
# ruff: noqa: PTH116, PTH118, PTH123
from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from knowledge.errors import Unreadable


def open_entry(root: Path, name: bytes, limit: int, file: tuple[int, int] | None = None) -> bytes:
    """The bytes of a file below `root`.

    Args:
        limit: in bytes.
        file: device and inode that the walk saw; another file under that name is refused.
    Raises:
        Unreadable: not a regular file inside the folder, too large, not permitted, or changed since.
    """
    top = os.path.realpath(os.fsencode(root))
    path = os.path.realpath(os.path.join(top, name))
    if not path.startswith(top.rstrip(b"/") + b"/"):
        raise Unreadable("outside the documents folder")
    try:
        # Without O_NONBLOCK a pipe would wait for a writer; with O_NOFOLLOW a link swapped in now fails.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as exc:
        raise Unreadable(why_not(exc)) from exc
    with open(handle, "rb") as opened:
        status = os.fstat(handle)  # asked again: the entry may have changed since the walk
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not a regular file")
        if file is not None and file != (status.st_dev, status.st_ino):
            raise Unreadable("replaced while the folder was read: try again")
        if status.st_size > limit:
            raise Unreadable(f"larger than {size(limit)}")
        data = opened.read(limit + 1)
    if len(data) > limit:  # it may be growing
        raise Unreadable(f"larger than {size(limit)}")
    return data


def link_target(top: bytes, link: bytes) -> os.stat_result:
    """The file a link leads to, if that is inside the folder."""
    try:
        target = os.path.realpath(link, strict=True)
        status = os.stat(target, follow_symlinks=False)
    except OSError as exc:
        if exc.errno == errno.ENOENT:
            raise Unreadable("link to nothing") from exc
        if exc.errno == errno.ELOOP:
            raise Unreadable("link to itself") from exc
        raise Unreadable(why_not(exc)) from exc
    if not target.startswith(top.rstrip(b"/") + b"/"):
        raise Unreadable("link leaves the documents folder")
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("link to a folder")
    return status


def size(count: int) -> str:
    """Bytes for a person: "25 MB", "64 kB"."""
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count >> 10} kB"


def why_not(exc: OSError) -> str:
    """Why something in the folder can't be opened, a clause."""
    if exc.errno in (errno.EACCES, errno.EPERM):
        return "no permission to read it"
    if exc.errno == errno.ELOOP:
        return "replaced by a link while the folder was read"
    return f"cannot be opened: {os.strerror(exc.errno) if exc.errno else exc}"
