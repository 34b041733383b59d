"""How many receipts need a snapshot to be replayed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from bot.record.replayable import count_replayable
from bot.record.times import DAY, now
from tests.bot.record.made import ANSWER, answered

OTHER = "ba9876543210"


def test_receipts_are_counted_by_the_snapshot_that_answered(record, database):
    for snapshot in (ANSWER.snapshot, ANSWER.snapshot, OTHER):
        answered(record, answer=replace(ANSWER, snapshot=snapshot))
    asked = (ANSWER.snapshot, OTHER, "nowhere")
    assert count_replayable(database, asked, None) == {ANSWER.snapshot: 2, OTHER: 1, "nowhere": 0}


def test_receipts_whose_questions_are_too_old_count_no_more(record, database):
    answered(record)
    in_a_week = now() + 7 * DAY
    assert count_replayable(database, [ANSWER.snapshot], 8, at=in_a_week) == {ANSWER.snapshot: 1}
    assert count_replayable(database, [ANSWER.snapshot], 6, at=in_a_week) == {ANSWER.snapshot: 0}


def test_they_are_counted_by_an_index_alone(record, database):
    if not database.is_sqlite:
        return  # its planner looks at how many rows there are; the index is the same
    with database.read() as connection:
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN SELECT count(*) FROM messages WHERE snapshot = 'a' AND received_at >= 1")
        ).all()
    assert "USING COVERING INDEX ix_messages_snapshot" in str(plan)
