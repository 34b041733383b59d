"""What verifying finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

MOST_PROBLEMS = 100  # that are told; the first is the one that matters


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written."""

    seq: int  # of the entry that it shows at
    what: str
    is_in_chain: bool = False  # else in what an entry commits to, or in a table read out of the chain

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what}"


class Findings:
    """Collects problems; of each kind ten times as many as are told, so that they can be put in order."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._found = Counter[bool]()

    def add(self, seq: int, what: str, is_in_chain: bool = False) -> None:
        self._found[is_in_chain] += 1
        if self._found[is_in_chain] <= 10 * MOST_PROBLEMS:
            self._problems.append(Problem(seq, what, is_in_chain))

    def told(self) -> tuple[Problem, ...]:
        """Those in the chain first, for they put in doubt what the rest is held against."""
        return tuple(sorted(self._problems, key=lambda each: (not each.is_in_chain, each.seq))[:MOST_PROBLEMS])
