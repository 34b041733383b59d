"""Holds the record against its chain: finds what was changed, removed, slipped in or put in another order.

One pass over the entries in their order. Beside it run, in the same order, what the entries commit to (identities and
texts) and what was read out of them into tables of their own (messages, citations, facets): each entry takes the next
row of each. So a record of any size is verified in the memory of a small one.

What is compared with what:

- each entry with its hash, which covers the hash before it; the last entry with the head that is kept apart, and with
  heads that were noted outside (`rolecall record head`), without which the end of the chain could be cut off unseen;
- each identity and text with its commitment; one that is gone with the entry that says it was erased;
- receipt, outcome, numbers, versions, passages, feedback and verdict of each message with what the entries say;
- each passage with its id, and what the list is filtered by with what the answers cite.

The index of words on SQLite is not covered: it can hide a message from a search for words, and from nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.record import tables
from bot.record.chain import START, Head, entry_hash, read_head
from bot.record.database import Database
from bot.record.rows import Row, stream
from bot.record.verifying.cases import Cases
from bot.record.verifying.cited import Cited
from bot.record.verifying.committed import Committed
from bot.record.verifying.findings import Findings, Problem
from bot.record.verifying.messages import Messages

EVERY = 20_000  # entries between two calls of `on_progress`
Progress = Callable[[int, int], None]  # done, of


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. Problems in the chain come first, for they put in doubt what the rest is held against."""

    entries: int
    head: Head
    seconds: float
    problems: tuple[Problem, ...]

    @property
    def first_bad(self) -> Problem | None:
        return self.problems[0] if self.problems else None


def verify(
    database: Database, anchors: Mapping[int, bytes] | None = None, on_progress: Progress | None = None
) -> Verified:
    """Verify the whole record.

    Args:
        anchors: heads noted outside, seq -> hash.
        on_progress: told entries done, and of how many.
    """
    with database.read() as connection:
        return verify_on(connection, anchors, on_progress)


def verify_on(
    connection: Connection, anchors: Mapping[int, bytes] | None = None, on_progress: Progress | None = None
) -> Verified:
    """Verify what one connection sees; it must see the same throughout."""
    began = time.perf_counter()
    head, findings = read_head(connection), Findings()
    entries = _walk(connection, head, dict(anchors or {}), findings, on_progress)
    return Verified(entries, head, time.perf_counter() - began, findings.told())


def _walk(
    connection: Connection, head: Head, anchors: dict[int, bytes], findings: Findings, on_progress: Progress | None
) -> int:
    """Along the chain, and through all tables beside it; how many entries there are."""
    committed = Committed(connection, head.seq, findings)
    cited = Cited(connection, head.seq, findings)
    messages = Messages(connection, head, cited, findings)
    cases = Cases(connection, head.seq, findings)
    before, last, done = START, 0, 0
    for entry in stream(connection, select(*tables.entries.c).order_by(tables.entries.c.seq)):
        seq, at, kind, message, body, identity, said, digest = entry
        if seq != last + 1:
            missing = f"entry {last + 1} is" if seq == last + 2 else f"entries {last + 1} to {seq - 1} are"
            findings.add(last + 1, f"{missing} missing", True)
        elif not _is_whole(before, entry):
            findings.add(seq, "was changed, or what stands before it was", True)
        if seq in anchors and anchors.pop(seq) != digest:
            findings.add(seq, "is not the entry whose hash was noted", True)
        try:
            place = committed.take(seq, message, identity, said)
            if kind in messages.takes:
                messages.takes[kind](seq, at, message, body, place)
            elif kind in cases.kinds:
                cases.take(seq, message, kind)
        except (AttributeError, TypeError, ValueError) as problem:  # whatever somebody may have put there
            findings.add(seq, f"what belongs to it can't be read: {problem}")
        before, last, done = digest, seq, done + 1
        if on_progress is not None and done % EVERY == 0:
            on_progress(done, head.seq)
    _end(head, last, before, anchors, findings)
    for rows in (committed, messages, cited, cases):
        rows.finish()
    return done


def _is_whole(before: bytes, entry: Row) -> bool:
    seq, at, kind, message, body, identity, said, digest = entry
    try:
        return bool(entry_hash(before, seq, at, kind, message, body, identity, said) == digest)
    except (AttributeError, TypeError, ValueError):  # SQLite holds whatever somebody may have put there
        return False


def _end(head: Head, last: int, digest: bytes, anchors: Mapping[int, bytes], findings: Findings) -> None:
    """The last entry is the one that the head says, and none is missing that was noted."""
    if last < head.seq:
        findings.add(last + 1, f"entries {last + 1} to {head.seq} are missing at the end", True)
    elif (last, digest) != (head.seq, head.hash):
        findings.add(last, f"is not the entry that the head says is the last, {head}", True)
    for seq in anchors:
        findings.add(last + 1, f"entry {seq} is missing, whose hash was noted", True)
