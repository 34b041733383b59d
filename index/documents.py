"""Documents as a file, each decoded when it is looked at, its blocks when they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, cast

import msgspec

from index.decoded import Lazily
from index.splicing import Splice, bytes_of, numbers_in, starts_of
from knowledge.document import Block, Document


class _Blocks(Lazily[Block]):
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


class EncodedDocument(NamedTuple):
    """A document as it is stored, with what is told of it without decoding it."""

    path: str
    digest: str
    audience: tuple[str, ...]  # what the settings said of it, see Documents.audiences
    notes: tuple[str, ...]
    encoded: bytes


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    document: Document  # its blocks left out
    blocks: msgspec.Raw


class _AllStored(msgspec.Struct, frozen=True):
    """One value a document in each of the first four."""

    paths: tuple[str, ...]
    digests: tuple[str, ...]
    audiences: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[str, ...], ...]
    lengths: bytes
    encoded: memoryview


_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(_Stored).decode


def encode_document(document: Document, audience: tuple[str, ...] = ()) -> EncodedDocument:
    """`audience`: what the settings say of it."""
    stored = _Stored(replace(document, blocks=()), msgspec.Raw(_encode(tuple(document.blocks))))
    return EncodedDocument(document.path, document.digest, audience, document.notes, _encode(stored))


class Documents(Lazily[Document]):
    """All documents of a snapshot, sorted by path; an item stays the same object once it was looked at."""

    def __init__(self, stored: _AllStored) -> None:
        self._stored = stored
        self._lengths = numbers_in(stored.lengths)
        self._starts = starts_of(self._lengths)
        self._known: dict[int, Document] = {}

    @classmethod
    def of(cls, documents: Sequence[EncodedDocument]) -> Documents:
        return cls(
            _AllStored(
                paths=tuple(each.path for each in documents),
                digests=tuple(each.digest for each in documents),
                audiences=tuple(each.audience for each in documents),
                notes=tuple(each.notes for each in documents),
                lengths=bytes_of(len(each.encoded) for each in documents),
                encoded=memoryview(b"".join(each.encoded for each in documents)),
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Documents:
        """Raises ValueError where the data are none of `encode`."""
        return cls(msgspec.msgpack.decode(data, type=_AllStored))

    def encode(self) -> bytes:
        return _encode(self._stored)

    @property
    def paths(self) -> tuple[str, ...]:
        return self._stored.paths

    @property
    def digests(self) -> tuple[str, ...]:
        return self._stored.digests

    @property
    def notes(self) -> tuple[tuple[str, ...], ...]:
        """What was left out of each document, or cut."""
        return self._stored.notes

    @property
    def audiences(self) -> tuple[tuple[str, ...], ...]:
        """What the settings said of each when it was read. It holds where the document itself names no audience."""
        return self._stored.audiences

    def spliced(self, new: Documents, splice: Splice) -> Documents:
        """The documents of both sides, without decoding one."""
        ours, theirs = self._stored, new._stored
        return Documents(
            _AllStored(
                paths=splice.values(ours.paths, theirs.paths),
                digests=splice.values(ours.digests, theirs.digests),
                audiences=splice.values(ours.audiences, theirs.audiences),
                notes=splice.values(ours.notes, theirs.notes),
                lengths=splice.each(self._lengths, new._lengths).tobytes(),
                encoded=splice.bytes(ours.encoded, self._starts, theirs.encoded, new._starts),
            )
        )

    def stored(self, number: int) -> memoryview:
        """A document as it is stored: the same where it was read as the same."""
        return self._stored.encoded[self._starts[number] : self._starts[number + 1]]

    def __len__(self) -> int:
        return len(self._stored.paths)

    def _item(self, number: int) -> Document:
        if number not in self._known:
            stored = _decode(self.stored(number))
            whole = replace(stored.document, blocks=cast("tuple[Block, ...]", _Blocks(stored.blocks)))
            self._known.setdefault(number, whole)
        return self._known[number]
