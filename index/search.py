"""Search: a query to hits. By meaning, by word, and by the meaning of single sentences, fused by rank."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder, Embeddings
from index.errors import ModelChanged
from index.fusion import fuse
from index.splicing import Numbers
from index.vectors import Scores
from index.view import View
from knowledge.passages import Passage

RANKED_BY = 10  # k of the fusion that says which passages are best: what one ranking puts first is seldom left out
SCORED_BY = 60  # k of the scores: what reads the passages has learned from scores of this k


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores for one query."""

    number: int  # of the passage in the snapshot
    passage: Passage
    score: float  # of the fusion, by SCORED_BY: 0 < score <= 3 / 61; the next hit's may be higher
    cosine: float  # of the passage's embedding with the query's, -1.0 to 1.0
    bm25: float  # 0.0 where no word is shared
    unit_cosines: tuple[float, ...]  # of each unit, in order


class Search:
    """Finds passages in a view of one snapshot. Safe to call from several threads.

    Raises:
        ModelChanged: the embedder's model is not the one that the contents were embedded with.
    """

    def __init__(self, view: View, embedder: Embedder, depth: int = 60) -> None:
        if view.contents.fingerprint != embedder.fingerprint:
            raise ModelChanged(embedder.name)
        self.view = view
        self.contents = view.contents
        self.embedder = embedder
        self._depth = depth  # how far down each ranking is looked at

    def hits(self, query: str, limit: int = 10, documents: Collection[str] | None = None) -> list[Hit]:
        """The best passages for the query, best first by RANKED_BY.

        Args:
            documents: paths of the documents to stay within. They and the view hold before any ranking.
        """
        embedding = self.embedder.embed([query])[0]
        return self.hits_of(embedding, query, limit, documents)

    def hits_of(
        self, embedding: Embeddings, words: str, limit: int, documents: Collection[str] | None = None
    ) -> list[Hit]:
        """The same, for a query already embedded and the words to match, which may differ from it."""
        contents, view = self.contents, self.view
        allowed = view.passages if documents is None else view.passages_of(documents)
        if not contents.passages or (allowed is not None and not len(allowed)):
            return []
        dense, _ = contents.passage_vectors.nearest(embedding, self._depth, allowed)
        units = view.units if documents is None else view.units_of(view.passages_of(documents))
        near_units, _ = contents.unit_vectors.nearest(embedding, 2 * self._depth, units)
        by_unit = list(dict.fromkeys(contents.passage_of_unit[near_units].tolist()))[: self._depth]
        bm25 = view.scores(words, allowed)
        by_word = _best(bm25, self._depth, allowed)
        rankings = [dense.tolist(), by_word.tolist(), by_unit]
        scores = dict(fuse(rankings, SCORED_BY))
        best = [(number, scores[number]) for number, _ in fuse(rankings, RANKED_BY)[:limit]]
        return self._hits(embedding, best, bm25)

    def hits_at(self, embedding: Embeddings, words: str, scored: list[tuple[int, float]]) -> list[Hit]:
        """Passages named by number, with a score, as if they had been found; in the order given."""
        return self._hits(embedding, scored, self.view.scores(words, None))

    def _hits(self, embedding: Embeddings, fused: list[tuple[int, float]], bm25: Scores) -> list[Hit]:
        contents = self.contents
        numbers = [number for number, _ in fused]
        cosines = contents.passage_vectors.cosines(embedding, numbers)
        starts = [(contents.first_unit[number], contents.first_unit[number + 1]) for number in numbers]
        units = [unit for first, last in starts for unit in range(first, last)]
        of_units = contents.unit_vectors.cosines(embedding, units)
        hits: list[Hit] = []
        used = 0
        for (number, score), cosine, (first, last) in zip(fused, cosines, starts, strict=True):
            unit_cosines = tuple(of_units[used : used + last - first].tolist())
            used += last - first
            hits.append(Hit(number, contents.passages[number], score, float(cosine), float(bm25[number]), unit_cosines))
        return hits


def _best(scores: Scores, limit: int, among: Numbers | None) -> Numbers:
    """Numbers of the highest scores above 0.0, best first, ties by number."""
    candidates = np.nonzero(scores > 0)[0] if among is None else among[scores[among] > 0]
    if len(candidates) > limit:
        candidates = candidates[np.argpartition(-scores[candidates], limit - 1)[:limit]]
    order = np.lexsort((candidates, -scores[candidates]))
    best: Numbers = candidates[order]
    return best
