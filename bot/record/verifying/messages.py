"""The table of messages, held against what the entries about each of them say."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, select

from bot.record import tables
from bot.record.chain import Head
from bot.record.message import thread_key
from bot.record.rows import Row, stream
from bot.record.verifying.alongside import Alongside
from bot.record.verifying.bodies import (
    decode_answered,
    decode_failed,
    decode_feedback,
    decode_received,
    decode_review,
)
from bot.record.verifying.cited import Cited
from bot.record.verifying.findings import Findings

_COLUMNS = {  # what is read along with the entry that a column names
    "received_seq": ("id", "receipt", "surface", "received_at", "key", "thread", "state", "outcome", "status"),
    "answered_seq": (
        *("id", "status", "kind", "milliseconds", "confidence", "threshold", "snapshot", "code", "model"),
        *("filters", "answered_at", "state", "outcome"),
    ),
    "ended_seq": ("id", "state", "ended_at", "reason", "outcome", "status"),
    "helpful_seq": ("id", "helpful"),
    "verdict_seq": ("id", "verdict"),
}
# Of an entry: number, time, message, body, and where the message came from, "" once erased. Raises AttributeError,
# TypeError or ValueError at whatever somebody may have put into the entry or a row.
Take = Callable[[int, int, "int | None", str, str], None]
_decode_place = msgspec.json.Decoder(tuple[str, str, str, str]).decode


class Messages:
    """Walks along the chain through `messages`, five times at once: by each column that names an entry.

    `takes` says by the kind of an entry what checks it.
    """

    def __init__(self, connection: Connection, head: Head, cited: Cited, findings: Findings) -> None:
        self._head = head
        self._cited = cited
        self._findings = findings
        self._rows = {seq: self._alongside(connection, seq) for seq in _COLUMNS}
        self._received_so_far = 0
        self._outdated: dict[tuple[str, int], int] = {}  # (column, message) -> an entry whose row shows a later one
        self._strayed: set[tuple[str, int]] = set()  # rows that show an entry which is not there
        self.takes: dict[str, Take] = {
            "received": self._received,
            "answered": self._answered,
            "posted": self._posted,
            "failed": self._failed,
            "feedback": self._feedback,
            "review": self._review,
        }

    def finish(self) -> None:
        for rows in self._rows.values():
            rows.finish()
        for (column, message), seq in self._outdated.items():
            if (column, message) not in self._strayed:  # else it shows an entry that is missing, which was told
                self._findings.add(seq, f"message {message} does not show its last {column.removesuffix('_seq')}")
        if self._received_so_far != self._head.messages:
            counted = f"{self._received_so_far} messages were received, {self._head.messages} are counted"
            self._findings.add(self._head.seq, counted)

    def _alongside(self, connection: Connection, seq: str) -> Alongside:
        messages = tables.messages

        def strayed(row: Row) -> None:
            self._strayed.add((seq, row[1]))
            named = f"{row[0]} is named as {seq} in the table messages, and there is no such entry"
            self._findings.add(min(row[0], self._head.seq + 1), named)

        rows = (
            select(messages.c[seq], *(messages.c[name] for name in _COLUMNS[seq]))
            .where(messages.c[seq].is_not(None))
            .order_by(messages.c.id if seq == "received_seq" else messages.c[seq])
        )
        return Alongside(stream(connection, rows), strayed)

    def _received(self, seq: int, at: int, message: int | None, body: str, place: str) -> None:
        self._received_so_far += 1
        if message != self._received_so_far:
            self._findings.add(seq, f"message {message} follows message {self._received_so_far - 1}")
        said, row = decode_received(body), self._rows["received_seq"].take(seq)
        if row is None:
            self._findings.add(seq, f"message {message} is missing from the table messages")
            return
        _, number, receipt, surface, received_at, key, thread, state, outcome, status = row
        if (number, receipt, surface, received_at) != (message, said.receipt, said.surface, at):
            self._findings.add(seq, f"the row of message {message} was changed")
        if place and (key, thread) != _keys(surface, place):
            self._findings.add(seq, f"the row of message {message} was changed: where it came from")
        if not _fits(state, outcome, status):
            self._findings.add(seq, f"the row of message {message} was changed: its state or outcome")

    def _answered(self, seq: int, at: int, message: int | None, body: str, _: str) -> None:
        said, row = decode_answered(body), self._rows["answered_seq"].take(seq)
        if row is None:
            self._findings.add(seq, f"the answer to message {message} is missing from the table messages")
            return
        expected = (
            *(seq, message, said.status, said.kind, said.milliseconds, said.confidence, said.threshold),
            *(said.snapshot, said.code, said.model, said.filters, at),
        )
        if row[:12] != expected:
            self._findings.add(seq, f"the answer to message {message} was changed in the table messages")
        self._cited.take(seq, message, said)

    def _posted(self, seq: int, at: int, message: int | None, _: str, __: str) -> None:
        row = self._rows["ended_seq"].take(seq)
        if row is None or row[1:5] != (message, "posted", at, None) or row[5] != row[6]:
            self._findings.add(seq, f"how message {message} ended was changed in the table messages")

    def _failed(self, seq: int, at: int, message: int | None, body: str, _: str) -> None:
        row = self._rows["ended_seq"].take(seq)
        if row is None or row[1:6] != (message, "failed", at, decode_failed(body).reason, "failed"):
            self._findings.add(seq, f"how message {message} ended was changed in the table messages")

    def _feedback(self, seq: int, _: int, message: int | None, body: str, __: str) -> None:
        self._last_word("helpful_seq", seq, message, int(decode_feedback(body).helpful))

    def _review(self, seq: int, _: int, message: int | None, body: str, __: str) -> None:
        self._last_word("verdict_seq", seq, message, decode_review(body).verdict)

    def _last_word(self, column: str, seq: int, message: int | None, value: object) -> None:
        """The row shows this entry, or a later one about the same message."""
        row = self._rows[column].take(seq)
        about = (column, message or 0)
        if row is None:
            self._outdated[about] = seq
        else:
            self._outdated.pop(about, None)
            if row[1:] != (message, value):
                self._findings.add(seq, f"the {column.removesuffix('_seq')} of message {message} was changed")


def _keys(surface: str, place: str) -> tuple[str, str | None]:
    """The key of a message and of its thread, from where it came."""
    workspace, channel, one, thread = _decode_place(place)
    in_thread = thread_key(surface, workspace, channel, thread) if thread else None
    return thread_key(surface, workspace, channel, one), in_thread


def _fits(state: str, outcome: str | None, status: str | None) -> bool:
    """Whether a message can be in that state with that outcome, its answer being of that status or none."""
    is_answered = status is not None
    if state == "failed":
        return outcome == "failed"
    if state in ("answered", "posting", "posted"):
        return is_answered and outcome == status
    return state == "received" and not is_answered and outcome is None
