"""BM25 over passages: which passages share the question's rarer words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from index.words import index_words

K1, B = 1.2, 0.75  # how soon repeating a word stops counting, and how much a text's length does


@dataclass(frozen=True, slots=True)
class Keywords:
    """A BM25 index of numbered texts, by column: for each word the texts that hold it and how often.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, in the variant of
    Lucene. Weights are worked out at each query and not stored, as libraries do: how rare a word is and how long a text
    usually is are taken from the texts that may be seen, so that others have no influence on a score.
    """

    column: Mapping[str, int]  # of each stem
    starts: npt.NDArray[np.int64]  # of each column, and the end of the last
    numbers: npt.NDArray[np.int32]  # of the texts in each column
    counts: npt.NDArray[np.float32]  # how often each of these texts holds the word
    lengths: npt.NDArray[np.float32]  # words in each text

    @classmethod
    def build(cls, texts: Sequence[str]) -> Keywords:
        """Index the texts; their position is their number."""
        found = [Counter(index_words(text)) for text in texts]
        column = {word: number for number, word in enumerate(sorted({word for counts in found for word in counts}))}
        places = [
            (column[word], number, count) for number, counts in enumerate(found) for word, count in counts.items()
        ]
        places.sort()
        sizes = np.bincount([place[0] for place in places], minlength=len(column))
        return cls(
            column,
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.array([number for _, number, _ in places], dtype=np.int32),
            np.array([count for _, _, count in places], dtype=np.float32),
            np.array([max(counts.total(), 1) for counts in found], dtype=np.float32),
        )

    @property
    def size(self) -> int:
        """Number of texts."""
        return len(self.lengths)

    def scores(self, query: str, among: npt.NDArray[np.int64] | None = None) -> npt.NDArray[np.float32]:
        """One score a text, 0.0 where no word is shared, and for all but the texts `among` where these are given."""
        scores = np.zeros(self.size, dtype=np.float32)
        lengths = self.lengths if among is None else self.lengths[among]
        if not len(lengths):
            return scores
        is_seen = None if among is None else _mask(self.size, among)
        usual = max(float(lengths.mean()), 1.0)
        for word in index_words(query):
            texts, counts = self._holding(word, is_seen)
            length = K1 * (1.0 - B + B * self.lengths[texts] / usual)
            scores[texts] += _rarity(len(lengths), len(texts)) * counts / (counts + length)
        return scores

    def rarity(self, word: str, among: npt.NDArray[np.int64] | None = None) -> float:
        """Inverse document frequency of a stem: near 0.0 (in every text) to about ln(texts); unknown: the highest.

        `among`: numbers of the texts that count; None: all.
        """
        is_seen = None if among is None else _mask(self.size, among)
        return _rarity(self.size if among is None else len(among), len(self._holding(word, is_seen)[0]))

    def knows(self, word: str) -> bool:
        """Whether any text holds the stem."""
        return word in self.column

    def _holding(
        self, word: str, is_seen: npt.NDArray[np.bool_] | None
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The texts that hold a stem, and how often."""
        column = self.column.get(word)
        first, last = (0, 0) if column is None else self.starts[column : column + 2]
        texts, counts = self.numbers[first:last], self.counts[first:last]
        return (texts, counts) if is_seen is None else (texts[is_seen[texts]], counts[is_seen[texts]])

    def save(self, folder: Path) -> None:
        """Write five files; the same texts give the same bytes."""
        folder.mkdir(exist_ok=True)
        (folder / "words.msgpack").write_bytes(msgspec.msgpack.encode(list(self.column)))
        for name in ("starts", "numbers", "counts", "lengths"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Keywords:
        words = msgspec.msgpack.decode((folder / "words.msgpack").read_bytes(), type=list[str])
        column = {word: number for number, word in enumerate(words)}
        return cls(column, *(np.load(folder / f"{name}.npy") for name in ("starts", "numbers", "counts", "lengths")))


def _rarity(texts: int, holding: int) -> float:
    return float(np.log(1.0 + (texts - holding + 0.5) / (holding + 0.5)))


def _mask(size: int, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    mask = np.zeros(size, dtype=np.bool_)
    mask[numbers] = True
    return mask
