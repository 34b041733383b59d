"""Which snapshot answers, and which documents were taken out of it: one small file, replaced in one atomic switch.

Publishing, going back and withdrawing a document are each one new version of it, so nobody ever sees half of one. A
second file holds the same, for the day on which the first one can't be read.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from index.durable import replace_file
from index.errors import DamagedSnapshot, NoSnapshot

FILE = "current"
COPY = "current.copy"  # the same; where a process ended between the two, the state before
_ID = re.compile(r"[0-9a-f]{12}")
How = Literal["published", "rolled_back"]


class Publication(msgspec.Struct, frozen=True, omit_defaults=True):
    """A snapshot that went live."""

    snapshot: str  # id
    at: str  # UTC, ISO 8601, seconds: "2026-03-01T09:30:00Z"
    by: str = ""  # whoever decided it
    how: How = "published"


class Withdrawal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document that was taken out of all answers at once, whichever snapshot is live."""

    document: str  # path below the documents folder
    digest: str  # of the version that was withdrawn: publishing another one ends the withdrawal
    reason: str
    at: str  # as in Publication
    by: str = ""
    ended_by: str = ""  # id of the snapshot that brought another version, or none; "" while it holds everywhere


class Live(msgspec.Struct, frozen=True, omit_defaults=True):
    """What answers now, and what did before."""

    publications: tuple[Publication, ...]  # newest first; the first is live
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def snapshot(self) -> str:
        """Id of the live snapshot."""
        return self.publications[0].snapshot

    @property
    def withdrawn(self) -> frozenset[str]:
        """Paths of the documents that must not answer."""
        return self.withdrawn_in(self.snapshot)

    @property
    def earlier(self) -> tuple[str, ...]:
        """Ids of what can be gone back to, the best first: what was live before, without what was gone back from."""
        stack: list[str] = []
        for each in reversed(self.publications):
            if each.how == "rolled_back" and each.snapshot in stack:
                del stack[stack.index(each.snapshot) + 1 :]
            else:
                stack.append(each.snapshot)
        return tuple(dict.fromkeys(id_ for id_ in reversed(stack) if id_ != self.snapshot))

    def withdrawn_in(self, snapshot: str) -> frozenset[str]:
        """Paths of the documents of that snapshot that must not answer.

        A withdrawal that a newer version has ended holds on in what was published before that version.
        """
        published = [each.snapshot for each in self.publications if each.how == "published"]
        newer = published[: published.index(snapshot)] if snapshot in published else []
        return frozenset(each.document for each in self.withdrawals if not each.ended_by or each.ended_by in newer)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is live, and what was wrong with the file that says so; "" where nothing was."""

    live: Live
    problem: str = ""


class _Stored(msgspec.Struct, frozen=True):
    live: Live
    checksum: str  # SHA-256 of `live` as JSON without white space, hexadecimal


def see(index: Path) -> Seen:
    """What is live in that folder; from the copy where the file itself can't be understood.

    Raises:
        NoSnapshot: nothing has been published there.
        DamagedSnapshot: neither file can be understood.
    """
    live, problem = _read(index / FILE)
    if live is not None:
        return Seen(live)
    copy, _ = _read(index / COPY)
    if copy is not None:
        return Seen(copy, f"the file {index / FILE} {problem}; its copy {COPY} is used")
    if problem == _MISSING:
        raise NoSnapshot(index)
    raise DamagedSnapshot(index, f"the file `{FILE}` {problem}, nor is there a copy of it that says what is live")


def read_live(index: Path) -> Live:
    """What is live in that folder. Raises what `see` raises."""
    return see(index).live


def live_id(index: Path) -> str:
    """Id of the live snapshot. Raises what `see` raises."""
    return read_live(index).snapshot


def publish(
    index: Path, snapshot_id: str, by: str = "", how: How = "published", versions: Mapping[str, str] | None = None
) -> Live:
    """Make that snapshot the live one, in one atomic switch. Where it is live already, nothing happens.

    Args:
        versions: its documents, path -> digest, so that a newer version ends a withdrawal; without them all hold on.
    """
    return change_live(index, lambda live: published(live, snapshot_id, by, how, versions))


def published(
    live: Live | None, snapshot_id: str, by: str, how: How = "published", versions: Mapping[str, str] | None = None
) -> Live:
    """What is live once that snapshot is; for `change_live`."""
    if live is not None and live.snapshot == snapshot_id:
        return live
    publication = Publication(snapshot_id, utc_now(), by, how)
    if live is None:
        return Live((publication,))
    withdrawals = live.withdrawals
    if how == "rolled_back":  # what was withdrawn does not come back with what is old
        again = live.withdrawn_in(snapshot_id)
        withdrawals = tuple(
            msgspec.structs.replace(each, ended_by="") if each.document in again else each for each in withdrawals
        )
    elif versions is not None:
        withdrawals = tuple(_after(each, snapshot_id, versions.get(each.document)) for each in withdrawals)
    return Live((publication, *live.publications), withdrawals)


def change_live(index: Path, change: Callable[[Live | None], Live]) -> Live:
    """Replace what is live by what `change` makes of it (None: nothing is live yet), nobody else changing meanwhile."""
    with locked(index):
        try:
            seen: Seen | None = see(index)
        except (NoSnapshot, DamagedSnapshot):
            seen = None
        before = seen.live if seen is not None else None
        after = change(before)
        if after != before or (seen is not None and seen.problem):
            _replace(index, after)
        return after


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Nobody else changes what is live; others wait. Given back however the process ends."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def utc_now() -> str:
    """As in Publication."""
    return written_time(datetime.now(UTC))


def written_time(moment: datetime) -> str:
    """A moment in UTC as in Publication."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _after(withdrawal: Withdrawal, snapshot_id: str, digest: str | None) -> Withdrawal:
    """A withdrawal once a snapshot was published that holds that version of its document; None: it holds none."""
    if digest == withdrawal.digest:  # the withdrawn version has come back
        return msgspec.structs.replace(withdrawal, ended_by="")
    return withdrawal if withdrawal.ended_by else msgspec.structs.replace(withdrawal, ended_by=snapshot_id)


def _replace(index: Path, live: Live) -> None:
    written = msgspec.json.format(msgspec.json.encode(_Stored(live, _checksum(live))), indent=1)
    replace_file(index / FILE, written)
    replace_file(index / COPY, written)


_MISSING = "is missing"


def _read(file: Path) -> tuple[Live | None, str]:
    """What the file says, or None and what is wrong with it."""
    try:
        stored = msgspec.json.decode(file.read_bytes(), type=_Stored)
    except OSError:
        return None, _MISSING
    except msgspec.DecodeError:
        return None, "can't be understood"
    live = stored.live
    if stored.checksum != _checksum(live):
        return None, "does not match its checksum"
    if not live.publications or not all(_ID.fullmatch(each.snapshot) for each in live.publications):
        return None, "names no snapshot"
    return live, ""


def _checksum(live: Live) -> str:
    return hashlib.sha256(msgspec.json.encode(live)).hexdigest()
