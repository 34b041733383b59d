"""Columns of tables that a question names: alone, or row by row as a list."""

from __future__ import annotations

import pytest

from bot.answers.reading import Evidence
from bot.answers.table_rows import columns_named
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "pilot.md": """# Harbour Pilot

**Reports to:** Harbour Master

**Grade:** 6

## Person specification

| Criteria | Essential | Desirable | Seen in |
|---|---|---|---|
| Training | A sea school | A first aid course | Form |
| Sight | Sees buoys | | Test |
| Character | Keeps calm | Tells stories | Talk |
""",
    "berths.md": """# Berths

| Boat | R1 | R2 | R3 |
|---|---|---|---|
| Dinghy | 10 | 11 | 12 |
| Trawler | 50 | 51 | 52 |
""",
}


@pytest.mark.parametrize(
    "question",
    [
        "Which criteria are only desirable (not essential) for the harbour pilot?",
        "list what is desirable for the harbour pilot",
    ],
)
def test_a_column_is_listed_row_by_row_without_empty_cells(question: str) -> None:
    answer = answer_from(TEXTS, question)
    assert answer.text == "Harbour Pilot – Desirable:\n• Training: A first aid course\n• Character: Tells stories"
    assert [citation.quote.split(" | ")[0].strip("| ") for citation in answer.citations] == ["Training", "Character"]


def test_a_row_that_is_named_as_well_is_shown_alone() -> None:
    text = answer_from(TEXTS, "which training is essential for the harbour pilot").text
    assert "A sea school" in text
    assert "Keeps calm" not in text


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("what does a trawler pay at R2", "Boat: Trawler; R2: 51"),
        ("what does a trawler pay, not at R2 but R3", "Boat: Trawler; R1: 50; R2: 51; R3: 52"),  # said, but not plainly
        ("what does a trawler pay at R1, not R2", "Boat: Trawler; R1: 50"),
        ("what does a trawler pay", "Boat: Trawler; R1: 50; R2: 51; R3: 52"),
        ("R1, R2 and R3 of a trawler", "Boat: Trawler; R1: 50; R2: 51; R3: 52"),
    ],
)
def test_of_a_row_that_is_read_only_the_named_column_is_shown(question: str, plain: str) -> None:
    documents = {"berths.md": read_job(Job("berths.md", "markdown", "", TEXTS["berths.md"].encode()))}
    row = next(block for block in documents["berths.md"].blocks if block.plain.startswith("Trawler"))
    whole = "Boat: Trawler; R1: 50; R2: 51; R3: 52"
    evidence = Evidence("berths.md", row.start, row.end, "| Trawler | 50 |", whole, (), 1, None, 1.0)
    (shown,) = columns_named(question, [evidence], documents)
    assert shown.plain == plain
    assert shown.quote == evidence.quote
