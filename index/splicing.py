"""Splicing: what is stored of an older and of a newer set of documents becomes one, as plain copies of bytes.

A build that changes one of 10,000 documents takes over what is stored of the others as it is. Documents stay sorted by
path, so what is taken over comes in few long runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Item = TypeVar("Item")
Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.int64]
# Where the items of each document start, and one past the last of all: what documents have several of comes with these.
Starts = Numbers


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring documents from one side."""

    is_new: bool
    first: int  # number of a document on that side
    last: int  # one past the last one's


@dataclass(frozen=True, slots=True)
class Splice:
    """How the documents of two sides become one sequence: runs of the old ones that are kept, and of new ones."""

    runs: tuple[Run, ...]

    @classmethod
    def by_path(cls, old: Sequence[str], kept: Collection[str], new: Sequence[str]) -> Splice:
        """The `kept` old paths and all new ones, sorted. Both sides come sorted; no path is kept and new."""
        chosen = [(path, False, number) for number, path in enumerate(old) if path in kept]
        chosen += [(path, True, number) for number, path in enumerate(new)]
        runs: list[Run] = []
        for _, is_new, number in sorted(chosen):
            if runs and runs[-1].is_new == is_new and runs[-1].last == number:
                runs[-1] = Run(is_new, runs[-1].first, number + 1)
            else:
                runs.append(Run(is_new, number, number + 1))
        return cls(tuple(runs))

    def values(self, old: Sequence[Item], new: Sequence[Item]) -> tuple[Item, ...]:
        """One value a document."""
        return tuple(value for run in self.runs for value in (new if run.is_new else old)[run.first : run.last])

    def each(self, old: Array, new: Array) -> Array:
        """One row a document."""
        return np.concatenate([new[:0], *((new if run.is_new else old)[run.first : run.last] for run in self.runs)])

    def rows(self, old: Array, old_starts: Starts, new: Array, new_starts: Starts) -> Array:
        """Items that are rows."""
        stretches = self._stretches(old_starts, new_starts)
        return np.concatenate([new[:0], *((new if is_new else old)[first:last] for is_new, first, last in stretches)])

    def bytes(self, old: memoryview, old_starts: Starts, new: memoryview, new_starts: Starts) -> memoryview:
        """Items that are stretches of bytes."""
        stretches = self._stretches(old_starts, new_starts)
        return memoryview(b"".join((new if is_new else old)[first:last] for is_new, first, last in stretches))

    def numbers(self, old_starts: Starts, new_starts: Starts) -> tuple[Numbers, Numbers]:
        """The numbers that the items of each side have afterwards, -1 for those that are left out."""
        sides = np.full(old_starts[-1], -1, dtype=np.int64), np.full(new_starts[-1], -1, dtype=np.int64)
        used = 0
        for is_new, first, last in self._stretches(old_starts, new_starts):
            sides[is_new][first:last] = np.arange(used, used + last - first)
            used += last - first
        return sides

    def _stretches(self, old_starts: Starts, new_starts: Starts) -> Iterable[tuple[bool, int, int]]:
        """(whether it is on the new side, first item, one past the last) of each run."""
        for run in self.runs:
            starts = new_starts if run.is_new else old_starts
            yield run.is_new, int(starts[run.first]), int(starts[run.last])


def starts_of(counts: Numbers) -> Starts:
    """[2, 0, 3] -> [0, 2, 2, 5]."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def bytes_of(numbers: Iterable[int]) -> bytes:
    """Numbers as they are stored: 8 bytes each, the lowest first."""
    return np.fromiter(numbers, dtype="<i8").tobytes()


def numbers_in(data: bytes) -> Numbers:
    """What `bytes_of` made.

    Raises:
        ValueError: the data are none of it.
    """
    return np.frombuffer(data, dtype="<i8")
