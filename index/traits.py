"""Traits: of each document what warnings look at, worked out when it is read, and stored so that all are there at once.

Of 10,000 documents a check looks at every one, and hardly any has changed since the last build.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import blake2b

import msgspec
import numpy as np
import numpy.typing as npt

from index.splicing import Splice, bytes_of, numbers_in, starts_of
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.passages import Passage
from knowledge.period import period_of

Hashes = npt.NDArray[np.uint64]

_WORDS = re.compile(r"\w+")
# Facts of which a role has one; the others are lists, or sentences that say the same in many ways.
SINGLE = frozenset(
    ("reports_to", "salary", "pay_grade_range", "grade", "hours_per_week", "flsa_status", "job_code", "lifting",
     "probation", "notice_period")
)  # fmt: skip


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """One document as checks see it."""

    path: str
    title: str
    organisation: str
    audience: tuple[str, ...]
    first: date | None  # in force from this day on; None: it doesn't say
    last: date | None  # until this day
    review: str  # when it is due for review: "2026-07-01", "2026-07", "2026"; "" where it doesn't say
    units: bytes  # hashes of what it says, sorted, each once: little-endian uint64
    roles: tuple[Role, ...]  # with those facts only of which a role has one

    @property
    def hashes(self) -> Hashes:
        """One number for each thing that it says: case and punctuation make no difference, nor does the order."""
        return np.frombuffer(self.units, dtype="<u8")


def traits_of(document: Document, passages: Sequence[Passage], roles: Sequence[Role]) -> Traits:
    """The traits of a document that was taken apart."""
    period = period_of(document)
    due = [each.iso for each in document.dates if each.kind == "review_due" and each.iso]
    return Traits(
        path=document.path,
        title=document.title,
        organisation=document.organisation,
        audience=document.metadata.audience,
        first=period.first,
        last=period.last,
        review=document.metadata.review or max(due, default=""),
        units=_hashes(passages).tobytes(),
        roles=tuple(replace(role, facts=tuple(fact for fact in role.facts if fact.name in SINGLE)) for role in roles),
    )


def _hashes(passages: Sequence[Passage]) -> Hashes:
    units = (unit for passage in passages for unit in passage.units)
    said = {" ".join(_WORDS.findall(unit.plain.casefold())) for unit in units}
    digests = (blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest() for words in said if words)
    return np.sort(np.frombuffer(b"".join(digests), dtype="<u8"))


class _Stored(msgspec.Struct, frozen=True):
    lengths: bytes  # of each document's encoded traits, in bytes
    encoded: memoryview


class AllTraits:
    """The traits of all documents of a snapshot, decoded together when they are asked for."""

    def __init__(self, stored: _Stored) -> None:
        self._stored = stored
        self._lengths = numbers_in(stored.lengths)

    @classmethod
    def of(cls, documents: Sequence[Traits]) -> AllTraits:
        encoded = [msgspec.msgpack.encode(each) for each in documents]
        return cls(_Stored(bytes_of(map(len, encoded)), memoryview(b"".join(encoded))))

    @classmethod
    def decode(cls, data: bytes) -> AllTraits:
        """Raises ValueError where the data are none of `encode`."""
        return cls(msgspec.msgpack.decode(data, type=_Stored))

    def encode(self) -> bytes:
        return msgspec.msgpack.encode(self._stored)

    @cached_property
    def all(self) -> tuple[Traits, ...]:
        """In the order of the documents."""
        array = b"\xdd" + len(self._lengths).to_bytes(4, "big")  # MessagePack's head of an array
        return msgspec.msgpack.decode(array + bytes(self._stored.encoded), type=tuple[Traits, ...])

    def spliced(self, new: AllTraits, splice: Splice) -> AllTraits:
        """Those of both sides, without decoding one."""
        places = starts_of(self._lengths), starts_of(new._lengths)
        return AllTraits(
            _Stored(
                lengths=splice.each(self._lengths, new._lengths).tobytes(),
                encoded=splice.bytes(self._stored.encoded, places[0], new._stored.encoded, places[1]),
            )
        )
