"""The documents folder: which files are documents, and why the others are not.

Nothing is opened while walking. Names are bytes; a link is followed once and only to a regular file inside the folder
(in a folder mounted from a Kubernetes ConfigMap each file is such a link); a pipe, a device, a link to a folder or a
second name of a file is skipped and said.
"""

# Names are bytes, which pathlib does not take.
# ruff: noqa: PTH118, PTH119, PTH122
from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge.errors import RolecallError, Unreadable
from knowledge.opening import link_target, size, why_not
from knowledge.readers.limits import Limits

FORMATS = {
    b".md": "markdown",
    b".markdown": "markdown",
    b".txt": "text",
    b".text": "text",
    b".html": "html",
    b".htm": "html",
    b".xhtml": "html",
    b".docx": "docx",
    b".docm": "docx",
    b".pdf": "pdf",
    b".png": "scan",
    b".jpg": "scan",
    b".jpeg": "scan",
    b".tif": "scan",
    b".tiff": "scan",
    b"": "unknown",  # the content decides
}
SIDECARS = (b".yaml", b".yml")
APPROVED = "approved"  # format of a file of approved answers: `answers.yaml`, `leave.answers.yaml`
SYSTEM_NAMES = (b"__MACOSX", b"Thumbs.db", b"thumbs.db", b"desktop.ini")
ADVICE = {
    b".doc": "old Word format (.doc): save it as .docx",
    b".rtf": "RTF is not read: save it as .docx",
    b".odt": "OpenDocument is not read: save it as .docx",
    b".pages": "Pages is not read: export it as .docx",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not read. A skipped folder stands for all in it."""

    path: str
    reason: str


class Stamp(NamedTuple):
    """By what a file is recognised without opening it."""

    size: int  # bytes
    modified: int  # nanoseconds since 1970, by the clock of the file system
    changed: int  # the same of the last change to the file or to what is noted of it; no program can set it
    inode: int
    device: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be read."""

    path: str  # below the folder, with "/"; bytes that are not UTF-8 as \\xff
    name: bytes  # the same as the system has it
    format: str  # as its ending says; "unknown" without one; APPROVED for a file that is no document
    stamp: Stamp | None = None  # None where it was not walked
    sidecar: bytes = b""  # the NAME.yaml beside it, below the folder
    sidecar_stamp: Stamp | None = None  # None also where it can't be looked at
    place: str = ""  # prefix of the Place that it is in; "" in the documents folder

    @property
    def file(self) -> tuple[int, int] | None:
        """Device and inode: what was walked is what will be opened."""
        return None if self.stamp is None else (self.stamp.device, self.stamp.inode)


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in the folder, its links not yet followed."""

    name: bytes
    status: os.stat_result


def path_of(name: bytes) -> str:
    """A name as text that every store can hold: b"bad\\xff.md" -> r"bad\\xff.md"."""
    return name.decode("utf-8", "backslashreplace")


def shown(path: str, most: int = 80) -> str:
    """A path for logs and reports: no line break, escape sequence or direction mark, at most `most` characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path)
    return safe if len(safe) <= most else f"{safe[: most - 1]}…"


def walk_folder(root: Path, limits: Limits) -> list[Entry | Skipped]:
    """Every document below `root` and every skip, sorted by name: same files, same order.

    Raises:
        RolecallError: `root` is not a folder that can be opened.
    """
    top = os.path.realpath(os.fsencode(root))
    if not Path(os.fsdecode(top)).is_dir():
        raise RolecallError(f"{root} is not a folder: set `documents` to the folder that holds the documents.")
    found: list[_Found] = []
    skipped: list[Skipped] = []
    _scan(top, found, skipped, limits)
    found.sort(key=lambda each: each.name)
    names = {each.name: each.status for each in found}
    entries: dict[tuple[int, int] | None, Entry] = {}
    paths: set[str] = set()
    # Links come last, so that a file goes by its own name wherever it has one in the folder.
    for each in sorted(found, key=lambda each: stat.S_ISLNK(each.status.st_mode)):
        if _is_sidecar(each.name, names):
            continue
        try:
            entry = _entry(top, each, names, limits)
            if entry.file in entries:
                raise Unreadable(f"second name of {shown(entries[entry.file].path)}")
            if len(entries) >= limits.files:
                raise Unreadable(f"more than {limits.files:,} files")
            if entry.path in paths:
                raise Unreadable("name reads the same as another file's")
        except Unreadable as exc:
            skipped.append(Skipped(path_of(each.name), exc.reason))
            continue
        entries[entry.file] = entry
        paths.add(entry.path)
    both: list[Entry | Skipped] = [*entries.values(), *skipped]
    return sorted(both, key=lambda each: each.path)


def unread_ending(ending: bytes) -> str:
    """Why files with that ending (in small letters) are no documents; "" where they are."""
    return "" if ending in FORMATS else ADVICE.get(ending, f"files ending in {shown(path_of(ending), 20)} are not read")


