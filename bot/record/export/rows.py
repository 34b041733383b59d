"""What an export holds: one row for each message, in batches, without identities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from bot.record import tables
from bot.record.query import Filters, Queries
from bot.record.rows import stream
from bot.record.stored import ERASED
from bot.record.times import moment

BATCH = 1_000  # messages


class ExportedRow(NamedTuple):
    """One message. Texts and people that were erased are "[erased]"; "" stands where there never was one."""

    receipt: str
    received_at: datetime
    surface: str
    person: str  # pseudonym
    state: str
    outcome: str
    kind: str
    question: str
    answer: str
    documents: list[str]  # what the answer cites, in the order shown
    sections: list[str]  # of these, "Leave > Parental leave"
    versions: list[str]  # of these documents, SHA-256
    milliseconds: float | None
    confidence: float | None
    threshold: float | None
    snapshot: str
    code: str
    model: str
    feedback: str  # helpful, not_helpful or ""
    feedback_reason: str
    verdict: str
    verdict_note: str
    reason: str  # why it failed


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows, newest first, and how far the export has got."""

    rows: list[ExportedRow]
    lowest: int  # number of the last message: all above it have been looked at


def batches(connection: Connection, queries: Queries, filters: Filters) -> Iterator[Batch]:
    """All messages that pass, newest first, in the state of the connection's transaction."""
    before: int | None = None
    while ids := queries.ids(connection, filters, before, BATCH):
        yield Batch(_rows(connection, ids), ids[-1])
        if len(ids) < BATCH:
            return
        before = ids[-1]


def _rows(connection: Connection, ids: Sequence[int]) -> list[ExportedRow]:
    cited: dict[int, tuple[list[str], list[str], list[str]]] = {}
    for message, document, section, version in stream(connection, _citations(ids)):
        documents, sections, versions = cited.setdefault(message, ([], [], []))
        documents.append(document)
        sections.append(" > ".join(json.loads(section)))
        versions.append(version)
    return [_row(row, *cited.get(row[0], ([], [], []))) for row in stream(connection, _lines(ids))]


def _row(row: Sequence[Any], documents: list[str], sections: list[str], versions: list[str]) -> ExportedRow:
    (_, receipt, received_at, surface, state, outcome, kind, milliseconds, confidence, threshold, *rest) = row
    (snapshot, code, model, helpful, verdict, reason, answered, place, person, asked, said, why, marked) = rest
    return ExportedRow(
        receipt=receipt,
        received_at=moment(received_at),
        surface=surface,
        person=ERASED if place is None else person or "",
        state=state,
        outcome=outcome or "",
        kind=kind or "",
        question=ERASED if asked is None else asked,
        answer="" if answered is None else ERASED if said is None else said,
        documents=documents,
        sections=sections,
        versions=versions,
        milliseconds=milliseconds,
        confidence=confidence,
        threshold=threshold,
        snapshot=snapshot or "",
        code=code or "",
        model=model or "",
        feedback="" if helpful is None else "helpful" if helpful else "not_helpful",
        feedback_reason=why or "",
        verdict=verdict or "",
        verdict_note=marked or "",
        reason=reason or "",
    )


_messages = tables.messages
_COLUMNS = (
    *("id", "receipt", "received_at", "surface", "state", "outcome", "kind", "milliseconds", "confidence", "threshold"),
    *("snapshot", "code", "model", "helpful", "verdict", "reason", "answered_seq"),
)


def _lines(ids: Sequence[int]) -> Select[Any]:
    asked, said, why, marked = (tables.texts.alias(name) for name in ("asked", "said", "why", "marked"))
    identities, people = tables.identities, tables.people
    return (
        select(
            *(_messages.c[name] for name in _COLUMNS),
            *(identities.c.place, people.c.pseudonym, asked.c.text, said.c.text, why.c.text, marked.c.text),
        )
        .join_from(_messages, identities, identities.c.seq == _messages.c.received_seq, isouter=True)
        .join(people, people.c.id == identities.c.person, isouter=True)
        .join(asked, asked.c.seq == _messages.c.received_seq, isouter=True)
        .join(said, said.c.seq == _messages.c.answered_seq, isouter=True)
        .join(why, why.c.seq == _messages.c.helpful_seq, isouter=True)
        .join(marked, marked.c.seq == _messages.c.verdict_seq, isouter=True)
        .where(_messages.c.id.in_(ids))
        .order_by(_messages.c.id.desc())
    )


def _citations(ids: Sequence[int]) -> Select[Any]:
    citations, passages = tables.citations, tables.passages
    return (
        select(citations.c.message, passages.c.document, passages.c.section, passages.c.version)
        .join_from(citations, passages, passages.c.id == citations.c.passage)
        .where(citations.c.message.in_(ids))
        .order_by(citations.c.message, citations.c.place)
    )
