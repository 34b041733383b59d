"""What a source holds, and which of it is mirrored."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.errors import SourceFailed
from bot.sources.source import Source
from knowledge.folder import SIDECARS, furniture, unread_ending
from knowledge.opening import size
from knowledge.readers.limits import Limits

_NAME_BYTES = 255  # that Linux takes in one name
_PATH_BYTES = 2_000  # well below what Linux takes in all, so that there is room for the mirror's own place


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a source."""

    name: str  # below the source, with "/"
    version: str  # another one for other content; "" where the source doesn't tell
    size: int  # bytes
    where: str  # by which the remote finds it: a path, the id of a blob


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything in a source at one revision."""

    revision: str  # a commit id, or a hash of the names and versions of all files
    changed_at: str  # when it changed last: UTC, ISO 8601, seconds; "" where the source doesn't tell
    files: tuple[RemoteFile, ...]  # sorted by name
    skipped: tuple[tuple[str, str], ...] = ()  # (name, why): what can't be mirrored, as the remote sees at once


class Remote(Protocol):
    """A source that is being read."""

    def listing(self, known: str) -> Listing | None:
        """What it holds now; None where it is still at the revision `known`. Raises whatever its library raises."""

    def fetch(self, files: Sequence[RemoteFile], into: Path) -> None:
        """Write files of the last listing at their names below a folder. Raises whatever its library raises."""

    def close(self) -> None:
        """Put away what reading it took."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that are mirrored, and why the others are not."""

    files: tuple[RemoteFile, ...]
    skipped: tuple[tuple[str, str], ...]  # (name, why), sorted


def choose(listing: Listing, source: Source, limits: Limits) -> Chosen:
    """Sort out what can be a document, or describe one.

    Raises:
        SourceFailed: it is too much in all, or a description can't be had though it may restrict who sees what.
    """
    skipped = dict(listing.skipped)
    chosen: dict[str, RemoteFile] = {}
    folders = {folder for each in listing.files for folder in _folders_of(each.name)}
    for file in listing.files:
        folded = unicodedata.normalize("NFC", file.name).casefold()
        if why := _why_not(file, source, limits):
            skipped[file.name] = why
        elif file.name in folders:
            skipped[file.name] = "also the name of a folder"
        elif folded in chosen:  # on some file systems one would take the place of the other
            skipped[file.name] = f"name differs from {chosen[folded].name} only in capital letters or accents"
        else:
            chosen[folded] = file
    files = tuple(_with_their_sidecars(chosen.values(), skipped))
    if len(files) > limits.files:
        raise SourceFailed(
            f"it holds more than {limits.files:,} files: name a folder of it, or `include` fewer endings"
        )
    if sum(file.size for file in files) > limits.source_bytes:
        raise SourceFailed(f"its documents are larger than {size(limits.source_bytes)} in all (`limits: source_bytes`)")
    return Chosen(files, tuple(sorted(skipped.items())))


def _folders_of(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _why_not(file: RemoteFile, source: Source, limits: Limits) -> str:
    """Why a file is not mirrored, by its name and size; "" where it is."""
    parts = file.name.split("/")
    encoded = [os.fsencode(part) for part in parts]
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        return "name that can't be a file's"
    if any(len(part) > _NAME_BYTES for part in encoded) or sum(map(len, encoded)) > _PATH_BYTES:
        return "name too long"
    if len(parts) - 1 > limits.depth:
        return f"folders nested more than {limits.depth} deep"
    for place, part in enumerate(encoded, start=1):
        if why := furniture(part, is_folder=place < len(encoded)):
            return why
    ending = os.path.splitext(encoded[-1])[1].lower()  # noqa: PTH122  names are bytes
    if ending not in SIDECARS:
        if why := unread_ending(ending):
            return why
        if source.include and os.fsdecode(ending) not in source.include:
            return "its ending is not among those to `include`"
    return f"larger than {size(limits.binary_bytes)}" if file.size > limits.binary_bytes else ""


def _with_their_sidecars(files: Iterable[RemoteFile], skipped: dict[str, str]) -> Iterator[RemoteFile]:
    """Leave out documents whose NAME.yaml is not mirrored: it may say who must not see them."""
    lost = {}
    for name, why in skipped.items():
        stem, ending = os.path.splitext(name)  # noqa: PTH122  of a name that may be anything
        if os.fsencode(ending).lower() in SIDECARS:
            lost[stem] = f"{name} beside it: {why}"
    for file in files:
        stem, ending = os.path.splitext(file.name)  # noqa: PTH122
        if stem in lost and os.fsencode(ending).lower() not in SIDECARS:
            skipped[file.name] = lost[stem]
        else:
            yield file
