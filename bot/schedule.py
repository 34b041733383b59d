"""What is done with the record again and again: its head noted outside, and what is old erased.

`rolecall serve` looks every minute whether something is due; `rolecall record maintain` does what is due and ends, for
cron. When something was done last stands in the record, not in a process: so a restart repeats nothing, and of several
replicas one does it.

Nothing is done twice, whenever a process dies. Erasing what is old finds nothing the second time. Noting a head is
stored as an intent first, in one step with finding that it is due; then the line is written. Whoever finds the intent
and no line writes it, and nobody else does: the file is looked at under a lock.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.record import tables
from bot.record.chain import Head, canonical, read_head
from bot.record.database import Database
from bot.record.erasure import expire
from bot.record.heads import read_heads
from bot.record.times import seconds
from knowledge.errors import RolecallError

EVERY_SECONDS = 60.0  # between two looks whether something is due
HEAD = "head_noted"  # kind of the entry that a head is about to be noted
EXPIRY = "expiry_done"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done again and again. `run` does it if it is due, and says what was done; "" for nothing."""

    name: str
    run: Callable[[], str]


def head_job(database: Database, file: Path, every_hours: float) -> Job:
    """Notes the head of the chain in a file, which belongs where whoever could change the record can't get at it."""

    def run() -> str:
        with database.append() as appender:
            intent = last_done(appender.connection, HEAD)
            # Whoever stored the last intent may have died over it. While the chain is locked, nobody stores another.
            is_late = intent is not None and _note(file, _head_of(intent))
            if intent is None or intent.at + seconds(3600 * every_hours) <= appender.now:
                head = read_head(appender.connection)
                appender.append(HEAD, {"seq": head.seq, "hash": head.hash.hex()})
            else:
                head = _head_of(intent)
        return f"head {head.seq:,} noted in {file}" if _note(file, head) or is_late else ""

    return Job("head", run)


def expiry_job(database: Database, identity_days: float | None, text_days: float | None, every_hours: float) -> Job:
    """Erases what is older than the two clocks allow."""

    def run() -> str:
        with database.append() as appender:
            done = last_done(appender.connection, EXPIRY)
            if done is not None and done.at + seconds(3600 * every_hours) > appender.now:
                return ""
        gone = expire(database, identity_days, text_days)
        with database.append() as appender:  # last: who dies before it erases again, and finds nothing
            appender.append(EXPIRY, {"identities": gone.identities, "texts": gone.texts})
        return f"expired {gone.identities:,} identities and {gone.texts:,} texts"

    return Job("expiry", run)


def run_due(jobs: Sequence[Job]) -> Iterator[str]:
    """Do what is due, each by itself; what was done, or why it could not be."""
    for job in jobs:
        try:
            done = job.run()
        except (RolecallError, OSError) as problem:
            log.error("%s could not be done: %s", job.name, problem)
            yield f"{job.name} could not be done: {problem}"
        else:
            if done:
                log.info("%s", done)
                yield done


async def keep_running(jobs: Sequence[Job], every_seconds: float = EVERY_SECONDS) -> None:
    """Do what is due, now and from time to time, until it is cancelled. What is being done then is done to its end."""
    while True:
        try:
            await asyncio.shield(asyncio.to_thread(lambda: list(run_due(jobs))))
        except Exception:  # nobody waits for this: it must go on tomorrow as well
            log.exception("what was due broke")
        await asyncio.sleep(every_seconds)


def last_done(connection: Connection, kind: str, workspace: str = "") -> Any:
    """When it was done last, in that workspace where it is done in several; None where it never was."""
    entries = tables.entries
    about_none = (entries.c.kind == kind) & entries.c.message.is_(None)
    found = select(entries.c.seq, entries.c.at, entries.c.body).where(about_none)
    if workspace:
        found = found.where(entries.c.body.contains(canonical({"workspace": workspace})[1:-1], autoescape=True))
    return connection.execute(found.order_by(entries.c.seq.desc()).limit(1)).one_or_none()


def _head_of(intent: Any) -> Head:
    body = json.loads(intent.body)
    return Head(body["seq"], intent.at, bytes.fromhex(body["hash"]))


def _note(file: Path, head: Head) -> bool:
    """Whether it was written now; False where it is there already."""
    if not head.seq:  # nothing has been written yet
        return False
    with file.open("a+", encoding="ascii") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)  # given back when it is closed, however the process ends
        _cut_torn_line(file, opened.fileno())
        if head.seq in read_heads(file):
            return False
        opened.write(f"{head}\n")
        opened.flush()
        os.fsync(opened.fileno())
        return True


def _cut_torn_line(file: Path, descriptor: int) -> None:
    """A line without an end is what a power cut left of one."""
    written = file.read_bytes()
    whole = written.rfind(b"\n") + 1
    if whole < len(written):
        os.ftruncate(descriptor, whole)
