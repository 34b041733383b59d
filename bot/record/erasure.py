"""Erasing people and old texts. The chain stays whole: it holds salted hashes, whose values go with their salt.

Each erasure is an entry, which says what went by the numbers of the entries it belonged to; a value that is gone
without such an entry is found by `verify`.

What goes with a person: who they were and where they asked; their questions, the thread before these, the answers, what
they gave as reasons. In the threads in which they asked, what others were answered after them goes as well where it was
answered with the thread in mind, because the question may be quoted there. So does what auditors typed into a filter
where it names them. Quotes from documents stay: they are no words of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, text, update

from bot.record import tables
from bot.record.chain import Appender
from bot.record.commitments import Identity
from bot.record.database import Database
from bot.record.errors import RecordError, UnknownPerson, UnknownReceipt
from bot.record.message import Person
from bot.record.number import read_number
from bot.record.ranges import runs
from bot.record.times import DAY, now

_MANY = 5_000  # rows at a time
_identities, _texts, _messages, _people = tables.identities, tables.texts, tables.messages, tables.people
_cases, _told = tables.cases, tables.entries


@dataclass(frozen=True, slots=True)
class Erased:
    """How many values went."""

    identities: int
    texts: int


def erase_person(database: Database, named: str, by: Person | None, *, keep_texts: bool = False) -> Erased:
    """Erase who somebody was, and what they asked and were answered.

    Args:
        named: a pseudonym, or a person's key.
        keep_texts: erase only who it was.
    Raises:
        UnknownPerson: nobody in the record goes by that name.
    """
    with database.append() as appender:
        connection = appender.connection
        known = connection.execute(
            select(_people).where(or_(_people.c.pseudonym == named.upper(), _people.c.key == named))
        ).one_or_none()
        if known is None:
            raise UnknownPerson(named)
        person = known.id
        who = list(connection.execute(select(_identities.c.seq).where(_identities.c.person == person)).scalars())
        asked = list(connection.execute(_ASKED, {"person_is": person}).scalars())
        looked_for = set(_looked_for(connection, known))  # it tells who they were, so it goes in either case
        said = sorted(looked_for.union(() if keep_texts else _texts_of(connection, who, asked)))
        _redraw_cases(connection, who, asked)
        # Where an answer to them was posted tells who they were as surely as where they asked.
        where = list(_in_batches(connection, select(_identities.c.seq), _identities.c.message, asked, _PLACED))
        erased = _erase(database, appender, sorted({*who, *where}), said)
        _forget_places(connection, asked)
        connection.execute(delete(_people).where(_people.c.id == person))
        body = {"identities": runs([*who, *where]), "texts": runs(said)}
        appender.append("erased", body, identity=Identity(by) if by else None)
    database.scrub()
    return erased


def erase_question(database: Database, number: str, person: Person) -> Erased:
    """Erase what that person asked once: who asked, where, the question and what was answered and said about it.

    What stays is that something was asked and how it ended. The entry doesn't say who erased it, for that would say who
    had asked.

    Raises:
        UnknownReceipt: they have asked no such question.
        RecordError: it is still being answered.
    """
    with database.append() as appender:
        connection = appender.connection
        found = connection.execute(_THEIRS, {"number": read_number(number), "person_key": person.key}).one_or_none()
        if found is None:
            raise UnknownReceipt(number)
        if found.ended_seq is None:
            raise RecordError(f"{number} is still being answered. Delete it once the answer is there.")
        asked = [found.id]
        theirs = _identities.c.person == found.person
        where = _in_batches(connection, select(_identities.c.seq), _identities.c.message, asked, _PLACED | theirs)
        who = sorted(set(where))
        said = _texts_of(connection, [found.received_seq], asked)
        _redraw_cases(connection, [], asked)
        erased = _erase(database, appender, who, said)
        _forget_places(connection, asked)
        appender.append("erased", {"identities": runs(who), "texts": runs(said)})
    database.scrub()
    return erased


def expire(database: Database, identity_days: float | None, text_days: float | None, at: int | None = None) -> Erased:
    """Erase what is older than the two clocks allow; None keeps for ever. Where nothing is, nothing is written.

    Args:
        at: microseconds since 1970 that count as now.
    """
    moment = now() if at is None else at
    with database.append(at) as appender:
        connection = appender.connection
        identities = _before(connection, identity_days, moment)
        texts = _before(connection, text_days, moment)
        who = list(connection.execute(select(_identities.c.seq).where(_identities.c.seq <= identities)).scalars())
        said = list(connection.execute(select(_texts.c.seq).where(_texts.c.seq <= texts)).scalars())
        if not who and not said:
            return Erased(0, 0)
        _redraw_cases(connection, who, [])
        old_text = select(_texts.c.seq).where(_texts.c.message == _cases.c.message, _texts.c.seq <= texts).exists()
        connection.execute(update(_cases).where(old_text).values(shown_seq=0))
        erased = _erase(database, appender, who, said)
        old = _messages.c.received_seq <= identities
        connection.execute(update(_messages).where(old, _messages.c.key.is_not(None)).values(key=None, thread=None))
        unknown = ~select(_identities.c.seq).where(_identities.c.person == _people.c.id).exists()
        connection.execute(delete(_people).where(unknown))
        body = {
            "identities": [[1, identities]] if who else [],
            "texts": [[1, texts]] if said else [],
        }
        appender.append("expired", body)
    database.scrub()
    return erased


def _erase(database: Database, appender: Appender, identities: Sequence[int], texts: Sequence[int]) -> Erased:
    connection = appender.connection
    connection.execute(update(tables.head).values(scrub=1))
    if database.is_sqlite:
        _forget_words(connection, texts)
    for batch in _batches(texts):
        connection.execute(delete(_texts).where(_texts.c.seq.in_(batch)))
    for batch in _batches(identities):
        connection.execute(delete(_identities).where(_identities.c.seq.in_(batch)))
    return Erased(len(identities), len(texts))


def _texts_of(connection: Connection, who: Iterable[int], asked: Sequence[int]) -> list[int]:
    """The texts that go with a person: their own, the answers to them, and what may quote them in their threads."""
    found = set(_in_batches(connection, select(_texts.c.seq), _texts.c.seq, list(who)))
    found |= set(_in_batches(connection, select(_texts.c.seq), _texts.c.message, asked))
    mine, other, question = _messages.alias("mine"), _messages.alias("other"), _texts.alias("question")
    in_their_threads = (
        select(other.c.received_seq, other.c.answered_seq)
        .join_from(mine, other, and_(other.c.thread == mine.c.thread, other.c.id > mine.c.id))
        .join(question, question.c.seq == other.c.received_seq)
        .where(question.c.more != "")
    )
    told = select(_told.c.seq).join_from(_cases, _told, _told.c.message == _cases.c.message)  # whatever HR told them
    found |= set(_in_batches(connection, told, _cases.c.opened_seq, list(who), _told.c.kind == "case_replied"))
    for received, answered in _in_batches(connection, in_their_threads, mine.c.id, asked, scalars=False):
        found |= {received, answered} - {None}
    return sorted(found & set(_in_batches(connection, select(_texts.c.seq), _texts.c.seq, sorted(found))))


def _looked_for(connection: Connection, person: Any) -> Iterator[int]:
    """What was typed into filters and names that person: by pseudonym, by the surface's id, or by the whole name."""
    names = [person.pseudonym.casefold(), person.key.rpartition(":")[2].casefold()]
    words = set(_in_words(person.name))
    typed = select(_texts.c.seq, _texts.c.text).where(_texts.c.message.is_(None))
    for seq, said in connection.execute(typed):
        folded = said.casefold()
        if any(name and name in folded for name in names) or (words and words <= set(_in_words(said))):
            yield seq


