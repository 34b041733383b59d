"""Gathering: of the files of a folder, only those are read of which nothing is known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from index.documents import Documents
from index.readings import Readings
from knowledge.approved import ApprovedAnswer, parse_approved
from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.folder import APPROVED, Entry, Skipped
from knowledge.reading import FolderReader

AudienceOf = Callable[[str], tuple[str, ...]]  # path -> the groups that the settings name for it; () for everybody
OnReading = Callable[[int, int], None]  # (files done, of)


@dataclass(frozen=True, slots=True)
class Version:
    """All that makes one version of a document differ from another."""

    digest: str
    audience: tuple[str, ...]  # what the settings say of it


def versions(documents: Documents) -> dict[str, Version]:
    """By path."""
    columns = zip(documents.paths, documents.digests, documents.audiences, strict=True)
    return {path: Version(digest, audience) for path, digest, audience in columns}


@dataclass
class Gathering:
    """What became of the files of a folder; complete once `fresh` has ended."""

    reader: FolderReader
    readings: Readings
    audience_of: AudienceOf
    keepable: Mapping[str, Version]  # documents that need not be parsed again while they stay this version
    is_trusting: bool = True  # whether files that certainly are as they were stay closed
    kept: set[str] = field(default_factory=set)  # paths
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)  # path of a fresh document -> `audience_of` it
    skipped: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)
    approved: list[ApprovedAnswer] = field(default_factory=list)  # its approved answers, not yet held to the documents
    opened: int = 0  # files that were read, those of approved answers aside

    def fresh(self, on_reading: OnReading) -> Iterator[Document]:
        """The documents that are not kept, sorted by path.

        Raises:
            RolecallError: the folder can't be opened, or the process that parses does not start.
        """
        found = self.reader.walk()
        for number, each in enumerate(found):
            if isinstance(each, Skipped):
                self.skipped.append((each.path, each.reason))
                continue
            try:
                if each.format == APPROVED:
                    self._read_approved(each)
                elif not self._is_known(each):
                    on_reading(number, len(found))
                    if document := self._read(each):
                        yield document
            except Unreadable as exc:
                self.skipped.append((each.path, exc.reason))
        on_reading(len(found), len(found))

    def _read_approved(self, entry: Entry) -> None:
        """Such files are few and small: they are read each time."""
        if entry.place:
            raise Unreadable("approved answers are taken from the documents folder alone")
        approved, problems = parse_approved(self.reader.open(entry).data, entry.path)
        self.approved += approved
        self.skipped += [(each.file, each.reason) for each in problems]

    def _is_known(self, entry: Entry) -> bool:
        """Whether nothing of the file has to be read.

        Raises:
            Unreadable: it can't be read, as was found out before.
        """
        reading = self.readings.known(entry) if self.is_trusting else None
        if reading is None:
            return False
        if reading.reason:
            raise Unreadable(reading.reason)
        return self._is_kept(entry, reading.digest)

    def _read(self, entry: Entry) -> Document | None:
        """The document in the file; None where its bytes are those of a document that is kept."""
        self.opened += 1
        opened = self.reader.open(entry)
        digest = opened.digest
        if self._is_kept(entry, digest):
            self.readings.note(entry, digest)
            return None
        if self.is_trusting and (reason := self.readings.refused(entry, digest)):
            raise Unreadable(reason)
        try:
            document = self.reader.parse(opened)
        except Unreadable as exc:
            if not exc.may_pass:
                self.readings.note(entry, digest, exc.reason, timed_out=exc.timed_out)
            raise
        self.readings.note(entry, digest)
        said = self.said[entry.path] = self.audience_of(entry.path)
        if document.metadata.audience or not said:
            return document
        return replace(document, metadata=replace(document.metadata, audience=said))

    def _is_kept(self, entry: Entry, digest: str) -> bool:
        version = self.keepable.get(entry.path)
        if version is None or version != Version(digest, self.audience_of(entry.path)):
            return False
        self.kept.add(entry.path)
        return True
