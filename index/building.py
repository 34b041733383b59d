"""Who builds: while anybody does, nothing is cleared away that is not named yet."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = ".building"


@contextmanager
def building(index: Path) -> Iterator[None]:
    """While a snapshot is written and named as the candidate. Several may build at once.

    Given back however the process ends.
    """
    index.mkdir(parents=True, exist_ok=True)
    with (index / FILE).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def nobody_building(index: Path) -> Iterator[bool]:
    """Whether nobody builds now; where that is so, nobody begins before the end of this."""
    with (index / FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
