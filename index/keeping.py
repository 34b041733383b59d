"""Which snapshots are kept, and clearing away those that nothing needs any more."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from index import snapshot
from index.building import nobody_building
from index.candidate import FILE as CANDIDATE
from index.candidate import read_candidate
from index.durable import sync
from index.errors import DamagedSnapshot, NoSnapshot, UnknownSnapshot
from index.live import COPY, FILE, Live, Publication, change_live, locked, read_live
from index.snapshot import UNFINISHED, Manifest

_ID = re.compile(r"[0-9a-f]{12}")
_GOING = ".going-"  # a folder on its way out: whoever is killed while it goes leaves nothing that looks like a snapshot


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder below snapshots/, and what it is to us."""

    name: str  # id, or whatever a foreign folder is called
    is_live: bool
    is_candidate: bool
    published: Publication | None  # the last time it went live
    built: datetime  # UTC
    manifest: Manifest | None  # None where it can't be read
    problem: str = ""  # what is damaged or foreign; "" where nothing is


def kept(index: Path, *, check: bool = True) -> list[Kept]:
    """All that lies below snapshots/: what was live last first, then by age.

    Args:
        check: hold each file against its checksum, which reads all of them.
    """
    live, candidate = _live(index), read_candidate(index)
    publications = live.publications if live is not None else ()
    order = list(dict.fromkeys(each.snapshot for each in publications))
    found = []
    for folder in _folders(index):
        manifest, problem = _examine(folder, check)
        found.append(
            Kept(
                name=folder.name,
                is_live=live is not None and folder.name == live.snapshot,
                is_candidate=candidate is not None and folder.name == candidate.snapshot,
                published=next((each for each in publications if each.snapshot == folder.name), None),
                built=datetime.fromtimestamp(folder.stat().st_mtime, UTC),
                manifest=manifest,
                problem=problem,
            )
        )
    places = {name: place for place, name in enumerate(order)}
    return sorted(found, key=lambda each: (places.get(each.name, len(places)), -each.built.timestamp(), each.name))


def expendable(index: Path, keep: int) -> tuple[str, ...]:
    """Ids of the snapshots that may go: published ones beyond the newest `keep`, and those that nothing names.

    Never what is live, what would be gone back to or fallen back on, or the candidate; nor a folder that is not ours.
    """
    live, candidate = _live(index), read_candidate(index)
    if live is None:
        return ()
    order = list(dict.fromkeys(each.snapshot for each in live.publications))
    stays = {live.snapshot, *order[:keep], *live.earlier[:1], *([candidate.snapshot] if candidate else [])}
    return tuple(folder.name for folder in _folders(index) if _ID.fullmatch(folder.name) and folder.name not in stays)


def clear_away(index: Path, ids: Collection[str], keep: int) -> tuple[str, ...]:
    """Take snapshots away that are still expendable; which ones went. While somebody builds, none does.

    What killed processes have left half written goes as well, and what is killed here is finished by the next call.
    """
    with nobody_building(index) as is_quiet:
        if not is_quiet:
            return ()
        _clear_abandoned(index)
        gone = _take_out(index, ids, keep) if ids else ()
        _clear_abandoned(index)
    return gone


def find_snapshot(index: Path, named: str) -> str:
    """The id of the kept snapshot whose id begins so.

    Raises:
        UnknownSnapshot: none does, or several do.
    """
    known = [each.name for each in _folders(index) if _ID.fullmatch(each.name)]
    found = [name for name in known if name.startswith(named)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownSnapshot(f"Several snapshots begin with {named!r}: {', '.join(found)}. Write more of the id.")
    raise UnknownSnapshot(f"No snapshot {named!r} is kept. These are: {', '.join(known)}.")


def _take_out(index: Path, ids: Collection[str], keep: int) -> tuple[str, ...]:
    """Rename those that are still expendable, so that they look like snapshots no more; which ones.

    What is live is changed first: so it never names what has gone. In between nobody can go back to them, for they are
    no longer named, nor propose one of them, for nobody builds.
    """
    gone: list[str] = []

    def change(live: Live | None) -> Live:
        if live is None:
            raise NoSnapshot(index)
        gone.extend(each for each in expendable(index, keep) if each in ids)
        return _without(live, gone)

    change_live(index, change)
    for name in gone:
        (index / "snapshots" / name).rename(index / "snapshots" / f"{_GOING}{name}")
    sync(index / "snapshots")
    return tuple(gone)


def _clear_abandoned(index: Path) -> None:
    """What is on its way out, and what was left half written by processes that were killed."""
    with locked(index):
        for name in (FILE, COPY, CANDIDATE):
            for left in index.glob(f".{name}-*"):
                left.unlink(missing_ok=True)
    snapshots = index / "snapshots"
    for left in [*snapshots.glob(f"{_GOING}*"), *snapshots.glob(f"{UNFINISHED}*")]:
        shutil.rmtree(left, ignore_errors=True)


def _without(live: Live, gone: Collection[str]) -> Live:
    """What is live, without the history of what is no longer kept; that history is in the record."""
    publications = tuple(each for each in live.publications if each.snapshot not in gone)
    return msgspec.structs.replace(live, publications=publications)


def _live(index: Path) -> Live | None:
    try:
        return read_live(index)
    except (NoSnapshot, DamagedSnapshot):
        return None


def _folders(index: Path) -> list[Path]:
    snapshots = index / "snapshots"
    if not snapshots.is_dir():
        return []
    return sorted(each for each in snapshots.iterdir() if not each.name.startswith("."))


def _examine(folder: Path, check: bool) -> tuple[Manifest | None, str]:
    if not _ID.fullmatch(folder.name):
        return None, "no snapshot of Rolecall's"
    try:
        manifest = snapshot.read_manifest(folder)
    except DamagedSnapshot as damaged:
        return None, damaged.what
    try:
        return snapshot.check(folder) if check else manifest, ""
    except DamagedSnapshot as damaged:
        return manifest, damaged.what
