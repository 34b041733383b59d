"""How a message and its answer stand in the tables: what `record` writes within its transactions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, insert, select, update

from bot.answers.answer import Answer
from bot.record import tables
from bot.record.chain import Appender
from bot.record.commitments import Written
from bot.record.errors import UnknownReceipt
from bot.record.message import Provenance
from bot.record.number import read_number
from bot.record.passage import store_passages


def facts_of(answer: Answer, milliseconds: float, provenance: Provenance) -> dict[str, Any]:
    """What stands about an answer both in its entry and in the row of its message."""
    filters = {**provenance.filters, **(answer.scope.written() if answer.scope else {})}
    return {
        "status": answer.status,
        "kind": answer.kind,
        "milliseconds": round(milliseconds, 3),
        "confidence": answer.confidence,
        "threshold": answer.threshold,
        "snapshot": answer.snapshot,
        "code": provenance.code,
        "model": provenance.model,
        "filters": json.dumps(filters, sort_keys=True) if filters else "",
    }


def append_answer(appender: Appender, message: int, answer: Answer, facts: dict[str, Any]) -> int:
    """Store the entry, with what the answer cites and is found by; its number."""
    connection = appender.connection
    passages = store_passages(connection, answer.citations)
    scores = [citation.score for citation in answer.citations]
    cited = [[passage.hex(), score] for passage, score in zip(passages, scores, strict=True)]
    seq = appender.append(
        "answered",
        {**facts, "passages": cited, "roles": answer.roles},
        message=message,
        text=Written(answer.text, _beside(answer)),
    )
    _store_citations(connection, message, passages, scores)
    _store_facets(connection, message, answer)
    return seq


def move(connection: Connection, message: int, **values: Any) -> None:
    """Change columns of a message's row."""
    bound = {"moved": message, **{f"new_{name}": value for name, value in values.items()}}
    connection.execute(_moving(tuple(values)), bound)


def message_id(connection: Connection, number: str) -> int:
    """Which message has that receipt number, however it was typed.

    Raises:
        UnknownReceipt: none has.
    """
    found = connection.execute(_BY_NUMBER, {"number": read_number(number)}).scalar_one_or_none()
    if found is None:
        raise UnknownReceipt(number)
    return int(found)


def is_taken(connection: Connection, number: str) -> bool:
    """Whether a message has that receipt number."""
    return connection.execute(_BY_NUMBER, {"number": number}).first() is not None


def facets_of(answer: Answer) -> set[tuple[str, str]]:
    """What an answer is found by: its documents, its roles, and its sections with those above them."""
    found = {("role", role) for role in answer.roles}
    for citation in answer.citations:
        found.add(("document", citation.document))
        found |= {("section", " > ".join(citation.section[:depth])) for depth in range(1, len(citation.section) + 1)}
    return found


@cache
def _moving(columns: tuple[str, ...]) -> Update:
    """Built once: SQLAlchemy takes longer to build and recognise a statement than SQLite to run it."""
    moved = update(tables.messages).where(tables.messages.c.id == bindparam("moved"))
    return moved.values({name: bindparam(f"new_{name}") for name in columns})


def _beside(answer: Answer) -> str:
    """What belongs to an answer's text and may quote the question, too."""
    beside: dict[str, Any] = {}
    if answer.choices:
        beside["choices"] = [asdict(choice) for choice in answer.choices]
    if answer.nearest:
        beside["nearest"] = answer.nearest
    return json.dumps(beside) if beside else ""


def _store_citations(
    connection: Connection, message: int, passages: Sequence[bytes], scores: Sequence[float | None]
) -> None:
    rows = [
        {"message": message, "place": place, "passage": passage, "score": score}
        for place, (passage, score) in enumerate(zip(passages, scores, strict=True))
    ]
    if rows:
        connection.execute(_INSERT_CITATIONS, rows)


def _store_facets(connection: Connection, message: int, answer: Answer) -> None:
    rows = [{"facet": facet, "value": value, "message": message} for facet, value in sorted(facets_of(answer))]
    if rows:
        connection.execute(_INSERT_FACETS, rows)


_BY_NUMBER = select(tables.messages.c.id).where(tables.messages.c.receipt == bindparam("number"))
_INSERT_CITATIONS, _INSERT_FACETS = insert(tables.citations), insert(tables.facets)
