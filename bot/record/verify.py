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

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from bot.record import tables
from bot.record.chain import START, Head, entry_hash, read_head
from bot.record.commitments import identity_commitment, text_commitment
from bot.record.database import Database
from bot.record.message import thread_key as _key
from bot.record.passage import COLUMNS, passage_id
from bot.record.ranges import Ranges
from bot.record.rows import Row, stream

MOST_PROBLEMS = 100  # that are told; the first is the one that matters
EVERY = 20_000  # entries between two calls of `on_progress`
Progress = Callable[[int, int], None]  # done, of


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written."""

    seq: int  # of the entry that it shows at
    what: str
    is_in_chain: bool = False  # else in what an entry commits to, or in a table read out of the chain

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what}"


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
    head = read_head(connection)
    check = _Check(connection, head, dict(anchors or {}))
    entries = check.run(on_progress)
    problems = tuple(sorted(check.problems, key=lambda each: (not each.is_in_chain, each.seq))[:MOST_PROBLEMS])
    return Verified(entries, head, time.perf_counter() - began, problems)


class Rows:
    """Rows in the order of their first column, taken as the entries come to it."""

    def __init__(self, rows: Iterator[Row], strayed: Callable[[Row], None]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self._strayed = strayed  # told each row that no entry came to

    def take(self, seq: int) -> Row | None:
        """The row of that entry, None where there is none."""
        row = self._next
        while row is not None and row[0] < seq:
            self._strayed(row)
            row = self._next = next(self._rows, None)
        if row is None or row[0] != seq:
            return None
        self._next = next(self._rows, None)
        return row

    def take_all(self, seq: int) -> list[Row]:
        found = []
        while (row := self.take(seq)) is not None:
            found.append(row)
        return found

    def finish(self) -> None:
        """Tell the rows that are left."""
        self.take(2**63)


class _Received(msgspec.Struct):
    receipt: str
    surface: str


class _Answered(msgspec.Struct):
    status: str
    kind: str
    milliseconds: float
    confidence: float
    threshold: float
    snapshot: str
    code: str
    model: str
    filters: str
    passages: list[tuple[str, float | None]]
    roles: list[str]


class _Feedback(msgspec.Struct):
    helpful: bool


class _Review(msgspec.Struct):
    verdict: str


class _Failed(msgspec.Struct):
    reason: str


class _Erased(msgspec.Struct):
    identities: list[tuple[int, int]] = []
    texts: list[tuple[int, int]] = []


@dataclass
class _Check:
    connection: Connection
    head: Head
    anchors: dict[int, bytes]
    problems: list[Problem] = field(default_factory=list)

    def run(self, on_progress: Progress | None) -> int:
        """Everything; how many entries there are."""
        self._erased_identities, self._erased_texts = _erasures(self.connection)
        self._facets_of_passage = self._passages()
        self._facet_sum = 0
        self._outdated: dict[tuple[str, int], int] = {}  # (column, message) -> an entry whose row shows a later one
        self._strayed: set[tuple[str, int]] = set()  # rows that show an entry which is not there
        self._messages = 0
        self._found = Counter[bool]()
        self._open_rows()
        self._take = {
            "received": self._received,
            "answered": self._answered,
            "posted": self._posted,
            "failed": self._failed,
            "feedback": self._feedback,
            "review": self._review,
        }
        done = self._chain(on_progress)
        for rows in (self._identities, self._texts, *self._rows.values(), self._citations):
            rows.finish()
        for (column, message), seq in self._outdated.items():
            if (column, message) not in self._strayed:  # else it shows an entry that is missing, which was told
                self._bad(seq, f"message {message} does not show its last {column.removesuffix('_seq')}")
        if self._messages != self.head.messages:
            self._bad(self.head.seq, f"{self._messages} messages were received, {self.head.messages} are counted")
        if self._facet_sum != self._stored_facet_sum():
            self._bad(self.head.seq, "what the list is filtered by (table facets) is not what the answers cite")
        return done

    def _bad(self, seq: int, what: str, is_in_chain: bool = False) -> None:
        self._found[is_in_chain] += 1
        if self._found[is_in_chain] <= 10 * MOST_PROBLEMS:
            self.problems.append(Problem(seq, what, is_in_chain))

    # -- The chain ------------------------------------------------------------------------------------------------

    def _chain(self, on_progress: Progress | None) -> int:
        before, last, done = START, 0, 0
        entries = tables.entries
        for seq, at, kind, message, body, identity, said, digest in stream(
            self.connection, select(*entries.c).order_by(entries.c.seq)
        ):
            if seq != last + 1:
                missing = f"entry {last + 1} is" if seq == last + 2 else f"entries {last + 1} to {seq - 1} are"
                self._bad(last + 1, f"{missing} missing", True)
            elif not _is_whole(before, seq, at, kind, message, body, identity, said, digest):
                self._bad(seq, "was changed, or what stands before it was", True)
            if seq in self.anchors and self.anchors.pop(seq) != digest:
                self._bad(seq, "is not the entry whose hash was noted", True)
            try:
                self._values(seq, message, identity, said)
                take = self._take.get(kind)
                if take is not None:
                    take(seq, at, message, body)
            except (AttributeError, TypeError, ValueError) as problem:  # whatever somebody may have put there
                self._bad(seq, f"what belongs to it can't be read: {problem}")
            before, last, done = digest, seq, done + 1
            if on_progress is not None and done % EVERY == 0:
                on_progress(done, self.head.seq)
        if last < self.head.seq:
            self._bad(last + 1, f"entries {last + 1} to {self.head.seq} are missing at the end", True)
        elif (last, before) != (self.head.seq, self.head.hash):
            self._bad(last, f"is not the entry that the head says is the last, {self.head}", True)
        for seq in self.anchors:
            self._bad(last + 1, f"entry {seq} is missing, whose hash was noted", True)
        return done

    def _values(self, seq: int, message: int | None, identity: bytes | None, said: bytes | None) -> None:
        """What the entry commits to, unless it has been erased."""
        self._place = ""
        if identity is not None:
            who = self._identities.take(seq)
            if who is not None:
                _, about, person, self._place, salt = who
                if about != message or identity_commitment(salt, person or "", self._place) != identity:
                    self._bad(seq, "who did it, or where, was changed")
                elif seq in self._erased_identities:
                    self._bad(seq, "who did it was to be erased, and is still there")
            elif seq not in self._erased_identities:
                self._bad(seq, "who did it is missing, and no entry says that it was erased")
        if said is not None:
            text = self._texts.take(seq)
            if text is not None:
                _, about, words, more, salt = text
                if about != message or text_commitment(salt, words, more) != said:
                    self._bad(seq, "its text was changed")
                elif seq in self._erased_texts:
                    self._bad(seq, "its text was to be erased, and is still there")
            elif seq not in self._erased_texts:
                self._bad(seq, "its text is missing, and no entry says that it was erased")

    # -- Tables read out of the chain -----------------------------------------------------------------------------

    def _open_rows(self) -> None:
        identities, people, texts = tables.identities, tables.people, tables.texts
        messages, citations = tables.messages, tables.citations
        self._identities = self._in_order(
            select(identities.c.seq, identities.c.message, people.c.key, identities.c.place, identities.c.salt)
            .join_from(identities, people, people.c.id == identities.c.person, isouter=True)
            .order_by(identities.c.seq),
            "stands in the table identities",
        )
        self._texts = self._in_order(
            select(texts.c.seq, texts.c.message, texts.c.text, texts.c.more, texts.c.salt).order_by(texts.c.seq),
            "stands in the table texts",
        )
        columns = {
            "received_seq": ("id", "receipt", "surface", "received_at", "key", "thread", "state", "outcome", "status"),
            "answered_seq": (
                *("id", "status", "kind", "milliseconds", "confidence", "threshold", "snapshot", "code", "model"),
                *("filters", "answered_at", "state", "outcome"),
            ),
            "ended_seq": ("id", "state", "ended_at", "reason", "outcome", "status"),
            "helpful_seq": ("id", "helpful"),
            "verdict_seq": ("id", "verdict"),
        }
        self._rows = {
            seq: self._in_order(
                select(messages.c[seq], *(messages.c[name] for name in names))
                .where(messages.c[seq].is_not(None))
                .order_by(messages.c.id if seq == "received_seq" else messages.c[seq]),
                f"is named as {seq} in the table messages",
                seq,
            )
            for seq, names in columns.items()
        }
        self._citations = self._in_order(
            select(messages.c.answered_seq, citations.c.place, citations.c.passage, citations.c.score)
            .join_from(citations, messages, messages.c.id == citations.c.message)
            .where(messages.c.answered_seq.is_not(None))
            .order_by(messages.c.answered_seq, citations.c.place),
            "is named in the table citations",
        )

    def _in_order(self, statement: Select[Any], named: str, column: str = "") -> Rows:
        def strayed(row: Row) -> None:
            self._strayed.add((column, row[1]))
            self._bad(min(row[0], self.head.seq + 1), f"{row[0]} {named}, and there is no such entry")

        return Rows(stream(self.connection, statement), strayed)

    def _received(self, seq: int, at: int, message: int | None, body: str) -> None:
        self._messages += 1
        if message != self._messages:
            self._bad(seq, f"message {message} follows message {self._messages - 1}")
        said, row = _decode_received(body), self._rows["received_seq"].take(seq)
        if row is None:
            self._bad(seq, f"message {message} is missing from the table messages")
            return
        _, number, receipt, surface, received_at, key, thread, state, outcome, status = row
        if (number, receipt, surface, received_at) != (message, said.receipt, said.surface, at):
            self._bad(seq, f"the row of message {message} was changed")
        if self._place:
            workspace, channel, one, in_thread = _decode_place(self._place)
            if key != _key(surface, workspace, channel, one) or (
                thread != (_key(surface, workspace, channel, in_thread) if in_thread else None)
            ):
                self._bad(seq, f"the row of message {message} was changed: where it came from")
        if state in ("received", "answered", "posting", "posted", "failed"):
            is_answered = status is not None
            fits = is_answered if state in ("answered", "posting", "posted") else state == "failed" or not is_answered
            fits &= outcome == ("failed" if state == "failed" else status)
        else:
            fits = False
        if not fits:
            self._bad(seq, f"the row of message {message} was changed: its state or outcome")

    def _answered(self, seq: int, at: int, message: int | None, body: str) -> None:
        said, row = _decode_answered(body), self._rows["answered_seq"].take(seq)
        if row is None:
            self._bad(seq, f"the answer to message {message} is missing from the table messages")
            return
        expected = (
            *(seq, message, said.status, said.kind, said.milliseconds, said.confidence, said.threshold),
            *(said.snapshot, said.code, said.model, said.filters, at),
        )
        if row[:12] != expected:
            self._bad(seq, f"the answer to message {message} was changed in the table messages")
        cited = [(place, bytes.fromhex(each), score) for place, (each, score) in enumerate(said.passages)]
        if [row[1:] for row in self._citations.take_all(seq)] != cited:
            self._bad(seq, f"what the answer to message {message} cites was changed")
        found = {("role", role) for role in said.roles}
        for _, passage, _ in cited:
            facets = self._facets_of_passage.get(passage)
            if facets is None:
                self._bad(seq, f"a passage that the answer to message {message} cites is missing or was changed")
            else:
                found |= facets
        for facet, value in found:
            self._facet_sum += hash((facet, value, message))

    def _posted(self, seq: int, at: int, message: int | None, _: str) -> None:
        row = self._rows["ended_seq"].take(seq)
        if row is None or row[1:5] != (message, "posted", at, None) or row[5] != row[6]:
            self._bad(seq, f"how message {message} ended was changed in the table messages")

    def _failed(self, seq: int, at: int, message: int | None, body: str) -> None:
        row = self._rows["ended_seq"].take(seq)
        if row is None or row[1:6] != (message, "failed", at, _decode_failed(body).reason, "failed"):
            self._bad(seq, f"how message {message} ended was changed in the table messages")

    def _feedback(self, seq: int, _: int, message: int | None, body: str) -> None:
        self._last_word("helpful_seq", seq, message, int(_decode_feedback(body).helpful))

    def _review(self, seq: int, _: int, message: int | None, body: str) -> None:
        self._last_word("verdict_seq", seq, message, _decode_review(body).verdict)

    def _last_word(self, column: str, seq: int, message: int | None, value: object) -> None:
        """The row shows this entry, or a later one about the same message."""
        row = self._rows[column].take(seq)
        about = (column, message or 0)
        if row is None:
            self._outdated[about] = seq
        else:
            self._outdated.pop(about, None)
            if row[1:] != (message, value):
                self._bad(seq, f"the {column.removesuffix('_seq')} of message {message} was changed")

    def _passages(self) -> dict[bytes, frozenset[tuple[str, str]]]:
        """What each passage is found by; those that were changed are left out."""
        found = {}
        passages = tables.passages
        for key, *values in stream(self.connection, select(passages.c.id, *(passages.c[name] for name in COLUMNS))):
            if passage_id(values) != key:
                continue
            sections = json.loads(values[3])
            above = (" > ".join(sections[:depth]) for depth in range(1, len(sections) + 1))
            found[key] = frozenset({("document", values[0]), *(("section", each) for each in above)})
        return found

    def _stored_facet_sum(self) -> int:
        """Of no order, so that the table is read as it lies."""
        facets = tables.facets
        stored = select(facets.c.facet, facets.c.value, facets.c.message)
        return sum(map(hash, stream(self.connection, stored)))


def _is_whole(
    before: bytes,
    seq: int,
    at: int,
    kind: str,
    message: int | None,
    body: str,
    identity: bytes | None,
    said: bytes | None,
    digest: bytes,
) -> bool:
    try:
        return entry_hash(before, seq, at, kind, message, body, identity, said) == digest
    except (AttributeError, TypeError, ValueError):  # SQLite holds whatever somebody may have put there
        return False


def _erasures(connection: Connection) -> tuple[Ranges, Ranges]:
    """Which entries' identities and texts other entries say to have been erased."""
    entries = tables.entries
    erasing = entries.c.message.is_(None) & entries.c.kind.in_(("erased", "expired"))
    bodies = [_decode_erased(body) for body in connection.execute(select(entries.c.body).where(erasing)).scalars()]
    identities = Ranges(each for body in bodies for each in body.identities)
    return identities, Ranges(each for body in bodies for each in body.texts)


def _decode_erased(body: str) -> _Erased:
    try:
        return msgspec.json.decode(body, type=_Erased)
    except ValueError:  # it was changed, and is named where its hash is looked at
        return _Erased()


_decode_place = msgspec.json.Decoder(tuple[str, str, str, str]).decode
_decode_received = msgspec.json.Decoder(_Received).decode
_decode_answered = msgspec.json.Decoder(_Answered).decode
_decode_feedback = msgspec.json.Decoder(_Feedback).decode
_decode_review = msgspec.json.Decoder(_Review).decode
_decode_failed = msgspec.json.Decoder(_Failed).decode
