"""When what has changed has come to rest: files are written in pieces, and several are changed together."""

from __future__ import annotations

import os
from collections.abc import Iterable

_Stamp = tuple[int, int] | None  # (size in bytes, time of change in nanoseconds); None: no such file


class Quiet:
    """Collects changed paths until nothing has happened to them for a while. Times are seconds of one clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since = 0.0
        self._seen: dict[str, _Stamp] = {}

    def notice(self, paths: Iterable[str], now: float) -> None:
        """Something has happened to these."""
        found = {path: _stamp(path) for path in paths}
        if found:
            self._seen |= found
            self._since = now

    @property
    def is_waiting(self) -> bool:
        """Whether something has changed since `begin`."""
        return bool(self._seen)

    def is_over(self, now: float) -> bool:
        """Whether something has changed and is at rest. A file that has grown unannounced counts as changed now."""
        if not self._seen or now - self._since < self._seconds:
            return False
        seen = {path: _stamp(path) for path in self._seen}
        if seen != self._seen:
            self._seen, self._since = seen, now
            return False
        return True

    def begin(self) -> None:
        """What was collected is being read; from here on it is collected anew."""
        self._seen = {}


def _stamp(path: str) -> _Stamp:
    try:
        status = os.stat(path, follow_symlinks=False)  # noqa: PTH116  thousands of them, as often as they change
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
