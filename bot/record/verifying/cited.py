"""What answers cite, and what the list is filtered by, held against what the entries say."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from bot.record import tables
from bot.record.passage import COLUMNS, passage_id
from bot.record.rows import Row, stream
from bot.record.verifying.alongside import Alongside
from bot.record.verifying.bodies import Answered
from bot.record.verifying.findings import Findings


class Cited:
    """Walks along the chain through `citations`, and sums up what must stand in `facets`."""

    def __init__(self, connection: Connection, last: int, findings: Findings) -> None:
        """`last` is the number of the last entry."""
        self._connection = connection
        self._last = last
        self._findings = findings
        self._facets_of_passage = _passages(connection)
        self._facet_sum = 0
        messages, citations = tables.messages, tables.citations
        rows = (
            select(messages.c.answered_seq, citations.c.place, citations.c.passage, citations.c.score)
            .join_from(citations, messages, messages.c.id == citations.c.message)
            .where(messages.c.answered_seq.is_not(None))
            .order_by(messages.c.answered_seq, citations.c.place)
        )
        self._citations = Alongside(stream(connection, rows), self._strayed)

    def take(self, seq: int, message: int | None, said: Answered) -> None:
        cited = [(place, bytes.fromhex(each), score) for place, (each, score) in enumerate(said.passages)]
        if [row[1:] for row in self._citations.take_all(seq)] != cited:
            self._findings.add(seq, f"what the answer to message {message} cites was changed")
        found = {("role", role) for role in said.roles}
        for _, passage, _ in cited:
            facets = self._facets_of_passage.get(passage)
            if facets is None:
                what = f"a passage that the answer to message {message} cites is missing or was changed"
                self._findings.add(seq, what)
            else:
                found |= facets
        for facet, value in found:
            self._facet_sum += hash((facet, value, message))

    def finish(self) -> None:
        self._citations.finish()
        if self._facet_sum != self._stored_facet_sum():
            self._findings.add(self._last, "what the list is filtered by (table facets) is not what the answers cite")

    def _strayed(self, row: Row) -> None:
        named = f"{row[0]} is named in the table citations, and there is no such entry"
        self._findings.add(min(row[0], self._last + 1), named)

    def _stored_facet_sum(self) -> int:
        """Of no order, so that the table is read as it lies."""
        facets = tables.facets
        stored = select(facets.c.facet, facets.c.value, facets.c.message)
        return sum(map(hash, stream(self._connection, stored)))


def _passages(connection: Connection) -> dict[bytes, frozenset[tuple[str, str]]]:
    """What each passage is found by; those that were changed are left out."""
    found = {}
    passages = tables.passages
    for key, *values in stream(connection, select(passages.c.id, *(passages.c[name] for name in COLUMNS))):
        if passage_id(values) != key:
            continue
        sections = json.loads(values[3])
        above = (" > ".join(sections[:depth]) for depth in range(1, len(sections) + 1))
        found[key] = frozenset({("document", values[0]), *(("section", each) for each in above)})
    return found
