"""Passages and roles as files, decoded as far as they are looked at: a question looks at a handful of them.

What is stored of one document is one stretch of bytes, so that an index in which one document changes takes over those
of the others as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar, overload

import msgspec
import numpy as np

from index.splicing import Numbers, Splice, Starts, bytes_of, numbers_in, starts_of
from knowledge.fact import Role
from knowledge.passages import Passage

Item = TypeVar("Item")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_encode = msgspec.msgpack.encode
_decode_passage = msgspec.msgpack.Decoder(Passage).decode


class Lazily(Sequence[Item], Generic[Item]):
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


class EncodedPassage(NamedTuple):
    """A passage as it is stored."""

    units: int  # how many it has
    encoded: bytes


def encode_passage(passage: Passage) -> EncodedPassage:
    return EncodedPassage(len(passage.units), _encode(passage))


class _StoredPassages(msgspec.Struct, frozen=True):
    counts: bytes  # of each document's passages
    units: bytes  # number of each passage's units
    lengths: bytes  # of each encoded passage, in bytes
    encoded: memoryview


class Passages(Lazily[Passage]):
    """All passages of a snapshot in order; an item stays the same object once it was looked at."""

    def __init__(self, stored: _StoredPassages) -> None:
        self._stored = stored
        self.starts = starts_of(numbers_in(stored.counts))  # of each document's passages
        self.unit_counts = numbers_in(stored.units)  # of each passage
        self._lengths = numbers_in(stored.lengths)
        self._offsets = starts_of(self._lengths)
        self._known: dict[int, Passage] = {}

    @classmethod
    def of(cls, documents: Sequence[Sequence[EncodedPassage]]) -> Passages:
        """`documents`: the passages of each."""
        passages = [passage for document in documents for passage in document]
        return cls(
            _StoredPassages(
                counts=bytes_of(map(len, documents)),
                units=bytes_of(passage.units for passage in passages),
                lengths=bytes_of(len(passage.encoded) for passage in passages),
                encoded=memoryview(b"".join(passage.encoded for passage in passages)),
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Passages:
        """Raises ValueError where the data are none of `encode`."""
        return cls(msgspec.msgpack.decode(data, type=_StoredPassages))

    def encode(self) -> bytes:
        return _encode(self._stored)

    @cached_property
    def first_unit(self) -> Numbers:
        """Number of each passage's first unit, and one past the last of all."""
        return starts_of(self.unit_counts)

    @property
    def unit_starts(self) -> Numbers:
        """Number of each document's first unit, and one past the last of all."""
        starts: Numbers = self.first_unit[self.starts]
        return starts

    def spliced(self, new: Passages, splice: Splice) -> Passages:
        def rows(ours: Numbers, theirs: Numbers) -> bytes:
            return splice.rows(ours, self.starts, theirs, new.starts).tobytes()

        places = self._offsets[self.starts], new._offsets[new.starts]
        return Passages(
            _StoredPassages(
                counts=splice.each(np.diff(self.starts), np.diff(new.starts)).tobytes(),
                units=rows(self.unit_counts, new.unit_counts),
                lengths=rows(self._lengths, new._lengths),
                encoded=splice.bytes(self._stored.encoded, places[0], new._stored.encoded, places[1]),
            )
        )

    def __len__(self) -> int:
        return len(self._lengths)

    def _item(self, number: int) -> Passage:
        if number not in self._known:
            encoded = self._stored.encoded[self._offsets[number] : self._offsets[number + 1]]
            self._known.setdefault(number, _decode_passage(encoded))
        return self._known[number]


@dataclass(frozen=True, slots=True)
class EncodedRoles:
    """What one document says about roles, as it is stored."""

    count: int  # of roles
    facts: int  # of all of them together
    encoded: bytes


def encode_roles(roles: Sequence[Role]) -> EncodedRoles:
    return EncodedRoles(len(roles), sum(len(role.facts) for role in roles), b"".join(map(_encode, roles)))


class _StoredRoles(msgspec.Struct, frozen=True):
    counts: bytes  # of each document's roles
    facts: bytes  # number of each document's facts
    lengths: bytes  # of each document's encoded roles, in bytes
    encoded: memoryview


class Roles:
    """What each document of a snapshot says about roles, decoded together when it is asked for."""

    def __init__(self, stored: _StoredRoles) -> None:
        self._stored = stored
        self._counts, self._facts = numbers_in(stored.counts), numbers_in(stored.facts)
        self._lengths = numbers_in(stored.lengths)

    @classmethod
    def of(cls, documents: Sequence[EncodedRoles]) -> Roles:
        """`documents`: what each says."""
        return cls(
            _StoredRoles(
                counts=bytes_of(each.count for each in documents),
                facts=bytes_of(each.facts for each in documents),
                lengths=bytes_of(len(each.encoded) for each in documents),
                encoded=memoryview(b"".join(each.encoded for each in documents)),
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Roles:
        """Raises ValueError where the data are none of `encode`."""
        return cls(msgspec.msgpack.decode(data, type=_StoredRoles))

    def encode(self) -> bytes:
        return _encode(self._stored)

    @property
    def facts(self) -> int:
        """Number of facts of all roles."""
        return int(self._facts.sum())

    @cached_property
    def all(self) -> tuple[Role, ...]:
        """All roles, in the order of their documents."""
        array = b"\xdd" + len(self).to_bytes(4, "big")  # MessagePack's head of an array; its items follow one another
        return msgspec.msgpack.decode(array + bytes(self._stored.encoded), type=tuple[Role, ...])

    @cached_property
    def _starts(self) -> Starts:
        return starts_of(self._lengths)

    def stored(self, number: int) -> memoryview:
        """What that document says as it is stored: the same where it says the same."""
        return self._stored.encoded[self._starts[number] : self._starts[number + 1]]

    def of_document(self, number: int) -> tuple[Role, ...]:
        """The roles of that document alone."""
        array = b"\xdd" + int(self._counts[number]).to_bytes(4, "big")
        return msgspec.msgpack.decode(array + bytes(self.stored(number)), type=tuple[Role, ...])

    def spliced(self, new: Roles, splice: Splice) -> Roles:
        places = self._starts, new._starts
        return Roles(
            _StoredRoles(
                counts=splice.each(self._counts, new._counts).tobytes(),
                facts=splice.each(self._facts, new._facts).tobytes(),
                lengths=splice.each(self._lengths, new._lengths).tobytes(),
                encoded=splice.bytes(self._stored.encoded, places[0], new._stored.encoded, places[1]),
            )
        )

    def __len__(self) -> int:
        return int(self._counts.sum())


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs: runs of three letters or more, in small letters."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_LETTERS.findall(text.lower()))
    return counts


class WordCounts(Mapping[str, int]):
    """How often each word of some texts occurs, small letters only; decoded when the first word is looked up."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordCounts:
        return cls.of_counts(counted(texts))

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> WordCounts:
        """Words with a count of 0 or less are none."""
        return cls(_encode({word: counts[word] for word in sorted(counts) if counts[word] > 0}))

    @classmethod
    def decode(cls, data: bytes) -> WordCounts:
        return cls(data)

    def encode(self) -> bytes:
        return self._encoded

    def changed(self, less: Mapping[str, int], more: Mapping[str, int]) -> WordCounts:
        """The counts when some texts go and others come."""
        counts = Counter(self._counts)
        counts.subtract(less)
        counts.update(more)
        return self.of_counts(counts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return msgspec.msgpack.decode(self._encoded, type=dict[str, int])

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)
