"""Whether somebody asked a question: what may be done with an answer by them alone hangs on it."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.record import tables
from bot.record.database import Database
from bot.record.message import Person


def is_asker(database: Database, number: str, person: Person) -> bool:
    """Whether the question with that receipt is that person's; not, once who asked has been erased."""
    with database.read() as connection:
        return connection.execute(_ASKED, {"number": number, "key_of": person.key}).first() is not None


_ASKED = (
    select(tables.messages.c.id)
    .join(tables.identities, tables.identities.c.seq == tables.messages.c.received_seq)
    .join(tables.people, tables.people.c.id == tables.identities.c.person)
    .where(tables.messages.c.receipt == bindparam("number"), tables.people.c.key == bindparam("key_of"))
)
