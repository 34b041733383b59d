"""Rankings to one ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


def fuse(rankings: Sequence[Sequence[int]], k: int) -> list[tuple[int, float]]:
    """Merge rankings of passage numbers by rank alone: cosine and BM25 scores are never compared.

    With k = 60, [[7, 8], [8]] puts 8 (1/62 + 1/61) before 7 (1/61).

    Args:
        rankings: best first, no repeats; a number may be missing from any of them.
        k: damping, in ranks: the smaller, the more a first place counts; 60 as in the paper.
    Returns:
        (number, score) best first; 0 < score <= len(rankings) / (k + 1); ties keep first-seen order.
    Raises:
        ValueError: k is negative, which could divide by zero.
    Source: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009.
    """
    if k < 0:
        raise ValueError(f"k must be 0 or more, not {k}")
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] += 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda pair: pair[1], reverse=True)
