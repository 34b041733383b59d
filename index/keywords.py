"""BM25 over passages: which passages share the question's rarer words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.words import index_words


class Keywords:
    """A BM25 index of numbered texts.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, in the variant of
    Lucene (k1 = 1.2, b = 0.75), as the library bm25s computes it.
    """

    def __init__(self, bm25: Any, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> Keywords:
        """Index the texts; their position is their number."""
        import bm25s

        bm25 = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        tokens = [index_words(text) or ["\x00"] for text in texts]
        bm25.index(tokens, show_progress=False)
        return cls(bm25, len(texts))

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """One score a text, 0.0 where no word is shared."""
        known = [word for word in index_words(query) if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem, 0.0 (in every text) to about ln(number of texts); unknown: the highest."""
        number = self._bm25.vocab_dict.get(word)
        indptr = self._bm25.scores["indptr"]
        found = 0 if number is None else int(indptr[number + 1] - indptr[number])
        return float(np.log(1.0 + (self._size - found + 0.5) / (found + 0.5)))

    def knows(self, word: str) -> bool:
        """Whether any text holds the stem."""
        return word in self._bm25.vocab_dict

    def save(self, folder: Path) -> None:
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Keywords:
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=False, show_progress=False), size)
