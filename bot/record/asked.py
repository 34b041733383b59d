"""What was really asked, each question once: what a changed set of documents is tried with before it goes live.

Who asked is not looked at. For whom an answer was meant is: the same words asked by the public and by managers are two
questions, as they may have two answers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, select

from bot.answers.answer import Question
from bot.answers.scope import Scope
from bot.record import tables
from bot.record.database import Database
from bot.record.reports.wordings import normalised
from bot.record.rows import stream
from index.audience import Audience

LATEST = 50_000  # questions that are looked at, the newest first
OUTCOMES = ("answered", "not_found", "clarify")  # of small talk and what is declined, no document changes the answer


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question however often it was asked in one audience, case and punctuation aside."""

    question: Question  # as it was most often written
    audience: Audience  # who was to read the answer
    times: int
    receipt: str  # of the last time


@dataclass(frozen=True, slots=True)
class Asked:
    """Most often asked first; those asked as often, the newest first."""

    questions: tuple[AskedQuestion, ...]
    different: int  # how many there are, those included that are too many
    looked_at: int  # questions in the record


NOTHING_ASKED = Asked((), 0, 0)


@dataclass(slots=True)
class _Group:
    receipt: str
    audience: Audience
    written: Counter[Question] = field(default_factory=Counter)


def asked_most(database: Database, most: int, latest: int = LATEST) -> Asked:
    """What was asked most often among the newest questions."""
    if not most:
        return NOTHING_ASKED
    messages, texts = tables.messages, tables.texts
    chosen = (
        select(messages.c.receipt, messages.c.filters, texts.c.text, texts.c.more)
        .join_from(messages, texts, texts.c.seq == messages.c.received_seq)
        .where(messages.c.outcome.in_(OUTCOMES))
        .order_by(messages.c.id.desc())
        .limit(latest)
    )
    groups: dict[tuple[str, tuple[str, ...], Audience], _Group] = {}
    looked_at = 0
    with database.read() as connection:
        for receipt, filters, text, more in stream(connection, chosen):
            looked_at += 1
            earlier = tuple(json.loads(more).get("earlier", ())) if more else ()
            audience = _audience(filters or "")
            key = (normalised(text), tuple(map(normalised, earlier)), audience)
            if key[0]:
                group = groups.setdefault(key, _Group(receipt, audience))
                group.written[Question(" ".join(text.split()), earlier)] += 1
    found = [
        AskedQuestion(group.written.most_common(1)[0][0], group.audience, group.written.total(), group.receipt)
        for group in groups.values()
    ]
    found.sort(key=lambda each: -each.times)  # stable: the newest stay first
    return Asked(tuple(found[:most]), len(found), looked_at)


def questions_of(database: Database, receipts: Sequence[str]) -> dict[str, Question]:
    """Receipt -> question, of those that have not been erased."""
    found = {}
    with database.read() as connection:
        for row in connection.execute(_BY_RECEIPT, {"receipts": list(receipts)}) if receipts else ():
            earlier = tuple(json.loads(row.more).get("earlier", ())) if row.more else ()
            found[row.receipt] = Question(" ".join(row.text.split()), earlier)
    return found


@lru_cache(1024)
def _audience(filters: str) -> Audience:
    return Scope.read(json.loads(filters) if filters else {}, date.min).audience


_BY_RECEIPT = (
    select(tables.messages.c.receipt, tables.texts.c.text, tables.texts.c.more)
    .join_from(tables.messages, tables.texts, tables.texts.c.seq == tables.messages.c.received_seq)
    .where(tables.messages.c.receipt.in_(bindparam("receipts", expanding=True)))
)
