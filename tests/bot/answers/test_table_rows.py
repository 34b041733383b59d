"""Of a table, the row that the question names."""

from __future__ import annotations

import pytest

from bot.answers.evidence import ScoredUnit
from bot.answers.table_rows import rows_named
from knowledge.passages import split_passages
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

TEXT = """# Meals

Keep the receipt.

| Meal | Most we pay |
| --- | --- |
| Breakfast | £12 |
| Packed lunch | £15 |
| Dinner | £32 |
"""
(PASSAGE,) = split_passages(read_job(Job("meals.md", "markdown", "", TEXT.encode())))
CHOSEN = [ScoredUnit(PASSAGE, place, 0.0, 0.0) for place in range(len(PASSAGE.units))]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How much can I spend on dinner?", ["Dinner"]),
        ("What may breakfast and dinner cost?", ["Breakfast", "Dinner"]),
        ("What do we pay for a packed lunch?", ["Packed lunch"]),
        ("How much may lunch cost?", ["Breakfast", "Packed lunch", "Dinner"]),  # half a name tells nothing apart
        ("How much may meals cost?", ["Breakfast", "Packed lunch", "Dinner"]),
    ],
)
def test_only_the_rows_that_are_named_are_shown_and_all_where_none_is(question: str, rows: list[str]) -> None:
    shown = [each.unit for each in rows_named(question, CHOSEN)]
    assert shown[0].plain == "Keep the receipt."
    assert [unit.plain.partition(": ")[2].partition(";")[0] for unit in shown if unit.kind == "row"] == rows


def test_of_a_thread_the_row_that_the_last_message_names_is_shown() -> None:
    shown = [each.unit.plain for each in rows_named("How much may breakfast cost? what about dinner?", CHOSEN)]
    assert [plain for plain in shown if plain.startswith("Meal")] == ["Meal: Dinner; Most we pay: £32"]


def test_an_item_or_field_that_is_named_is_shown_without_the_others_of_its_list() -> None:
    text = "# Grades\n\nHow long one has to be here:\n\n- S1: the first year\n- S2: up to three years\n- Ask Ana\n"
    (passage,) = split_passages(read_job(Job("grades.md", "markdown", "", text.encode())))
    chosen = [ScoredUnit(passage, place, 0.0, 0.0) for place in range(len(passage.units))]
    shown = [each.unit.plain for each in rows_named("Who is S1? and what about S2?", chosen)]
    assert "S2: up to three years" in shown
    assert "S1: the first year" not in shown
    assert "Ask Ana" in shown  # no label: nothing is known of whom it is for
