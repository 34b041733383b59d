"""Identities and texts, held against what entries commit to; and those that are gone, against what was erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from bot.record import tables
from bot.record.commitments import identity_commitment, text_commitment
from bot.record.ranges import Ranges
from bot.record.rows import Row, stream
from bot.record.verifying.alongside import Alongside
from bot.record.verifying.bodies import decode_erased
from bot.record.verifying.findings import Findings


class Committed:
    """Walks along the chain through `identities` and `texts`."""

    def __init__(self, connection: Connection, last: int, findings: Findings) -> None:
        """`last` is the number of the last entry."""
        self._last = last
        self._findings = findings
        self._erased_identities, self._erased_texts = _erasures(connection)
        identities, people, texts = tables.identities, tables.people, tables.texts
        self._identities = self._alongside(
            connection,
            "identities",
            select(identities.c.seq, identities.c.message, people.c.key, identities.c.place, identities.c.salt)
            .join_from(identities, people, people.c.id == identities.c.person, isouter=True)
            .order_by(identities.c.seq),
        )
        self._texts = self._alongside(
            connection,
            "texts",
            select(texts.c.seq, texts.c.message, texts.c.text, texts.c.more, texts.c.salt).order_by(texts.c.seq),
        )

    def take(self, seq: int, message: int | None, identity: bytes | None, said: bytes | None) -> str:
        """Check what that entry commits to; the place that stands beside who did it, "" where none does."""
        place = self._identity(seq, message, identity) if identity is not None else ""
        if said is not None:
            self._text(seq, message, said)
        return place

    def finish(self) -> None:
        self._identities.finish()
        self._texts.finish()

    def _identity(self, seq: int, message: int | None, identity: bytes) -> str:
        row = self._identities.take(seq)
        if row is None:
            if seq not in self._erased_identities:
                self._findings.add(seq, "who did it is missing, and no entry says that it was erased")
            return ""
        _, about, person, place, salt = row
        if about != message or identity_commitment(salt, person or "", place) != identity:
            self._findings.add(seq, "who did it, or where, was changed")
        elif seq in self._erased_identities:
            self._findings.add(seq, "who did it was to be erased, and is still there")
        return str(place)

    def _text(self, seq: int, message: int | None, said: bytes) -> None:
        row = self._texts.take(seq)
        if row is None:
            if seq not in self._erased_texts:
                self._findings.add(seq, "its text is missing, and no entry says that it was erased")
            return
        _, about, words, more, salt = row
        if about != message or text_commitment(salt, words, more) != said:
            self._findings.add(seq, "its text was changed")
        elif seq in self._erased_texts:
            self._findings.add(seq, "its text was to be erased, and is still there")

    def _alongside(self, connection: Connection, table: str, statement: Select[Any]) -> Alongside:
        def strayed(row: Row) -> None:
            named = f"{row[0]} stands in the table {table}, and there is no such entry"
            self._findings.add(min(row[0], self._last + 1), named)

        return Alongside(stream(connection, statement), strayed)


def _erasures(connection: Connection) -> tuple[Ranges, Ranges]:
    """Which entries' identities and texts other entries say to have been erased."""
    entries = tables.entries
    erasing = entries.c.message.is_(None) & entries.c.kind.in_(("erased", "expired"))
    bodies = [decode_erased(body) for body in connection.execute(select(entries.c.body).where(erasing)).scalars()]
    identities = Ranges(each for body in bodies for each in body.identities)
    return identities, Ranges(each for body in bodies for each in body.texts)
