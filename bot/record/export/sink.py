"""A file that hands on what is written to it: for libraries that write files, where a stream is wanted."""

from __future__ import annotations

import io
from typing import Any


class Sink(io.RawIOBase):
    """Can be neither read nor gone back in."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        taken = bytes(data)
        self._written.append(taken)
        self._length += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken
