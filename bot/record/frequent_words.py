"""Words that stand in very many messages, looked for together with something that few have.

The index of words alone would be walked through all of them, each message asked for the rest. Here it is the other way
round: those that have the rest are walked, and the index is asked for each. On SQLite; PostgreSQL chooses by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, bindparam, text

MANY = 40_000  # texts from which words are frequent: about where both ways take as long, among a million messages
BATCH = 250  # messages that are asked for at once


def are_frequent(connection: Connection, match: str) -> bool:
    """Whether more than `MANY` texts have the words; `match` is an expression of FTS5."""
    return int(connection.execute(_COUNT, {"match": match, "most": MANY + 1}).scalar_one()) > MANY


def newest_with(
    connection: Connection,
    match: str,
    others: Callable[[int | None, int], Sequence[int]],
    before: int | None,
    limit: int,
) -> list[int]:
    """The newest of the messages that pass all else, and have the words.

    Args:
        others: (below that number, how many) -> the newest messages that pass all else.
    """
    found: list[int] = []
    while len(found) < limit:
        candidates = others(before, BATCH)
        rows = [row for message in candidates for row in (2 * message, 2 * message + 1)]
        have = set(connection.execute(_AMONG, {"match": match, "rows": rows}).scalars()) if rows else set()
        found += [message for message in candidates if message in have]
        if len(candidates) < BATCH:
            break
        before = candidates[-1]
    return found[:limit]


_COUNT = text("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :match LIMIT :most)")
_AMONG = text("SELECT rowid >> 1 FROM words WHERE words MATCH :match AND rowid IN :rows").bindparams(
    bindparam("rows", expanding=True)
)
