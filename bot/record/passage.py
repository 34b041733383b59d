"""The words an answer rests on, kept once however often they are quoted: a passage's id is the hash of its content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from bot.answers.answer import Citation
from bot.record import tables
from bot.record.chain import canonical

COLUMNS = ("document", "version", "title", "section", "line", "page", "start", "stop", "date", "quote")


def passage_row(citation: Citation) -> dict[str, Any]:
    """The row of `passages` for what a citation quotes, its id included."""
    row = {
        "document": citation.document,
        "version": citation.version,
        "title": citation.title,
        "section": json.dumps(citation.section, ensure_ascii=False),
        "line": citation.line,
        "page": citation.page,
        "start": citation.start,
        "stop": citation.end,
        "date": citation.date,
        "quote": citation.quote,
    }
    return {"id": passage_id(tuple(row.values())), **row}


def passage_id(values: Sequence[Any]) -> bytes:
    """SHA-256 over the values of `COLUMNS`."""
    return sha256(canonical(list(values)).encode()).digest()


def store_passages(connection: Connection, citations: Sequence[Citation]) -> list[bytes]:
    """Store those that are new; the ids of all, in order."""
    rows = [passage_row(citation) for citation in citations]
    ids = [row["id"] for row in rows]
    known = {bytes(row.id) for row in connection.execute(_KNOWN, {"ids": ids})} if ids else set()
    new = {row["id"]: row for row in rows if row["id"] not in known}
    if new:
        connection.execute(insert(tables.passages), list(new.values()))
    return ids


def citation_of(row: Any, score: float | None) -> Citation:
    """A row of `passages` as the citation it was made from."""
    return Citation(
        document=row.document,
        title=row.title,
        section=tuple(json.loads(row.section)),
        quote=row.quote,
        line=row.line,
        page=row.page,
        date=row.date,
        version=row.version,
        start=row.start,
        end=row.stop,
        score=score,
    )


_KNOWN = select(tables.passages.c.id).where(tables.passages.c.id.in_(bindparam("ids", expanding=True)))
