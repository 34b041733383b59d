"""The documents of a kept snapshot alone, without the indexes over them: to show again what was quoted once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from index.documents import Documents
from index.errors import DamagedSnapshot
from index.files import PARTS
from index.snapshot import read_manifest
from knowledge.document import Document

FILE = PARTS["documents"].name
_ID = re.compile(r"[0-9a-f]{12}")


def read_documents(index: Path, snapshot_id: str) -> Mapping[str, Document]:
    """Path -> document, as they were when the snapshot was made. Raises what `read_paths` raises."""
    try:
        return {document.path: document for document in _read(index, snapshot_id)}
    except msgspec.DecodeError as error:
        raise _unreadable(index, snapshot_id, error) from error


def read_paths(index: Path, snapshot_id: str) -> tuple[str, ...]:
    """Their paths alone, sorted; no document is decoded.

    Raises:
        DamagedSnapshot: it has been cleared away, or is not as it was written.
    """
    return _read(index, snapshot_id).paths


def _read(index: Path, snapshot_id: str) -> Documents:
    folder = index / "snapshots" / snapshot_id
    if not _ID.fullmatch(snapshot_id):
        raise DamagedSnapshot(index, f"{snapshot_id!r} names no snapshot")
    manifest = read_manifest(folder)
    try:
        data = (folder / FILE).read_bytes()
        if manifest.id != snapshot_id or hashlib.sha256(data).hexdigest() != manifest.files.get(FILE):
            raise DamagedSnapshot(folder, f"{FILE} was changed")
        return Documents.decode(data)
    except (OSError, msgspec.DecodeError) as error:
        raise _unreadable(index, snapshot_id, error) from error


def _unreadable(index: Path, snapshot_id: str, error: Exception) -> DamagedSnapshot:
    return DamagedSnapshot(index / "snapshots" / snapshot_id, f"{FILE} can't be read ({type(error).__name__})")
