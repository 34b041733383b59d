"""Near-duplicates: documents that say nearly the same, mostly an old copy beside a new one.

Exact, and complete: of any two documents it is known how many of the things that they say are the same. That not every
two of 10,000 have to be compared is due to prefix filtering: two sets of which four fifths are the same share something
also among the rarest fifth of each.

Source: Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

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
    parent = list(range(len(said)))
    shares: dict[int, float] = {}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    sets: dict[int, frozenset[int]] = {}
    for one, other in _candidates(said):
        first, second = root(one), root(other)
        if first == second:
            continue
        for number in (one, other):
            if number not in sets:
                sets[number] = frozenset(said[number].tolist())
        share = len(sets[one] & sets[other]) / max(len(sets[one]), len(sets[other]))
        if share >= SHARE:
            parent[second] = first
            shares[first] = min(share, shares.get(first, 1.0), shares.get(second, 1.0))
    members: dict[int, list[int]] = {}
    for number in range(len(said)):
        members.setdefault(root(number), []).append(number)
    return [(group, shares[top]) for top, group in members.items() if len(group) > 1]


def _candidates(said: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that may be near-duplicates; every pair that is one is among them."""
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
    order = np.lexsort((sizes[document], unit))
    document, unit = document[order], unit[order]
    ends = np.flatnonzero(np.append(unit[1:] != unit[:-1], True)) + 1 if len(unit) else np.zeros(0, np.int64)
    first = 0
    for end in ends.tolist():
        yield from _pairs(document[first:end].tolist(), sizes)
        first = end


def _pairs(documents: list[int], sizes: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Each two of them, shortest first, as far as the longer one isn't too long to be like the shorter one."""
    for number, one in enumerate(documents):
        longest = sizes[one] / SHARE
        for other in documents[number + 1 :]:
            if sizes[other] > longest:
                break
            yield one, other
