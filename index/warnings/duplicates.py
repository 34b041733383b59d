"""Near-duplicates: documents that say nearly the same, mostly an old copy beside a new one.

Exact, and complete: of any two documents it is known how many of the things that they say are the same. That not every
two of 10,000 have to be compared is due to prefix filtering: two sets of which four fifths are the same share something
also among the rarest fifth of each.

Source: Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.traits import Hashes
from index.warnings.collection import Collection
from index.warnings.warning import DocumentWarning

FEWEST = 5  # different sentences, list items, rows and fields from which a document is compared with others
SHARE = 0.8  # of the longer document's, that the other one says as well


def near_duplicate(collection: Collection) -> Iterator[DocumentWarning]:
    """One warning for each set of documents that hang together by being near-duplicates."""
    large = [each for each in collection.traits if len(each.units) >= 8 * FEWEST]
    for group, share in _groups([each.hashes for each in large]):
        paths = sorted(large[number].path for number in group)
        said = "the same" if share == 1.0 else f"nearly the same ({share:.0%} of their sentences)"
        yield DocumentWarning("near_duplicate", tuple(paths), f"they say {said}")


def _groups(said: Sequence[Hashes]) -> list[tuple[list[int], float]]:
    """Documents that are linked by near-duplicates, and the smallest share of a link that was followed."""
    links = _Links(said)
    for alike in _sharing_rare(said):
        clusters: dict[int, list[int]] = {}  # top -> those of `alike` that hang together so far
        for number in alike:
            own = links.top(number)
            found = [top for top, members in clusters.items() if top != own and links.link_any(members, number)]
            together = clusters.pop(own, [])
            for top in found:
                shorter, together = sorted((together, clusters.pop(top)), key=len)
                together += shorter
            together.append(number)
            clusters[links.top(number)] = together
    return links.groups()


class _Links:
    """Which documents hang together; each two are compared once, and only where they don't yet."""

    def __init__(self, said: Sequence[Hashes]) -> None:
        self._said = said
        self._sets: dict[int, frozenset[int]] = {}
        self._unlike: set[tuple[int, int]] = set()
        self._parent = list(range(len(said)))
        self._shares: dict[int, float] = {}

    def top(self, number: int) -> int:
        """The one that stands for all that hang together with this one."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def link_any(self, others: Iterable[int], number: int) -> bool:
        """Whether one of the others is a near-duplicate of it; then they hang together from now on."""
        return any(self._link(each, number) for each in others)

    def _link(self, one: int, other: int) -> bool:
        shortest, longest = sorted((len(self._said[one]), len(self._said[other])))
        if shortest < SHARE * longest or (one, other) in self._unlike:
            return False
        share = len(self._set(one) & self._set(other)) / longest
        if share < SHARE:
            self._unlike.add((one, other))
            return False
        first, second = self.top(one), self.top(other)
        self._parent[second] = first
        self._shares[first] = min(share, self._shares.get(first, 1.0), self._shares.get(second, 1.0))
        return True

    def groups(self) -> list[tuple[list[int], float]]:
        members: dict[int, list[int]] = {}
        for number in range(len(self._said)):
            members.setdefault(self.top(number), []).append(number)
        return [(group, self._shares[top]) for top, group in members.items() if len(group) > 1]

    def _set(self, number: int) -> frozenset[int]:
        if number not in self._sets:
            self._sets[number] = frozenset(self._said[number].tolist())
        return self._sets[number]


def _sharing_rare(said: Sequence[Hashes]) -> Iterator[list[int]]:
    """Documents that share one of their rarest things; of any near-duplicates both are in one list."""
    if len(said) < 2:
        return
    sizes = np.array([len(each) for each in said])
    document = np.repeat(np.arange(len(said)), sizes)
    _, unit, times = np.unique(np.concatenate(said), return_inverse=True, return_counts=True)
    order = np.lexsort((unit, times[unit], document))  # within each document the rarest first, ties alike in all
    document, unit = document[order], unit[order]
    place = np.arange(len(unit)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    prefix = sizes - np.ceil(SHARE * sizes).astype(np.int64) + 1
    is_looked_at = (place < prefix[document]) & (times[unit] > 1)
    document, unit = document[is_looked_at], unit[is_looked_at]
    order = np.argsort(unit, kind="stable")
    document, unit = document[order], unit[order]
    if len(unit):
        for alike in np.split(document, np.flatnonzero(unit[1:] != unit[:-1]) + 1):
            if len(alike) > 1:
                yield alike.tolist()
