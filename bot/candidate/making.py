"""Two snapshots -> the report on what the newer one would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.candidate.report import Failure, Report, Returning
from index.changes import changes
from index.live import Live, published
from index.outline import NOTHING, Outline, read_outline
from index.snapshot import Manifest, read_manifest
from index.warnings.collection import Collection
from index.warnings.finding import find_warnings


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a report depends on beside the documents."""

    today: date
    groups: frozenset[str] | None = (
        None  # that the settings define; None: none, so that no audience can be held to them
    )
    live: Live | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two snapshots."""

    manifest: Manifest
    outline: Outline

    @classmethod
    def read(cls, index: Path, snapshot_id: str) -> Side:
        """Raises DamagedSnapshot."""
        return cls(read_manifest(index / "snapshots" / snapshot_id), read_outline(index, snapshot_id))


def make_report(after: Side, before: Side | None, circumstances: Circumstances, unreadable: str = "") -> Report:
    """What a candidate would change of what is live.

    Args:
        after: the candidate.
        before: what is live; None where nothing is, and everything is new.
        unreadable: a sentence that says why it isn't given although there is one.
    """
    old, new, manifest = before.outline if before else NOTHING, after.outline, after.manifest
    found = changes(old, new)
    looked_into = {each.path for each in found.added} | {each.path for each in found.changed}
    notes = zip(new.documents.paths, new.documents.notes, strict=True)
    live = _collection(old, circumstances) if before else None
    moved = {each.was: each.path for each in found.changed if each.was}
    return Report(
        candidate=manifest.id,
        base=before.manifest.id if before else "",
        documents=manifest.documents,
        passages=manifest.passages,
        roles=manifest.roles,
        facts=manifest.facts,
        changes=found,
        failures=tuple(_failures(old, new)),
        notes=tuple((path, note) for path, noted in notes if path in looked_into for note in noted),
        returning=tuple(_returning(circumstances.live, manifest.id, new)),
        warnings=find_warnings(_collection(new, circumstances), live, moved),
        others=tuple(_others(before.manifest, manifest)) if before else (unreadable,) if unreadable else (),
    )


def _others(before: Manifest, after: Manifest) -> Iterator[str]:
    if before.model != after.model:
        yield f"The embedding model was {before.model} and is {after.model} now: any answer may change."
    elif before.fingerprint != after.fingerprint:
        yield f"The files of the embedding model {after.model} are others now: any answer may change."
    if before.recipe != after.recipe:
        yield "Every file was read anew: Rolecall, a library it reads with, the catalogue or the limits have changed."


def _collection(outline: Outline, circumstances: Circumstances) -> Collection:
    return Collection(outline.traits.all, circumstances.today, circumstances.groups, outline.approved)


def _failures(before: Outline, after: Outline) -> Iterator[Failure]:
    known = dict(before.skipped)
    for path, reason in after.skipped:
        yield Failure(path, reason, is_lost=path in before.digests, is_new=path not in known)


def _returning(live: Live | None, candidate: str, after: Outline) -> Iterator[Returning]:
    """Withdrawn documents of which the candidate holds another version."""
    if live is None or not live.withdrawn:
        return
    still = published(live, candidate, "", versions=after.digests).withdrawn
    reasons = {each.document: each.reason for each in reversed(live.withdrawals)}
    for path in sorted(live.withdrawn - still):
        if path in after.digests:
            yield Returning(path, reasons[path])
