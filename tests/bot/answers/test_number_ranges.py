"""Rows that hold for a range of numbers: the one that a question's number lies in."""

from __future__ import annotations

import math

import pytest

from bot.answers.evidence import ScoredUnit
from bot.answers.number_ranges import NumberRange, range_in, rows_in_range
from knowledge.passages import split_passages
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

TEXT = """# Leave

| Length of service | Days | Shown on |
| --- | --- | --- |
| 0-4 years | 20 | 2020 |
| 5-9 years | 25 | 2021 |
| 10+ years | 30 | 2022 |
"""
(PASSAGE,) = split_passages(read_job(Job("leave.md", "markdown", "", TEXT.encode())))
CHOSEN = [ScoredUnit(PASSAGE, place, 0.0, 0.0) for place in range(len(PASSAGE.units))]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5-10 yrs", NumberRange(5, 10, "year")),
        ("50,001 – 70,000", NumberRange(50_001, 70_000)),
        ("£20k to £50k", NumberRange(20_000, 50_000)),
        ("10+ years", NumberRange(10, math.inf, "year")),
        ("5 years or more", NumberRange(5, math.inf, "year")),
        ("More than 12 months", NumberRange(12, math.inf, "month")),
        ("under 5", NumberRange(-math.inf, 5)),
        ("1 to 4 years of service", NumberRange(1, 4, "year")),
        ("£250", None),
        ("Monday - Friday", None),
        ("", None),
    ],
)
def test_a_cell_says_a_range_or_none(cell: str, expected: NumberRange | None) -> None:
    assert range_in(cell) == expected


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("I have been here for 7 years, how many days do I get?", ["25"]),
        ("how many days after seven years", ["25"]),
        ("how many days after 12 years", ["30"]),
        ("how many days after 3 months", ["20", "25", "30"]),  # in another unit
        ("how many days of leave", ["20", "25", "30"]),
        ("do 2 years differ from 6 years", ["20", "25", "30"]),  # two rows: neither alone
    ],
)
def test_only_the_row_that_holds_the_number_is_kept(question: str, days: list[str]) -> None:
    kept = [each.unit.plain for each in rows_in_range(question, CHOSEN)]
    assert [row.split("Days: ")[1].split(";")[0] for row in kept] == days
