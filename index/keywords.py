"""BM25 over passages: which passages share the question's rarer words."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from index.words import index_words

_NOTHING = "\x00"  # stands in a text without words, so that it counts as a text


@dataclass(frozen=True, slots=True)
class Keywords:
    """A BM25 index of numbered texts, by column: for each word the texts that hold it and its weight in them.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, in the variant of
    Lucene (k1 = 1.2, b = 0.75), as the library bm25s computes it. Only building needs that library: it takes a quarter
    of a second to import, and adding up its weights is one line.
    """

    column: Mapping[str, int]  # of each stem
    starts: npt.NDArray[np.int64]  # of each column, and the end of the last
    numbers: npt.NDArray[np.int32]  # of the texts in each column
    weights: npt.NDArray[np.float32]
    size: int  # number of texts

    @classmethod
    def build(cls, texts: Sequence[str]) -> Keywords:
        """Index the texts; their position is their number."""
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for its debug messages to be shown
        tokens = [index_words(text) or [_NOTHING] for text in texts] or [[_NOTHING]]
        column = {word: number for number, word in enumerate(sorted({word for found in tokens for word in found}))}
        bm25 = bm25s.BM25(k1=1.2, b=0.75, method="lucene", csc_backend="numpy")
        ids = [[column[word] for word in found] for found in tokens]
        bm25.index((ids, dict(column)), create_empty_token=False, show_progress=False)
        made = bm25.scores
        return cls(
            column,
            np.asarray(made["indptr"], dtype=np.int64),
            np.asarray(made["indices"], dtype=np.int32),
            np.asarray(made["data"], dtype=np.float32),
            len(texts),
        )

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """One score a text, 0.0 where no word is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for word in index_words(query):
            column = self.column.get(word)
            if column is not None:
                first, last = self.starts[column], self.starts[column + 1]
                scores[self.numbers[first:last]] += self.weights[first:last]
        return scores

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem: near 0.0 (in every text) to about ln(texts); unknown: the highest."""
        column = self.column.get(word)
        found = 0 if column is None else int(self.starts[column + 1] - self.starts[column])
        return float(np.log(1.0 + (self.size - found + 0.5) / (found + 0.5)))

    def knows(self, word: str) -> bool:
        """Whether any text holds the stem."""
        return word in self.column

    def save(self, folder: Path) -> None:
        """Write four files; the same texts give the same bytes."""
        folder.mkdir(exist_ok=True)
        (folder / "words.msgpack").write_bytes(msgspec.msgpack.encode(list(self.column)))
        for name in ("starts", "numbers", "weights"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path, size: int) -> Keywords:
        words = msgspec.msgpack.decode((folder / "words.msgpack").read_bytes(), type=list[str])
        column = {word: number for number, word in enumerate(words)}
        starts, numbers, weights = (np.load(folder / f"{name}.npy") for name in ("starts", "numbers", "weights"))
        return cls(column, starts, numbers, weights, size)
