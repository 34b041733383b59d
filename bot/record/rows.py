"""Rows as plain tuples, straight from the driver: at a million of them, the layer between costs more than their use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import Connection, Select

Row = tuple[Any, ...]
AT_A_TIME = 2000  # rows
_cursors = count()


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Row]:
    """The rows of a statement, in memory that doesn't grow with their number; within the connection's transaction."""
    written = str(statement.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    # A cursor with a name stays on the server of PostgreSQL, which would otherwise send everything at once.
    named = {} if connection.dialect.name == "sqlite" else {"name": f"rows_{next(_cursors)}"}
    with closing(driver.cursor(**named)) as cursor:
        cursor.execute(written)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from rows
