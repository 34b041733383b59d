"""BM25 over passages: which passages share the question's rarer words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from index.durable import save_array
from index.splicing import Splice, Starts, starts_of
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
    def build(cls, texts: Iterable[str]) -> Keywords:
        """Index the texts; their position is their number."""
        seen: dict[str, int] = {}  # words in the order in which they come
        columns, numbers, counts, lengths = (array("q") for _ in range(4))
        for number, text in enumerate(texts):
            found = Counter(index_words(text))
            columns.extend(seen.setdefault(word, len(seen)) for word in found)
            numbers.extend(repeat(number, len(found)))
            counts.extend(found.values())
            lengths.append(max(found.total(), 1))
        words = sorted(seen)
        rank = np.empty(len(words), dtype=np.int64)
        rank[[seen[word] for word in words]] = np.arange(len(words))
        of_words = rank[np.asarray(columns)] if words else rank
        order = np.lexsort((np.asarray(numbers), of_words))
        return cls(
            {word: number for number, word in enumerate(words)},
            starts_of(np.bincount(of_words, minlength=len(words))),
            np.asarray(numbers)[order].astype(np.int32),
            np.asarray(counts)[order].astype(np.float32),
            np.asarray(lengths).astype(np.float32),
        )

    def spliced(self, new: Keywords, splice: Splice, starts: Starts, new_starts: Starts) -> Keywords:
        """What `build` makes of the texts of both sides, without looking at a text again.

        Args:
            starts, new_starts: where each document's texts start, on either side.
        """
        words = sorted({*self.column, *new.column})
        column = {word: number for number, word in enumerate(words)}
        goes, new_goes = splice.numbers(starts, new_starts)
        places, counts = self._places(column, goes)
        new_places, new_counts = new._places(column, new_goes)
        at = np.searchsorted(places, new_places)
        places, counts = np.insert(places, at, new_places), np.insert(counts, at, new_counts)
        sizes = np.bincount(places >> 32, minlength=len(words))
        held = [word for word, size in zip(words, sizes.tolist(), strict=True) if size]
        return Keywords(
            {word: number for number, word in enumerate(held)},
            starts_of(sizes[sizes > 0]),
            (places & 0xFFFFFFFF).astype(np.int32),
            counts,
            splice.rows(self.lengths, starts, new.lengths, new_starts),
        )

    def _places(
        self, column: Mapping[str, int], goes: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Each column and text in one number, rising, and how often the text holds the word; texts that go nowhere left
        out. Both columns and texts keep their order, so nothing has to be sorted."""
        columns = np.fromiter((column[word] for word in self.column), dtype=np.int64, count=len(self.column))
        texts = goes[self.numbers]
        stays = texts >= 0
        places: npt.NDArray[np.int64] = (np.repeat(columns, np.diff(self.starts)) << 32 | texts)[stays]
        return places, self.counts[stays]

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
            save_array(folder / f"{name}.npy", getattr(self, name))

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
