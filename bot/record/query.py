"""The list of what was asked, filtered and page by page; made to answer quickly over millions of messages.

Messages are numbered in the order received, so that the newest come first by walking an index backwards, and the next
page begins below the last number of this one: no page costs more than the first. The rarest kind of filter leads:
words, then a section, role or document, then the columns of the message itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, column, exists, func, literal_column, select, table
from sqlalchemy.sql.elements import ColumnElement

from bot.answers.answer import Question
from bot.record import tables
from bot.record.database import Database
from bot.record.frequent_words import are_frequent, newest_with
from bot.record.message import Outcome, State, Verdict
from bot.record.stored import question_of
from bot.record.times import microseconds, moment

Feedback = Literal["helpful", "not_helpful", "none"]
TYPED = ("text", "person", "role", "document", "section")  # filters that anything can be typed into
PAGE = 50  # messages
COUNTED = 10_000  # messages; more are said to be "more than"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a message in the list must have; what is left out, all have. Everything named must hold."""

    since: datetime | None = None  # received then or later
    until: datetime | None = None  # received before
    outcome: Outcome | None = None
    surface: str | None = None
    feedback: Feedback | None = None
    verdict: Verdict | Literal["none"] | None = None
    document: str | None = None  # path of a document that the answer cites
    section: str | None = None  # "Leave > Parental leave": it, or one below it, is cited
    role: str | None = None  # title of a role that was asked about
    text: str | None = None  # words that the question has, or the answer has, all of them
    person: str | None = None  # pseudonym

    def named(self) -> dict[str, str]:
        """The filters that are set, as text."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in values
            if value is not None
        }

    def parted(self) -> tuple[dict[str, str], dict[str, str]]:
        """The filters that are set, in two parts: those chosen among few values, and those typed.

        What is typed may name somebody, whatever the field. So it never goes into the chain, nor anywhere else where it
        couldn't be erased.
        """
        named = self.named()
        typed = {name: named.pop(name) for name in TYPED if name in named}
        return named, typed


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    id: int
    number: str  # the receipt
    received_at: datetime
    surface: str
    state: State
    outcome: Outcome | None  # None: not answered yet
    question: str | None  # None: erased
    answer: str | None  # None: erased, or not answered yet
    person: str | None  # pseudonym; None: erased or unknown
    documents: tuple[str, ...]
    milliseconds: float | None
    feedback: Feedback
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Page:
    """Messages, newest first. `before` is what to ask the next page with; None on the last."""

    messages: tuple[Listed, ...]
    before: int | None


class Queries:
    """Reads the list. Reading is not noted here: whoever shows it to an auditor notes it with `Record.note`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, filters: Filters, before: int | None = None, limit: int = PAGE) -> Page:
        """The newest messages that pass, below the number `before` where one is given."""
        with self._database.read() as connection:
            ids = self.ids(connection, filters, before, limit + 1)
            listed = _listed(connection, ids[:limit])
        return Page(listed, ids[limit - 1] if len(ids) > limit else None)

    def every(self, filters: Filters, batch: int = 500) -> Iterator[Listed]:
        """All that pass, newest first, in memory that doesn't grow with their number."""
        before: int | None = None
        while True:
            page = self.page(filters, before, batch)
            yield from page.messages
            if page.before is None:
                return
            before = page.before

    def count(self, filters: Filters, most: int = COUNTED) -> int:
        """How many pass; counting stops after `most` + 1, which stands for "more than `most`"."""
        with self._database.read() as connection:
            return len(self.ids(connection, filters, None, most + 1))

    def values(self, facet: Literal["document", "section", "role"], limit: int = 500) -> tuple[str, ...]:
        """What there is to choose from, in alphabetical order."""
        found: list[str] = []
        facets = tables.facets
        with self._database.read() as connection:  # from one value to the next: each costs one look into the index
            value: str | None = ""
            while len(found) < limit:
                following = select(func.min(facets.c.value)).where(facets.c.facet == facet, facets.c.value > value)
                value = connection.execute(following).scalar_one_or_none()
                if value is None:
                    break
                found.append(value)
        return tuple(found)

    def questions(self, since: datetime | None = None, limit: int = 1000) -> tuple[Question, ...]:
        """What was really asked, newest first, each once and without who asked: for trying out other documents."""
        found: dict[Question, None] = {}
        filters = Filters(since=since)
        with self._database.read() as connection:
            before: int | None = None
            while len(found) < limit:
                ids = self.ids(connection, filters, before, PAGE)
                if not ids:
                    break
                messages = tables.messages
                asked = messages.c.outcome.in_(("answered", "not_found", "clarify"))
                rows = connection.execute(
                    select(messages.c.received_seq).where(messages.c.id.in_(ids), asked).order_by(messages.c.id.desc())
                )
                for row in rows:
                    question = question_of(connection, row)
                    if question is not None:
                        found.setdefault(question)
                before = ids[-1]
        return tuple(found)[:limit]

    def earlier(self, thread: str, before: int | None = None, most: int = 6) -> tuple[str, ...]:
        """What was asked in a thread so far, oldest first; `thread` as `message.thread_key` makes it."""
        messages = tables.messages
        found = select(messages.c.received_seq).where(messages.c.thread == thread).order_by(messages.c.id.desc())
        if before is not None:
            found = found.where(messages.c.id < before)
        with self._database.read() as connection:
            questions = [question_of(connection, row) for row in connection.execute(found.limit(most)).all()]
        return tuple(question.text for question in reversed(questions) if question is not None)

    # -- Which messages pass --------------------------------------------------------------------------------------

    def ids(self, connection: Connection, filters: Filters, before: int | None, limit: int) -> list[int]:
        """The numbers of those that pass, newest first; for whoever reads more of them within one transaction."""
        if filters.text is not None and not _words(filters.text):
            return []  # only punctuation was typed: nothing has that
        if not self._database.is_sqlite or filters.text is None:
            return self._walked(connection, filters, before, limit)
        others, match = replace(filters, text=None), fts_query(filters.text)
        if others != Filters() and are_frequent(connection, match):
            return newest_with(
                connection, match, lambda below, most: self._walked(connection, others, below, most), before, limit
            )
        return self._by_words(connection, filters, before, limit)

    def _walked(self, connection: Connection, filters: Filters, before: int | None, limit: int) -> list[int]:
        """By walking an index from the newest down."""
        statement = self._statement(filters).limit(limit)
        if before is not None:
            statement = statement.where(statement.selected_columns[0] < before)
        return list(connection.execute(statement).scalars())

    def _by_words(self, connection: Connection, filters: Filters, before: int | None, limit: int) -> list[int]:
        """By the index of words, in whose rows a question and its answer stand side by side."""
        message: ColumnElement[Any] = literal_column("words.rowid >> 1")
        found = (
            select(message)
            .select_from(_WORDS.join(tables.messages, tables.messages.c.id == message))
            .where(literal_column("words").match(fts_query(filters.text or "")), *self._conditions(filters, message))
            .order_by(literal_column("words.rowid").desc())
            .limit(2 * limit)
        )
        row: ColumnElement[Any] = literal_column("words.rowid")  # the index is cut by it, not by a half of it
        if filters.since is not None:
            found = found.where(row >= 2 * _first_since(filters.since))
        if filters.until is not None:
            found = found.where(row < 2 * _first_since(filters.until))
        if before is not None:
            found = found.where(row < 2 * before)
        return list(dict.fromkeys(connection.execute(found).scalars()))[:limit]

    def _statement(self, filters: Filters) -> Select[Any]:
        leading = _leading(filters)
        messages, identities = tables.messages, tables.identities
        if leading is None and filters.person is not None:
            return (
                select(identities.c.message)
                .join_from(identities, messages, messages.c.id == identities.c.message)
                .where(identities.c.person == _person(filters.person), identities.c.seq == messages.c.received_seq)
                .where(*self._conditions(filters, identities.c.message, leading="person"))
                .order_by(identities.c.message.desc())
            )
        if leading is None:
            return select(messages.c.id).where(*self._conditions(filters, messages.c.id)).order_by(messages.c.id.desc())
        facet, value = leading
        facets = tables.facets
        return (
            select(facets.c.message)
            .join_from(facets, messages, messages.c.id == facets.c.message)
            .where(facets.c.facet == facet, facets.c.value == value)
            .where(*self._conditions(filters, facets.c.message, leading=facet))
            .order_by(facets.c.message.desc())
        )

    def _conditions(
        self, filters: Filters, message: ColumnElement[Any], leading: str | None = None
    ) -> Iterator[ColumnElement[bool]]:
        messages, facets, identities = tables.messages, tables.facets, tables.identities
        if filters.since is not None:
            yield message >= _first_since(filters.since)
        if filters.until is not None:
            yield message < _first_since(filters.until)
        for name in ("outcome", "surface"):
            value = getattr(filters, name)
            if value is not None:
                yield messages.c[name] == value
        if filters.verdict is not None:
            yield messages.c.verdict.is_(None) if filters.verdict == "none" else messages.c.verdict == filters.verdict
        if filters.feedback is not None:
            helpful = {"helpful": 1, "not_helpful": 0}.get(filters.feedback)
            yield messages.c.helpful.is_(None) if helpful is None else messages.c.helpful == helpful
        for facet in ("document", "section", "role"):
            value = getattr(filters, facet)
            if value is not None and facet != leading:
                other = facets.alias()
                yield exists().where(other.c.facet == facet, other.c.value == value, other.c.message == message)
        if filters.person is not None and leading != "person":
            yield exists().where(
                identities.c.person == _person(filters.person),
                identities.c.message == message,
                identities.c.seq == messages.c.received_seq,
            )
        if filters.text is not None and not self._database.is_sqlite:
            texts = tables.texts
            said = func.plainto_tsquery("simple", filters.text)
            yield message.in_(
                select(texts.c.message).where(
                    literal_column("texts.words").op("@@")(said),
                    texts.c.seq.in_((messages.c.received_seq, messages.c.answered_seq)),
                )
            )


