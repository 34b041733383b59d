"""Rows of a table, read in the order of the entries they belong to: each entry takes its own as the chain is walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.record.rows import Row


class Alongside:
    """Rows in the order of their first column, which is the number of an entry."""

    def __init__(self, rows: Iterator[Row], strayed: Callable[[Row], None]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self._strayed = strayed  # told each row that no entry came to

    def take(self, seq: int) -> Row | None:
        """The row of that entry, None where there is none."""
        row = self._next
        while row is not None and row[0] < seq:
            self._strayed(row)
            row = self._next = next(self._rows, None)
        if row is None or row[0] != seq:
            return None
        self._next = next(self._rows, None)
        return row

    def take_all(self, seq: int) -> list[Row]:
        found = []
        while (row := self.take(seq)) is not None:
            found.append(row)
        return found

    def finish(self) -> None:
        """Tell the rows that are left."""
        self.take(2**63)