def _in_words(said: str) -> list[str]:
    return re.findall(r"\w+", said.casefold())


def _forget_words(connection: Connection, texts: Sequence[int]) -> None:
    """Take texts out of the index of words, which wants to be told what it had been given."""
    said = select(_texts.c.seq, _texts.c.text, _messages.c.id, _messages.c.received_seq).join_from(
        _texts,
        _messages,
        and_(
            _messages.c.id == _texts.c.message,
            or_(_messages.c.received_seq == _texts.c.seq, _messages.c.answered_seq == _texts.c.seq),
        ),
    )
    for batch in _batches(texts):
        rows = connection.execute(said.where(_texts.c.seq.in_(batch))).all()
        gone = [{"row": 2 * row.id + (row.seq != row.received_seq), "said": row.text} for row in rows]
        if gone:
            connection.execute(_FORGET, gone)


def _forget_places(connection: Connection, messages: Sequence[int]) -> None:
    for batch in _batches(messages):
        forgotten = update(_messages).where(_messages.c.id.in_(batch))
        connection.execute(forgotten.values(key=None, thread=None, posting_to=None))


def _redraw_cases(connection: Connection, who: Sequence[int], asked: Sequence[int]) -> None:
    """Where a case is shown, what is erased has to go from there as well."""
    for column, numbers in ((_cases.c.opened_seq, who), (_cases.c.message, asked)):
        for batch in _batches(numbers):
            connection.execute(update(_cases).where(column.in_(batch)).values(shown_seq=0))


def _before(connection: Connection, days: float | None, moment: int) -> int:
    """The last entry that is older than so many days; 0 where there is none."""
    if days is None:
        return 0
    entries = tables.entries
    younger = select(func.min(entries.c.seq)).where(entries.c.at >= moment - int(days * DAY))
    first = connection.execute(younger).scalar_one_or_none()
    if first is not None:
        return int(first) - 1
    return int(connection.execute(select(tables.head.c.seq)).scalar_one())


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[first : first + _MANY] for first in range(0, len(numbers), _MANY))


def _in_batches(
    connection: Connection, statement: Any, column: Any, numbers: Sequence[int], also: Any = None, scalars: bool = True
) -> Iterator[Any]:
    """The rows of a statement whose column holds one of many numbers."""
    narrowed = statement if also is None else statement.where(also)
    for batch in _batches(numbers):
        found = connection.execute(narrowed.where(column.in_(batch)))
        yield from found.scalars() if scalars else found


_PLACED = _identities.c.place != ""
_ASKED = (
    select(_messages.c.id)
    .join_from(_messages, _identities, _identities.c.seq == _messages.c.received_seq)
    .where(_identities.c.person == bindparam("person_is"))
)
_THEIRS = (
    select(_messages.c.id, _messages.c.received_seq, _messages.c.ended_seq, _identities.c.person)
    .join_from(_messages, _identities, _identities.c.seq == _messages.c.received_seq)
    .join(_people, _people.c.id == _identities.c.person)
    .where(_messages.c.receipt == bindparam("number"), _people.c.key == bindparam("person_key"))
)
_FORGET = text("INSERT INTO words (words, rowid, text) VALUES ('delete', :row, :said)")
