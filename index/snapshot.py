"""The index on disk: a folder that is written whole, checked by checksums, published by `live.publish`.

index/
  current             what is live, see live.py
  snapshots/<id>/     manifest.json and the files that files.py lists; never edited
  models/             exported embedding models
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from index.building import building
from index.contents import Contents
from index.durable import sync, sync_all
from index.errors import DamagedSnapshot, ModelMismatch
from index.files import read_files, write_files
from index.live import live_id

FORMAT = 6
UNFINISHED = ".new-"  # what a snapshot is called until it is whole


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of. Its id is a hash of this, so that the same documents give the same id."""

    format: int
    model: str
    fingerprint: str  # of the model's files
    recipe: str  # see recipe.py
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


def write(contents: Contents, index: Path) -> str:
    """Write a snapshot below `index` without publishing it; its id. Writing the same contents twice writes once."""
    snapshots = index / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    with building(index), tempfile.TemporaryDirectory(dir=snapshots, prefix=UNFINISHED) as name:
        work = Path(name) / "snapshot"
        work.mkdir()
        write_files(contents, work)
        files = sorted(file for file in work.rglob("*") if file.is_file())
        names = [file.relative_to(work).as_posix() for file in files]
        manifest = Manifest(
            format=FORMAT,
            model=contents.model,
            fingerprint=contents.fingerprint,
            recipe=contents.recipe,
            documents=len(contents.documents),
            passages=len(contents.passages),
            units=len(contents.unit_vectors),
            roles=len(contents.stored_roles),
            facts=contents.stored_roles.facts,
            files=dict(zip(names, _checksums(files), strict=True)),
        )
        (work / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="ascii")
        sync_all(work)
        _move(work, snapshots / manifest.id)
    sync(snapshots)
    return manifest.id


def load(index: Path, model: str | None = None, snapshot_id: str | None = None) -> Snapshot:
    """Load a snapshot, the live one where none is named; documents and passages are decoded when they are looked at.

    Raises:
        NoSnapshot: nothing has been published.
        DamagedSnapshot: a file is missing or changed.
        ModelMismatch: it was built with another model than `model`.
    """
    snapshot_id = snapshot_id or live_id(index)
    folder = index / "snapshots" / snapshot_id
    manifest = check(folder)
    if model is not None and manifest.model != model:
        raise ModelMismatch(folder, manifest.model, model)
    return Snapshot(snapshot_id, manifest, _read_files(folder, manifest))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot folder.

    Raises:
        DamagedSnapshot: it can't be read, or was written by another version of Rolecall.
    """
    try:
        data = (folder / "manifest.json").read_bytes()
        written = msgspec.json.decode(data, type=_FormatOnly).format
        if written == FORMAT:
            return msgspec.json.decode(data, type=Manifest)
    except (OSError, ValueError) as error:
        raise DamagedSnapshot(folder, f"manifest.json can't be read ({type(error).__name__})") from error
    raise DamagedSnapshot(folder, f"it is of format {written}, this version reads {FORMAT}")


class _FormatOnly(msgspec.Struct):
    format: int


def _read_files(folder: Path, manifest: Manifest) -> Contents:
    try:
        return read_files(folder, model=manifest.model, fingerprint=manifest.fingerprint, recipe=manifest.recipe)
    except (OSError, RuntimeError, ValueError) as error:  # msgspec's are ValueErrors, FAISS's RuntimeErrors
        raise DamagedSnapshot(folder, f"its files can't be read ({type(error).__name__})") from error


def _move(work: Path, target: Path) -> None:
    """Put a finished snapshot in its place, unless it is there already; a damaged one is replaced."""
    try:
        work.rename(target)
    except OSError as error:  # looked at only now: what another build moves there meanwhile must not be removed
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
            raise
        if not _is_whole(target):
            shutil.rmtree(target)
            work.rename(target)


def check(folder: Path) -> Manifest:
    """The manifest of a snapshot folder whose every file is as it was written.

    Raises:
        DamagedSnapshot: naming the file that is not.
    """
    manifest = read_manifest(folder)
    if manifest.id != folder.name:
        raise DamagedSnapshot(folder, "manifest.json was changed")
    found = _checksums([folder / name for name in manifest.files])
    for (name, checksum), now in zip(manifest.files.items(), found, strict=True):
        if now != checksum:
            raise DamagedSnapshot(folder, f"{name} was changed or is missing")
    return manifest


def _is_whole(folder: Path) -> bool:
    try:
        check(folder)
    except DamagedSnapshot:
        return False
    return True


def _checksums(files: Sequence[Path]) -> list[str]:
    """SHA-256 of each, "" where it can't be read. Two at once: of a large snapshot this is what takes longest."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_checksum, files))


def _checksum(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