def _leading(filters: Filters) -> tuple[str, str] | None:
    """The facet whose index is walked: a section is rarer than a role, and that than a document."""
    for facet in ("section", "role", "document"):
        value = getattr(filters, facet)
        if value is not None:
            return facet, value
    return None


def _person(pseudonym: str) -> ColumnElement[Any]:
    """The id of whoever goes by that pseudonym."""
    return select(tables.people.c.id).where(tables.people.c.pseudonym == pseudonym.upper()).scalar_subquery()


def _first_since(when: datetime) -> ColumnElement[Any]:
    """The number of the first message received then or later; beyond all numbers where there is none."""
    messages = tables.messages
    first = select(messages.c.id).where(messages.c.received_at >= microseconds(when))
    return func.coalesce(first.order_by(messages.c.received_at, messages.c.id).limit(1).scalar_subquery(), 2**61)


def _words(typed: str) -> list[str]:
    return re.findall(r"\w+", typed)


def fts_query(typed: str) -> str:
    """Words as an expression of FTS5 that all of them must satisfy, whatever else was typed."""
    return " ".join(f'"{word}"' for word in _words(typed))


def _listed(connection: Connection, ids: Sequence[int]) -> tuple[Listed, ...]:
    """The lines for these messages, in their order."""
    if not ids:
        return ()
    chosen = {"ids": list(ids)}
    documents: dict[int, list[str]] = {}
    for message, document in connection.execute(_DOCUMENTS, chosen):
        documents.setdefault(message, []).append(document)
    rows = connection.execute(_LINES, chosen).all()
    return tuple(
        Listed(
            id=row.id,
            number=row.receipt,
            received_at=moment(row.received_at),
            surface=row.surface,
            state=row.state,
            outcome=row.outcome,
            question=row.question,
            answer=row.answer,
            person=row.pseudonym,
            documents=tuple(documents.get(row.id, ())),
            milliseconds=row.milliseconds,
            feedback="none" if row.helpful is None else "helpful" if row.helpful else "not_helpful",
            verdict=row.verdict,
        )
        for row in rows
    )


_WORDS = table("words", column("rowid"))
_asked, _said = tables.texts.alias("asked"), tables.texts.alias("said")
_LINES = (
    select(
        tables.messages,
        _asked.c.text.label("question"),
        _said.c.text.label("answer"),
        tables.people.c.pseudonym,
    )
    .join_from(tables.messages, _asked, _asked.c.seq == tables.messages.c.received_seq, isouter=True)
    .join(_said, _said.c.seq == tables.messages.c.answered_seq, isouter=True)
    .join(tables.identities, tables.identities.c.seq == tables.messages.c.received_seq, isouter=True)
    .join(tables.people, tables.people.c.id == tables.identities.c.person, isouter=True)
    .where(tables.messages.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(tables.messages.c.id.desc())
)
_DOCUMENTS = (
    select(tables.citations.c.message, tables.passages.c.document)
    .join_from(tables.citations, tables.passages, tables.passages.c.id == tables.citations.c.passage)
    .where(tables.citations.c.message.in_(bindparam("ids", expanding=True)))
    .group_by(tables.citations.c.message, tables.passages.c.document)
    .order_by(tables.citations.c.message, func.min(tables.citations.c.place))
)
