"""A receipt: everything that is known about one message, and what happened to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, select

from bot.answers.answer import Answer, Question
from bot.record import tables
from bot.record.database import Database
from bot.record.errors import UnknownReceipt
from bot.record.message import Outcome, State, Verdict
from bot.record.number import read_number
from bot.record.query import Feedback
from bot.record.stored import answer_of, question_of
from bot.record.times import moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain."""

    seq: int
    at: datetime
    kind: str
    body: Mapping[str, Any]
    person: str | None  # pseudonym of whoever did it; None: nobody, unknown, or erased
    text: str | None  # None: none, or erased
    hash: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked and answered, from what, by what, for whom, and what became of it."""

    id: int
    number: str
    surface: str
    received_at: datetime
    state: State
    outcome: Outcome | None  # None: not answered yet
    question: Question | None  # None: erased
    answer: Answer | None  # its texts are "[erased]" once they were; None: there is none
    person: str | None  # pseudonym; None: erased, or unknown
    place: tuple[str, ...]  # workspace, channel, message, thread; () once erased
    answered_at: datetime | None
    milliseconds: float | None
    code: str | None
    model: str | None
    filters: Mapping[str, Any]
    ended_at: datetime | None
    posted_to: tuple[str, ...]  # () where it was not posted, or once erased
    shown: str | None  # the text as posted, where it is another than the answer's
    reason: str | None  # why it failed
    feedback: Feedback
    feedback_reason: str | None
    verdict: Verdict | None
    verdict_note: str | None
    entries: tuple[Entry, ...]  # all that happened to it, oldest first


def read_receipt(database: Database, number: str) -> Receipt:
    """The receipt with that number, however it was typed.

    Raises:
        UnknownReceipt: there is none.
    """
    messages = tables.messages
    with database.read() as connection:
        row = connection.execute(select(messages).where(messages.c.receipt == read_number(number))).one_or_none()
        if row is None:
            raise UnknownReceipt(number)
        found = connection.execute(_ENTRIES, {"about": row.id}).all()
        question, answer = question_of(connection, row), answer_of(connection, row)
    by_seq = {each.seq: each for each in found}
    received, ended = by_seq.get(row.received_seq), by_seq.get(row.ended_seq)
    return Receipt(
        id=row.id,
        number=row.receipt,
        surface=row.surface,
        received_at=moment(row.received_at),
        state=row.state,
        outcome=row.outcome,
        question=question,
        answer=answer,
        person=received.pseudonym if received else None,
        place=_place(received),
        answered_at=None if row.answered_at is None else moment(row.answered_at),
        milliseconds=row.milliseconds,
        code=row.code,
        model=row.model,
        filters=json.loads(row.filters) if row.filters else {},
        ended_at=None if row.ended_at is None else moment(row.ended_at),
        posted_to=_place(ended),
        shown=ended.said if ended else None,
        reason=row.reason,
        feedback=feedback_of(row.helpful),
        feedback_reason=_said(by_seq.get(row.helpful_seq)),
        verdict=row.verdict,
        verdict_note=_said(by_seq.get(row.verdict_seq)),
        entries=tuple(entry_of(each) for each in found),
    )


def feedback_of(helpful: int | None) -> Feedback:
    """As stored -> in words."""
    return "none" if helpful is None else "helpful" if helpful else "not_helpful"


def entry_of(row: Any) -> Entry:
    """A row of entries joined with who and what they commit to."""
    body = cast("Mapping[str, Any]", json.loads(row.body))
    return Entry(row.seq, moment(row.at), row.kind, body, row.pseudonym, row.said, bytes(row.hash))


def _place(row: Any) -> tuple[str, ...]:
    return tuple(json.loads(row.place)) if row is not None and row.place else ()


def _said(row: Any) -> str | None:
    return None if row is None else row.said


_ENTRIES = (
    select(
        tables.entries,
        tables.people.c.pseudonym,
        tables.identities.c.place,
        tables.texts.c.text.label("said"),
    )
    .join_from(tables.entries, tables.identities, tables.identities.c.seq == tables.entries.c.seq, isouter=True)
    .join(tables.people, tables.people.c.id == tables.identities.c.person, isouter=True)
    .join(tables.texts, tables.texts.c.seq == tables.entries.c.seq, isouter=True)
    .where(tables.entries.c.message == bindparam("about"))
    .order_by(tables.entries.c.seq)
)
