"""What is stored, read back as the types it was made from."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.answers.answer import Answer, Choice, Citation, Question
from bot.record import tables
from bot.record.message import Incoming, Person
from bot.record.passage import citation_of

ERASED = "[erased]"  # stands where a text was


def question_of(connection: Connection, row: Any) -> Question | None:
    """What was asked, by a row of `messages`; None once it was erased."""
    stored = connection.execute(_TEXT, {"seq_of": row.received_seq}).one_or_none()
    if stored is None:
        return None
    more = json.loads(stored.more) if stored.more else {}
    return Question(stored.text, tuple(more.get("earlier", ())))


def incoming_of(connection: Connection, row: Any) -> Incoming | None:
    """The message as it was received; None once the text, or who asked and where, was erased."""
    question = question_of(connection, row)
    who = connection.execute(_IDENTITY, {"seq_of": row.received_seq}).one_or_none()
    if question is None or who is None:
        return None
    workspace, channel, message, thread = json.loads(who.place)
    return Incoming(row.surface, workspace, channel, message, person_of(who), question, thread)


def person_of(row: Any) -> Person | None:
    """A row with `key` and `name` as the person it is about."""
    if row.key is None:
        return None
    surface, workspace, user = row.key.split(":", 2)
    return Person(surface, workspace, user, row.name)


def citations_of(connection: Connection, message: int) -> tuple[Citation, ...]:
    """What a message's answer rests on, in the order shown."""
    rows = connection.execute(_CITATIONS, {"message_of": message}).all()
    return tuple(citation_of(row, row.score) for row in rows)


def answer_of(connection: Connection, row: Any) -> Answer | None:
    """The answer by a row of `messages`, its erased texts marked as such; None where there is none."""
    if row.answered_seq is None:
        return None
    stored = connection.execute(_TEXT, {"seq_of": row.answered_seq}).one_or_none()
    more = json.loads(stored.more) if stored is not None and stored.more else {}
    roles = connection.execute(_ROLES, {"message_of": row.id}).scalars().all()
    return Answer(
        status=row.status,
        text=stored.text if stored is not None else ERASED,
        kind=row.kind,
        citations=citations_of(connection, row.id),
        choices=tuple(Choice(**choice) for choice in more.get("choices", ())),
        confidence=row.confidence,
        threshold=row.threshold,
        nearest=tuple(more.get("nearest", ())),
        roles=tuple(roles),
        snapshot=row.snapshot,
    )


_TEXT = select(tables.texts.c.text, tables.texts.c.more).where(tables.texts.c.seq == bindparam("seq_of"))
_IDENTITY = (
    select(tables.identities.c.place, tables.people.c.key, tables.people.c.name, tables.people.c.pseudonym)
    .join_from(tables.identities, tables.people, tables.people.c.id == tables.identities.c.person, isouter=True)
    .where(tables.identities.c.seq == bindparam("seq_of"))
)
_CITATIONS = (
    select(tables.passages, tables.citations.c.score)
    .join_from(tables.citations, tables.passages, tables.passages.c.id == tables.citations.c.passage)
    .where(tables.citations.c.message == bindparam("message_of"))
    .order_by(tables.citations.c.place)
)
_ROLES = (
    select(tables.facets.c.value)
    .where(tables.facets.c.message == bindparam("message_of"), tables.facets.c.facet == "role")
    .order_by(tables.facets.c.value)
)
