"""Which snapshots receipts need, to be replayed from what answered them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, func, select

from bot.record import tables
from bot.record.database import Database
from bot.record.times import DAY, now


def count_replayable(
    database: Database, snapshots: Iterable[str], text_days: float | None, at: int | None = None
) -> Mapping[str, int]:
    """How many receipts each of these snapshots answered whose question is young enough to be kept.

    An erased person's questions count as well: that they are gone stands elsewhere, and one too many does no harm.

    Args:
        snapshots: ids.
        text_days: after how many days questions are erased; None: never.
        at: microseconds since 1970 that count as now.
    """
    since = 0 if text_days is None else (now() if at is None else at) - int(text_days * DAY)
    with database.read() as connection:
        return {
            each: int(connection.execute(_COUNT, {"answered_by": each, "since": since}).scalar_one())
            for each in snapshots
        }


_COUNT = (
    select(func.count())
    .select_from(tables.messages)
    .where(tables.messages.c.snapshot == bindparam("answered_by"), tables.messages.c.received_at >= bindparam("since"))
)
