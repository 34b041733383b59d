"""Small numbers stay private: a group is shown by itself only from so many different people up.

The others are pooled. A pool of too few people would give them away all the same, as what is left when the groups
shown are taken from the total; so the smallest groups shown join it until it is large enough. People whose identity was
erased are nobody: they make no group larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.record.reports.columns import Mask, Numbers
from bot.record.reports.pairs import each_once

FEWEST = 5  # people


def too_few(fewest: int) -> str:
    """What the pool is called: "fewer than five people"."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return f"fewer than {words[fewest] if fewest < len(words) else fewest} people"


def people_in(group: Sequence[int] | npt.NDArray[np.integer], person: npt.NDArray[np.integer], groups: int) -> Numbers:
    """How many different people stand behind each group: int64 (groups,).

    Args:
        group, person: of each message; a negative person is nobody.
    """
    known = person >= 0
    of, who = np.asarray(group, np.int64)[known], np.asarray(person, np.int64)[known]
    if not len(who):
        return np.zeros(groups, np.int64)
    span = int(who.max()) + 1
    pairs = of * span + who
    if groups * span <= 50_000_000:  # bytes; marking is faster than sorting where there is room
        seen = np.zeros(groups * span, np.bool_)
        seen[pairs] = True
        counts: Numbers = seen.reshape(groups, span).sum(axis=1, dtype=np.int64)
        return counts
    return np.bincount(each_once(pairs) // span, minlength=groups).astype(np.int64)


def people_count(person: npt.NDArray[np.integer]) -> int:
    """How many different people."""
    return int(people_in(np.zeros(len(person), np.int8), person, 1)[0])


@dataclass(frozen=True, slots=True)
class Pool:
    """Messages with their groups: what many groups are together. A message may be in several groups."""

    group: npt.NDArray[np.integer]
    person: npt.NDArray[np.integer]

    def people(self, chosen: Mask) -> int:
        return people_count(self.person[chosen[self.group]])


@dataclass(frozen=True, slots=True)
class Split:
    """Which groups are shown by themselves, largest first, and which are pooled."""

    shown: tuple[int, ...]
    pooled: Mask  # (groups,)


def split(messages: Numbers, people: Numbers, pool: Pool, fewest: int) -> Split:
    """Decide what is shown.

    Args:
        messages, people: of each group, (groups,).
        pool: says how many people stand behind a number of groups together.
        fewest: people of a group that is shown by itself.
    """
    order = [int(each) for each in np.lexsort((np.arange(len(messages)), -messages)) if messages[each]]
    shown = [each for each in order if people[each] >= fewest]
    pooled = (messages > 0) & (people < fewest)
    while pooled.any() and shown and pool.people(pooled) < fewest:
        pooled[shown.pop()] = True
    return Split(tuple(shown), pooled)
