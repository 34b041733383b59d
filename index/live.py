"""Which snapshot answers, and which documents were taken out of it: one small file, replaced in one atomic switch.

Publishing, going back and withdrawing a document are each one new version of it, so nobody ever sees half of one.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from index.durable import replace_file
from index.errors import DamagedSnapshot, NoSnapshot

FILE = "current"
_ID = re.compile(r"[0-9a-f]{12}")
How = Literal["published", "rolled_back"]


class Publication(msgspec.Struct, frozen=True):
    """A snapshot that went live."""

    snapshot: str  # id
    at: str  # UTC, ISO 8601, seconds: "2026-03-01T09:30:00Z"
    by: str = ""  # whoever decided it
    how: How = "published"


class Withdrawal(msgspec.Struct, frozen=True):
    """A document that was taken out of all answers at once, whichever snapshot is live."""

    document: str  # path below the documents folder
    digest: str  # of the version that was withdrawn: publishing another one ends the withdrawal
    reason: str
    at: str  # as in Publication
    by: str = ""


class Live(msgspec.Struct, frozen=True):
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
        return frozenset(each.document for each in self.withdrawals)


def read_live(index: Path) -> Live:
    """What is live in that folder.

    Raises:
        NoSnapshot: nothing has been published there.
        DamagedSnapshot: the file can't be understood.
    """
    try:
        written = (index / FILE).read_bytes()
    except OSError:
        raise NoSnapshot(index) from None
    try:
        live = msgspec.json.decode(written, type=Live)
    except msgspec.DecodeError:
        live = Live(())
    if not live.publications or not all(_ID.fullmatch(each.snapshot) for each in live.publications):
        raise DamagedSnapshot(index, f"the file `{FILE}` names no snapshot")
    return live


def live_id(index: Path) -> str:
    """Id of the live snapshot. Raises what `read_live` raises."""
    return read_live(index).snapshot


def publish(index: Path, snapshot_id: str, by: str = "", how: How = "published") -> Live:
    """Make that snapshot the live one, in one atomic switch. Where it is live already, nothing happens."""

    def change(live: Live | None) -> Live:
        if live is not None and live.snapshot == snapshot_id:
            return live
        before = live.publications if live else ()
        return Live((Publication(snapshot_id, _now(), by, how), *before), live.withdrawals if live else ())

    return change_live(index, change)


def change_live(index: Path, change: Callable[[Live | None], Live]) -> Live:
    """Replace what is live by what `change` makes of it (None: nothing is live yet), nobody else changing meanwhile."""
    with locked(index):
        try:
            before = read_live(index)
        except (NoSnapshot, DamagedSnapshot):
            before = None
        after = change(before)
        if after != before:
            replace_file(index / FILE, msgspec.json.format(msgspec.json.encode(after), indent=1))
        return after


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Nobody else changes what is live; others wait. Given back however the process ends."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
