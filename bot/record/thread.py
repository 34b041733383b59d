"""What somebody asked before in a thread, as the record has it."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.record import tables
from bot.record.database import Database
from bot.record.message import Person, thread_key

MOST = 10  # questions that a follow-up may lean on


def earlier_questions(
    database: Database, person: Person, channel: str, thread: str, most: int = MOST
) -> tuple[str, ...]:
    """That person's last questions in that thread, oldest first; what others asked there is left out.

    What has failed counts as not asked. `channel` and `thread` are the surface's own ids, as in `Incoming`.
    """
    if not thread:
        return ()
    key = thread_key(person.surface, person.workspace, channel, thread)
    with database.read() as connection:
        found = connection.execute(_EARLIER, {"thread_of": key, "person_of": person.key, "most": most}).scalars().all()
    return tuple(reversed(found))


_EARLIER = (  # by the index on `messages.thread`; the rest by primary keys
    select(tables.texts.c.text)
    .join_from(tables.messages, tables.texts, tables.texts.c.seq == tables.messages.c.received_seq)
    .join(tables.identities, tables.identities.c.seq == tables.messages.c.received_seq)
    .join(tables.people, tables.people.c.id == tables.identities.c.person)
    .where(
        tables.messages.c.thread == bindparam("thread_of"),
        tables.people.c.key == bindparam("person_of"),
        tables.messages.c.state != "failed",
    )
    .order_by(tables.messages.c.id.desc())
    .limit(bindparam("most"))
)
