"""An outline of a snapshot: what its documents are and say, without the indexes over them. Quick to read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from index.contents import Contents
from index.decoded import Roles
from index.documents import Documents
from index.errors import DamagedSnapshot
from index.files import PARTS
from index.snapshot import read_manifest
from index.traits import AllTraits
from knowledge.approved import ApprovedAnswer

_FIELDS = ("documents", "stored_roles", "traits", "skipped", "approved")


@dataclass(frozen=True)
class Outline:
    """What two snapshots are compared by; documents are sorted by path."""

    documents: Documents
    stored_roles: Roles
    traits: AllTraits
    skipped: tuple[tuple[str, str], ...] = ()  # (path, reason)
    approved: tuple[ApprovedAnswer, ...] = ()

    @classmethod
    def of(cls, contents: Contents) -> Outline:
        return cls(contents.documents, contents.stored_roles, contents.traits, contents.skipped, contents.approved)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Path -> place among the documents."""
        return {path: number for number, path in enumerate(self.documents.paths)}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Path -> name of the version, see Document.digest."""
        return dict(zip(self.documents.paths, self.documents.digests, strict=True))


NOTHING = Outline(Documents.of([]), Roles.of([]), AllTraits.of([]))


def read_outline(index: Path, snapshot_id: str) -> Outline:
    """The outline of a kept snapshot.

    Raises:
        DamagedSnapshot: it has been cleared away, or is not as it was written.
    """
    folder = index / "snapshots" / snapshot_id
    manifest = read_manifest(folder)
    if manifest.id != snapshot_id:
        raise DamagedSnapshot(folder, "manifest.json was changed")
    parts: dict[str, Any] = {}
    for field in _FIELDS:
        part = PARTS[field]
        try:
            if hashlib.sha256((folder / part.name).read_bytes()).hexdigest() != manifest.files.get(part.name):
                raise DamagedSnapshot(folder, f"{part.name} was changed")
            parts[field] = part.load(folder / part.name)
        except (OSError, ValueError) as error:
            raise DamagedSnapshot(folder, f"{part.name} can't be read ({type(error).__name__})") from error
    return Outline(**parts)
