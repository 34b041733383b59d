"""Files that are there whole or not at all, whatever is killed or loses its power meanwhile."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def replace_file(file: Path, data: bytes) -> None:
    """Put `data` in place of the file in one atomic step, on the disk before this returns."""
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
            os.fchmod(new.fileno(), 0o644)
            Path(new.name).replace(file)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
    sync(file.parent)


def save_array(file: Path, array: npt.NDArray[Any]) -> None:
    """Write a .npy file, or raise OSError: numpy's own way says nothing where the end of it finds no room."""
    written = BytesIO()
    np.save(written, array)
    file.write_bytes(written.getbuffer())


def sync_all(folder: Path) -> None:
    """Have the disk hold a folder and everything below it."""
    for each in [*folder.rglob("*"), folder]:
        sync(each)


def sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before anything refers to it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
