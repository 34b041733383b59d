"""Documents and passages as files, decoded as far as they are looked at: a question looks at a handful of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Generic, TypeVar, cast, overload

import msgspec
import numpy as np

from index.vectors import Numbers
from knowledge.document import Block, Document
from knowledge.passages import Passage

Item = TypeVar("Item")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


class _Lazily(Sequence[Item], Generic[Item]):
    """A sequence whose items appear when they are asked for; otherwise like a tuple of them."""

    def _item(self, number: int) -> Item:
        raise NotImplementedError

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, number: int | slice) -> Item | tuple[Item, ...]:
        numbers = range(len(self))[number]
        return self._item(numbers) if isinstance(numbers, int) else tuple(map(self._item, numbers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class _Blocks(_Lazily[Block]):
    """The blocks of one document, decoded together."""

    def __init__(self, encoded: msgspec.Raw) -> None:
        self._encoded = encoded

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return msgspec.msgpack.decode(self._encoded, type=tuple[Block, ...])

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def _item(self, number: int) -> Block:
        return self._blocks[number]


class _StoredDocument(msgspec.Struct, frozen=True, array_like=True):
    document: Document  # its blocks left out
    blocks: msgspec.Raw


def encode_documents(documents: Iterable[Document]) -> bytes:
    encode = msgspec.msgpack.encode
    stored = [
        _StoredDocument(replace(document, blocks=()), msgspec.Raw(encode(tuple(document.blocks))))
        for document in documents
    ]
    return encode(stored)


def decode_documents(data: bytes) -> tuple[Document, ...]:
    """The documents, each one's blocks yet to be decoded."""
    stored = msgspec.msgpack.decode(data, type=list[_StoredDocument])
    return tuple(replace(each.document, blocks=cast("tuple[Block, ...]", _Blocks(each.blocks))) for each in stored)


class WordCounts(Mapping[str, int]):
    """How often each word of some texts occurs, small letters only; decoded when the first word is looked up."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordCounts:
        counts = Counter(word for text in texts for word in _LETTERS.findall(text.lower()))
        return cls(msgspec.msgpack.encode(dict(sorted(counts.items()))))

    def encode(self) -> bytes:
        return self._encoded

    @cached_property
    def _counts(self) -> dict[str, int]:
        return msgspec.msgpack.decode(self._encoded, type=dict[str, int])

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)


class _StoredPassages(msgspec.Struct, frozen=True):
    documents: tuple[str, ...]  # path of each passage's document
    units: tuple[int, ...]  # number of each passage's units
    lengths: tuple[int, ...]  # bytes of each encoded passage
    encoded: bytes


class Passages(_Lazily[Passage]):
    """All passages of a snapshot in order; an item stays the same object once it was looked at."""

    def __init__(self, stored: _StoredPassages) -> None:
        self._stored = stored
        self._ends = np.cumsum(stored.lengths, dtype=np.int64)
        self._known: dict[int, Passage] = {}

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Passages:
        encoded = [msgspec.msgpack.encode(passage) for passage in passages]
        return cls(
            _StoredPassages(
                documents=tuple(passage.document for passage in passages),
                units=tuple(len(passage.units) for passage in passages),
                lengths=tuple(map(len, encoded)),
                encoded=b"".join(encoded),
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Passages:
        return cls(msgspec.msgpack.decode(data, type=_StoredPassages))

    def encode(self) -> bytes:
        return msgspec.msgpack.encode(self._stored)

    @property
    def documents(self) -> Sequence[str]:
        """The path of each passage's document."""
        return self._stored.documents

    @cached_property
    def unit_counts(self) -> Numbers:
        return np.asarray(self._stored.units, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._stored.lengths)

    def _item(self, number: int) -> Passage:
        if number not in self._known:
            end = int(self._ends[number])
            encoded = self._stored.encoded[end - self._stored.lengths[number] : end]
            self._known.setdefault(number, msgspec.msgpack.decode(encoded, type=Passage))
        return self._known[number]
