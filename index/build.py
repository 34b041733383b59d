"""A folder -> a snapshot that holds its documents; what an earlier snapshot holds of them is taken over as it is."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index import snapshot
from index.assembly import OnStage, assemble
from index.contents import Contents
from index.embedder import Embedder
from index.errors import DamagedSnapshot, NoSnapshot, NothingToIndex
from index.gathering import AudienceOf, Gathering, Version, versions
from index.live import live_id
from index.readings import FILE, Readings
from index.recipe import recipe
from knowledge.approved import ApprovedAnswer
from knowledge.approved_sources import with_sources
from knowledge.catalogue import Catalogue
from knowledge.place import Place
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from knowledge.reading import FolderReader

__all__ = ["Built", "OnStage", "assemble", "build"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, file by file. Paths are sorted."""

    snapshot: str  # id
    base: str  # id of the snapshot that it was built upon; "" where there was none that could be
    added: tuple[str, ...]  # paths of documents that the base does not hold
    changed: tuple[str, ...]  # whose file, sidecar or audience by the settings is not as the base has it
    removed: tuple[str, ...]  # that the base holds and this one does not
    unchanged: tuple[str, ...]
    opened: int  # files that were read; the others are certainly as they were
    skipped: tuple[tuple[str, str], ...]  # (path, reason)
    notes: tuple[tuple[str, str], ...]  # (path, what was left out or cut)
    sources: tuple[str, ...]  # what each place beside the folder was read at
    failing: tuple[str, ...]  # those of them that could not be read now: their last copies were
    passages: int
    roles: int
    facts: int
    embedded: int  # texts embedded anew; the rest came from the base
    seconds: float

    @property
    def documents(self) -> tuple[str, ...]:
        """Paths of all documents."""
        return tuple(sorted((*self.added, *self.changed, *self.unchanged)))


def build(
    documents: Path,
    index: Path,
    embedder: Embedder,
    catalogue: Catalogue,
    on_stage: OnStage | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    places: Sequence[Place] = (),
    audience_of: AudienceOf = lambda path: (),
    base: str = "",
    fresh: bool = False,
) -> Built:
    """Write a snapshot of the folder, without publishing it. Where nothing has changed, it is the base itself.

    It is the same as one that was built without a base, byte for byte.

    Args:
        limits: of what one file may cost.
        places: what is read beside the folder.
        audience_of: what the settings say of documents that name no audience themselves.
        base: id of the snapshot to build upon: the live one where it is "" or damaged.
        fresh: read every file again, also those that are certainly as they were.
    Raises:
        NothingToIndex: the folder is missing or holds no readable document.
    """
    began = time.monotonic()
    if not documents.is_dir():
        raise NothingToIndex(f"There is no folder {documents}. Name the folder that holds your documents.")
    by = recipe(catalogue, limits)
    upon = _Base.find(index, base, embedder)
    readings = Readings(index / FILE, by)
    keepable = upon.held if upon.is_taken_apart_by(by) and not fresh else {}
    with FolderReader(documents, limits, catalogue, places) as reader:
        gathering = Gathering(reader, readings, audience_of, keepable, is_trusting=not fresh)
        fresh_ones, embedded = _assembled(gathering, embedder, catalogue, upon, by, on_stage)
    if not gathering.kept and not fresh_ones.documents:
        raise _nothing([documents, *(place.root for place in places if place.prefix)], gathering.skipped)
    contents = _with_approved(upon.joined(gathering.kept, fresh_ones), gathering.approved)
    index.mkdir(parents=True, exist_ok=True)
    snapshot_id = upon.id if contents is upon.known else snapshot.write(contents, index)
    readings.save()
    return replace(
        _compared(contents, upon.held),
        snapshot=snapshot_id,
        base=upon.id,
        sources=tuple(place.note for place in places),
        failing=tuple(place.note for place in places if place.is_failing),
        opened=gathering.opened,
        embedded=embedded,
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """What there is to build upon."""

    id: str = ""  # of the snapshot; "" where there is none
    held: Mapping[str, Version] = field(default_factory=dict)  # its documents, by path
    known: Contents | None = None  # what it holds, where the same model has embedded it

    @classmethod
    def find(cls, index: Path, named: str, embedder: Embedder) -> _Base:
        """The snapshot of that id or else the live one: whole, and of the format that we write."""
        for snapshot_id in (named, ""):
            try:
                found = snapshot.load(index, snapshot_id=snapshot_id or live_id(index))
            except (NoSnapshot, DamagedSnapshot):
                continue
            contents = found.contents
            is_known = (contents.model, contents.fingerprint) == (embedder.name, embedder.fingerprint)
            return cls(found.id, versions(contents.documents), contents if is_known else None)
        return cls()

    def is_taken_apart_by(self, by: str) -> bool:
        """Whether what it holds of a file is what we would make of the file."""
        return self.known is not None and self.known.recipe == by

    def joined(self, kept: set[str], fresh: Contents) -> Contents:
        """The kept documents and the fresh ones; `known` itself where that is all it holds."""
        known = self.known
        if known is None or not kept:
            return fresh
        if fresh.documents or len(kept) != len(known.documents):
            return known.spliced(kept, fresh)
        return known if fresh.skipped == known.skipped else replace(known, skipped=fresh.skipped)


def _assembled(
    gathering: Gathering, embedder: Embedder, catalogue: Catalogue, upon: _Base, by: str, on_stage: OnStage | None
) -> tuple[Contents, int]:
    """What has to be read, taken apart as it is read; how many texts of it were embedded anew."""
    return assemble(
        gathering.fresh(lambda done, of: on_stage("reading", done, of) if on_stage is not None else None),
        gathering.skipped,
        embedder,
        catalogue,
        upon.known,
        on_stage,
        recipe=by,
        said=gathering.said,
    )


def _nothing(folders: Sequence[Path], skipped: Sequence[tuple[str, str]]) -> NothingToIndex:
    reasons = "".join(f"\n  {path}: {reason}" for path, reason in skipped[:20])
    return NothingToIndex(f"No document in {', '.join(map(str, folders))} could be read.{reasons}")


def _with_approved(contents: Contents, entries: Sequence[ApprovedAnswer]) -> Contents:
    """The contents with these approved answers, held to its documents; itself where it has them."""
    named = {source.document for entry in entries for source in entry.sources}
    paths = contents.documents.paths
    approved = with_sources(entries, {path: contents.documents[at] for at, path in enumerate(paths) if path in named})
    return contents if approved == contents.approved else replace(contents, approved=approved)


def _compared(contents: Contents, held: Mapping[str, Version]) -> Built:
    """The contents beside the documents that the base held."""
    now = versions(contents.documents)
    return Built(
        snapshot="",
        base="",
        added=tuple(path for path in now if path not in held),
        changed=tuple(path for path, version in now.items() if path in held and held[path] != version),
        removed=tuple(path for path in held if path not in now),
        unchanged=tuple(path for path, version in now.items() if held.get(path) == version),
        opened=0,
        skipped=contents.skipped,
        notes=tuple((path, note) for path, notes in zip(now, contents.documents.notes, strict=True) for note in notes),
        sources=(),
        failing=(),
        passages=len(contents.passages),
        roles=len(contents.stored_roles),
        facts=contents.stored_roles.facts,
        embedded=0,
        seconds=0.0,
    )
