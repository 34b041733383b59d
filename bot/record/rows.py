"""Many rows at once: as plain tuples straight from the driver, or whole columns of them gathered into one text.

At a million rows the layer between costs more than their use, and making a Python object of each number more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func

if TYPE_CHECKING:  # not what verifying needs
    import numpy.typing as npt

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


def gathered(column: ColumnElement[Any], between: str = ",") -> ColumnElement[Any]:
    """The values of a column, none of them NULL, as one text. Columns gathered together are in the same order."""
    return func.aggregate_strings(cast(column, Text), between)


def numbers(gathered: str | None, kind: npt.DTypeLike = "int64") -> npt.NDArray[Any]:
    """Back from text: "3,1,2" -> array([3, 1, 2]); an empty one where there were no rows."""
    import numpy as np

    return np.fromstring(gathered or "", kind, sep=",")
