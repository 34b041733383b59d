"""The index on disk: a folder that is written whole, checked by checksums, and published by one atomic switch.

    index/
      current             names the live snapshot
      snapshots/<id>/     manifest.json, documents, passages, roles, vectors, keywords; never edited
      models/             exported embedding models
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from index.contents import Contents
from index.errors import DamagedSnapshot, ModelMismatch, NoSnapshot
from index.keywords import Keywords
from index.vectors import FaissVectors
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.passages import Passage

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of. Its id is a hash of this, so that the same documents give the same id."""

    format: int
    model: str
    documents: int
    passages: int
    units: int
    roles: int
    facts: int
    files: dict[str, str]  # path below the snapshot -> SHA-256, hexadecimal

    @property
    def id(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One loaded snapshot: immutable, shared by all questions that begin with it."""

    id: str
    manifest: Manifest
    contents: Contents


class _Stored(msgspec.Struct, frozen=True):
    documents: tuple[Document, ...]
    skipped: tuple[tuple[str, str], ...]


def write(contents: Contents, index: Path) -> str:
    """Write a snapshot below `index` without publishing it; its id. Writing the same contents twice writes once."""
    snapshots = index / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=snapshots, prefix=".new-") as name:
        work = Path(name) / "snapshot"
        work.mkdir()
        _write_files(contents, work)
        manifest = Manifest(
            format=FORMAT, model=contents.model, documents=len(contents.documents), passages=len(contents.passages),
            units=len(contents.unit_vectors), roles=len(contents.roles),
            facts=sum(len(role.facts) for role in contents.roles), files=_checksums(work),
        )
        _write_synced(work / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        target = snapshots / manifest.id
        if not _is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            os.rename(work, target)
    return manifest.id


def publish(index: Path, snapshot_id: str) -> None:
    """Make that snapshot the live one, in one atomic switch."""
    new = index / f".current-{os.getpid()}"
    _write_synced(new, snapshot_id.encode())
    os.replace(new, index / "current")
    folder = os.open(index, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def live_id(index: Path) -> str:
    """Id of the live snapshot.

    Raises:
        NoSnapshot: nothing has been published in that folder.
    """
    try:
        return (index / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise NoSnapshot(index) from None


def load(index: Path, model: str | None = None) -> Snapshot:
    """Load the live snapshot, checked.

    Raises:
        NoSnapshot: nothing has been published.
        DamagedSnapshot: a file is missing or changed.
        ModelMismatch: it was built with another model than `model`.
    """
    snapshot_id = live_id(index)
    folder = index / "snapshots" / snapshot_id
    manifest = read_manifest(folder)
    if manifest.id != snapshot_id:
        raise DamagedSnapshot(folder, "manifest.json was changed")
    if model is not None and manifest.model != model:
        raise ModelMismatch(folder, manifest.model, model)
    for name, checksum in manifest.files.items():
        if _checksum(folder / name) != checksum:
            raise DamagedSnapshot(folder, f"{name} was changed or is missing")
    return Snapshot(snapshot_id, manifest, _read_files(folder, manifest))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot folder.

    Raises:
        DamagedSnapshot: it can't be read, or was written by another version of Rolecall.
    """
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedSnapshot(folder, f"manifest.json can't be read ({type(error).__name__})") from error
    if manifest.format != FORMAT:
        raise DamagedSnapshot(folder, f"it is of format {manifest.format}, this version reads {FORMAT}")
    return manifest


def _write_files(contents: Contents, folder: Path) -> None:
    encode = msgspec.msgpack.encode
    (folder / "documents.msgpack").write_bytes(encode(_Stored(contents.documents, contents.skipped)))
    (folder / "passages.msgpack").write_bytes(encode(contents.passages))
    (folder / "roles.msgpack").write_bytes(encode(contents.roles))
    (folder / "keys.msgpack").write_bytes(encode(contents.keys))
    contents.passage_vectors.save(folder / "passages.faiss")
    contents.unit_vectors.save(folder / "units.faiss")
    contents.keywords.save(folder / "keywords")
    for file in folder.rglob("*"):
        if file.is_file():
            _sync(file)


def _read_files(folder: Path, manifest: Manifest) -> Contents:
    decode = msgspec.msgpack.decode
    try:
        stored = decode((folder / "documents.msgpack").read_bytes(), type=_Stored)
        return Contents(
            documents=stored.documents,
            passages=decode((folder / "passages.msgpack").read_bytes(), type=tuple[Passage, ...]),
            roles=decode((folder / "roles.msgpack").read_bytes(), type=tuple[Role, ...]),
            passage_vectors=FaissVectors.load(folder / "passages.faiss"),
            unit_vectors=FaissVectors.load(folder / "units.faiss"),
            keywords=Keywords.load(folder / "keywords", manifest.passages),
            model=manifest.model,
            skipped=stored.skipped,
        )
    except (msgspec.DecodeError, OSError, RuntimeError, ValueError) as error:
        raise DamagedSnapshot(folder, f"its files can't be read ({type(error).__name__})") from error


def read_keys(index: Path) -> tuple[str, ...]:
    """Keys of the live snapshot's embeddings, passages first, then units; () where there is none."""
    try:
        file = index / "snapshots" / live_id(index) / "keys.msgpack"
        return msgspec.msgpack.decode(file.read_bytes(), type=tuple[str, ...])
    except (NoSnapshot, OSError, msgspec.DecodeError):
        return ()


def _is_whole(folder: Path) -> bool:
    try:
        manifest = read_manifest(folder)
    except DamagedSnapshot:
        return False
    return all(_checksum(folder / name) == checksum for name, checksum in manifest.files.items())


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): _checksum(file) for file in files}


def _checksum(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _write_synced(file: Path, data: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
