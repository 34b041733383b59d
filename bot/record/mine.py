"""What somebody has asked themselves, for their own eyes: reading it is no entry of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.record import tables
from bot.record.database import Database
from bot.record.message import Outcome, Person
from bot.record.times import moment


@dataclass(frozen=True, slots=True)
class Mine:
    """One question of theirs."""

    number: str  # of the receipt
    text: str
    received_at: datetime
    outcome: Outcome | None  # None: not answered yet


def asked_by(database: Database, person: Person, most: int) -> tuple[Mine, ...]:
    """Their last questions, newest first; those left out whose text is erased."""
    with database.read() as connection:
        rows = connection.execute(_ASKED, {"key_of": person.key, "most": most}).all()
    return tuple(Mine(row.receipt, row.text, moment(row.received_at), row.outcome) for row in rows)


_messages, _identities = tables.messages, tables.identities
_ASKED = (
    select(_messages.c.receipt, tables.texts.c.text, _messages.c.received_at, _messages.c.outcome)
    .join_from(tables.people, _identities, _identities.c.person == tables.people.c.id)
    .join(_messages, (_messages.c.id == _identities.c.message) & (_messages.c.received_seq == _identities.c.seq))
    .join(tables.texts, tables.texts.c.seq == _messages.c.received_seq)
    .where(tables.people.c.key == bindparam("key_of"))
    .order_by(_identities.c.message.desc())
    .limit(bindparam("most"))
)
