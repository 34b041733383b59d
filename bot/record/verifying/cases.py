"""The table of cases, held against what the entries about each of them say."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.record import tables
from bot.record.rows import stream
from bot.record.verifying.findings import Findings

_STATES = {  # what a step leaves a case as; None: as it was
    "case_opened": "open",
    "case_claimed": "claimed",
    "case_replied": None,
    "case_closed": "closed",
    "case_reopened": "open",
}


class Cases:
    """Told each step as the chain is walked; cases are few, so that they are kept in memory until the end."""

    def __init__(self, connection: Connection, last: int, findings: Findings) -> None:
        self._connection = connection
        self._last = last
        self._findings = findings
        self._steps: dict[int, tuple[str, int, int | None]] = {}  # message -> state, opened by, held by

    @property
    def kinds(self) -> frozenset[str]:
        """Of the entries that it wants to be told."""
        return frozenset(_STATES)

    def take(self, seq: int, message: int | None, kind: str) -> None:
        if message is None or (message not in self._steps) != (kind == "case_opened"):
            self._findings.add(seq, f"{kind.replace('_', ' ')}, where there was no such case, or one already")
            return
        state, opened, holder = self._steps.get(message, ("open", seq, None))
        if kind == "case_claimed":
            holder = seq
        elif kind == "case_reopened":
            holder = None
        self._steps[message] = (_STATES[kind] or state, opened, holder)

    def finish(self) -> None:
        cases = tables.cases
        rows = select(cases.c.message, cases.c.state, cases.c.opened_seq, cases.c.holder_seq).order_by(cases.c.message)
        for message, *found in stream(self._connection, rows):
            said = self._steps.pop(message, None)
            if said is None:
                self._findings.add(self._last + 1, f"the case of message {message} is one that no entry opened")
            elif tuple(found) != said:
                self._findings.add(said[1], f"the case of message {message} was changed in the table cases")
        for message, (_, opened, _) in self._steps.items():
            self._findings.add(opened, f"the case of message {message} is missing from the table cases")
