"""Traits: of each document what warnings look at, in a form that is quick to keep, to read and to compare.

Of 10,000 documents a check looks at all, and hardly any has changed: what was worked out once is taken over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from index.contents import Contents
from index.durable import replace_file
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.passages import Unit
from knowledge.period import period_of

Hashes = npt.NDArray[np.uint64]

FILE = "traits.msgpack"
_FORMAT = 1
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


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    version: bytes  # of the document as it was read
    traits: Traits


class _File(msgspec.Struct, frozen=True):
    format: int
    key: str  # of all else that traits depend on
    kept: tuple[_Kept, ...]


class TraitsFile:
    """What is known of the documents of the last builds, kept beside the index; without it all is worked out anew."""

    def __init__(self, index: Path, key: str = "") -> None:
        """`key`: of the code and the catalogue by which documents are read; under another one nothing is taken over."""
        self._file = index / FILE
        self._key = key
        self._known = {each.version: each.traits for each in self._read()}
        self._used: dict[bytes, Traits] = {}

    def of(self, contents: Contents) -> list[Traits]:
        """The traits of all documents, sorted by path."""
        versions = {document.path: _version(document) for document in contents.documents}
        new = frozenset(path for path, version in versions.items() if version not in self._known)
        for document, traits in _worked_out(contents, new):
            self._known[versions[document.path]] = traits
        found = {path: self._known[version] for path, version in sorted(versions.items())}
        self._used |= {versions[path]: traits for path, traits in found.items()}
        return list(found.values())

    def save(self) -> None:
        """Keep what was asked for since this was opened, and nothing else."""
        kept = tuple(_Kept(version, traits) for version, traits in sorted(self._used.items()))
        replace_file(self._file, msgspec.msgpack.encode(_File(_FORMAT, self._key, kept)))

    def _read(self) -> tuple[_Kept, ...]:
        try:
            data = self._file.read_bytes()
            written = msgspec.msgpack.decode(data, type=_File)
        except (OSError, msgspec.DecodeError):  # missing, damaged, of another form: it is slower, and no worse
            return ()
        return written.kept if (written.format, written.key) == (_FORMAT, self._key) else ()


def _version(document: Document) -> bytes:
    """The same for the same file with the same things stated beside it, and for no other."""
    stated = msgspec.msgpack.encode((document.path, document.digest, document.metadata))
    return blake2b(stated, digest_size=16).digest()


def _worked_out(contents: Contents, paths: frozenset[str]) -> Iterator[tuple[Document, Traits]]:
    if not paths:
        return
    roles: dict[str, list[Role]] = {}
    for role in contents.roles:
        if role.document in paths:
            facts = tuple(fact for fact in role.facts if fact.name in SINGLE)
            roles.setdefault(role.document, []).append(replace(role, facts=facts))
    for path in sorted(paths):
        document = contents.document_by_path[path]
        units = [unit for number in contents.passages_of[path] for unit in contents.passages[int(number)].units]
        yield document, _traits(document, units, roles.get(path, ()))


def _traits(document: Document, units: Sequence[Unit], roles: Sequence[Role]) -> Traits:
    period = period_of(document)
    due = [each.iso for each in document.dates if each.kind == "review_due" and each.iso]
    return Traits(
        path=document.path,
        title=document.title,
        organisation=document.organisation,
        audience=document.metadata.audience,
        first=period.first,
        last=period.last,
        review=due[0] if due else "",
        units=_hashes(units).tobytes(),
        roles=tuple(roles),
    )


def _hashes(units: Sequence[Unit]) -> Hashes:
    said = {" ".join(_WORDS.findall(unit.plain.casefold())) for unit in units}
    digests = b"".join(
        blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest() for words in said if words
    )
    return np.sort(np.frombuffer(digests, dtype="<u8"))
