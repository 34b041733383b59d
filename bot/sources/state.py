"""What a mirror holds, in two small files beside it: its state, and what is about to become of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from index.durable import replace_file

STATE = "state.json"
PENDING = "pending.json"
_T = TypeVar("_T", bound=msgspec.Struct)


class Mirrored(msgspec.Struct, frozen=True):
    """One file of the mirror as it was written: another size or time, and it is fetched again."""

    version: str  # as RemoteFile has it
    size: int  # bytes
    mtime_ns: int


class State(msgspec.Struct, frozen=True):
    """What the mirror holds, and when it was last compared with its source. Times as `now` writes them, or ""."""

    place: str = ""  # hash of where it was read from: another place shares nothing with it
    limits: str = ""  # hash of those by which its files were chosen
    revision: str = ""  # as Listing has it
    changed_at: str = ""  # likewise
    read_at: str = ""  # when the source was last found to be at that revision
    files: dict[str, Mirrored] = {}
    skipped: tuple[tuple[str, str], ...] = ()  # (name below the source, why)
    failing_since: str = ""  # when it first could not be read since then
    why: str = ""  # why, the last time


class Pending(msgspec.Struct, frozen=True):
    """A change of the mirror that is decided: whoever finds it carries it out."""

    state: State
    moved: tuple[str, ...] = ()  # names of files that come in
    removed: tuple[str, ...] = ()


def now() -> str:
    """UTC, ISO 8601, seconds: "2026-03-01T09:30:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_state(folder: Path) -> State:
    """The state of the mirror in that folder; an empty one where there is none that can be understood."""
    return _read(folder / STATE, State) or State()


def write_state(folder: Path, state: State) -> None:
    replace_file(folder / STATE, msgspec.json.encode(state))


def read_pending(folder: Path) -> Pending | None:
    return _read(folder / PENDING, Pending)


def write_pending(folder: Path, pending: Pending) -> None:
    replace_file(folder / PENDING, msgspec.json.encode(pending))


def _read(file: Path, type: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=type)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