def byte_limit(format: str, limits: Limits) -> int:
    """How large a file of that format may be."""
    if format == APPROVED:
        return limits.approved_bytes
    return limits.text_bytes if format in ("markdown", "text", "html") else limits.binary_bytes


def _scan(top: bytes, found: list[_Found], skipped: list[Skipped], limits: Limits) -> None:
    """Collect the names below `top`, folder by folder, entering no link and no hidden folder."""
    folders: list[tuple[bytes, int]] = [(b"", 0)]
    while folders:
        folder, depth = folders.pop()
        try:
            with os.scandir(os.path.join(top, folder)) as scan:
                listed = sorted(scan, key=lambda each: each.name)
        except OSError as exc:
            skipped.append(Skipped(path_of(folder) or ".", why_not(exc)))
            continue
        for each in listed:
            name = os.path.join(folder, each.name)
            try:
                status = each.stat(follow_symlinks=False)
            except OSError as exc:
                skipped.append(Skipped(path_of(name), why_not(exc)))
                continue
            is_folder = stat.S_ISDIR(status.st_mode)
            if reason := furniture(each.name, is_folder):
                skipped.append(Skipped(path_of(name), reason))
            elif not is_folder:
                found.append(_Found(name, status))
            elif not status.st_mode & 0o444:  # root could enter, but nobody is meant to
                skipped.append(Skipped(path_of(name), "no permission to open the folder"))
            elif os.path.splitext(each.name)[1].lower() in set(FORMATS) - {b""}:
                skipped.append(Skipped(path_of(name), "a folder named like a document"))
            elif depth >= limits.depth:
                skipped.append(Skipped(path_of(name), f"folders nested more than {limits.depth} deep"))
            else:
                folders.append((name, depth + 1))
        if len(found) > 2 * limits.files:
            reason = f"more than {2 * limits.files:,} names: the rest is not read"
            skipped.append(Skipped(path_of(folder) or ".", reason))
            return


def furniture(name: bytes, is_folder: bool) -> str:
    """Why a file or folder of that name (not path) is no document, wherever it stands; "" where it may be one."""
    if name.startswith(b"~$"):
        return "lock file of an open document"
    if name in SYSTEM_NAMES or name.startswith(b"._") or name == b".DS_Store":
        return "system file"
    if name.startswith(b"."):
        return "hidden folder" if is_folder else "hidden file"
    if not is_folder and (name.endswith((b"~", b".swp", b".bak", b".tmp"))):
        return "backup of an editor"
    return ""


def _is_sidecar(name: bytes, names: Container[bytes]) -> bool:
    """Whether a NAME.yaml stands beside a document NAME.ext: then it describes it and is no document itself."""
    stem, ending = os.path.splitext(name)
    return ending.lower() in SIDECARS and any(stem + each in names for each in _endings(stem, names))


def holds_approved_answers(name: bytes, names: Container[bytes]) -> bool:
    """Whether a file is named as one of approved answers. Beside a document of that name it is its sidecar instead."""
    stem, ending = os.path.splitext(os.path.basename(name).lower())
    is_named_so = ending in SIDECARS and (stem == b"answers" or stem.endswith(b".answers"))
    return is_named_so and not _is_sidecar(name, names)


def _endings(stem: bytes, names: Container[bytes]) -> Iterator[bytes]:
    for ending in FORMATS:
        for each in (ending, ending.upper()):
            if stem + each in names:
                yield each


def _entry(top: bytes, found: _Found, names: Mapping[bytes, os.stat_result], limits: Limits) -> Entry:
    """What `found` is as a document, or Unreadable with the reason why it is none."""
    status = found.status
    if stat.S_ISLNK(status.st_mode):
        status = link_target(top, os.path.join(top, found.name))
    if not stat.S_ISREG(status.st_mode):
        kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISBLK, "a device"))
        kind = next((kind for test, kind in kinds if test(status.st_mode)), "a device")
        raise Unreadable(f"not a regular file: {kind}")
    stem, ending = os.path.splitext(found.name)
    ending = ending.lower()
    format = APPROVED if holds_approved_answers(found.name, names) else FORMATS.get(ending)
    if format is None:
        raise Unreadable(unread_ending(ending))
    if not status.st_mode & 0o444:  # root could read it, but nobody is meant to
        raise Unreadable("no permission to read it")
    if not status.st_size:
        raise Unreadable("empty file")
    limit = byte_limit(format, limits)
    if status.st_size > limit:
        raise Unreadable(f"larger than {size(limit)}")
    sidecar = next((stem + each for each in SIDECARS if stem + each in names), b"")
    beside = _sidecar_stamp(top, sidecar, names[sidecar]) if sidecar else None
    return Entry(path_of(found.name), found.name, format, _stamp(status), sidecar, beside)


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)


def _sidecar_stamp(top: bytes, name: bytes, status: os.stat_result) -> Stamp | None:
    if not stat.S_ISLNK(status.st_mode):
        return _stamp(status)
    try:
        return _stamp(link_target(top, os.path.join(top, name)))
    except Unreadable:  # opening it will say why
        return None
