"""The day that a question asks about, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.as_of import read_as_of

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "on", "rest"),
    [
        ("As of 1 March 2025, how much leave do I get?", date(2025, 3, 1), "How much leave do I get?"),
        ("how much leave do I get as of March 1, 2025?", date(2025, 3, 1), "how much leave do I get?"),
        ("who was the head as at 03/2025?", date(2025, 3, 31), "who was the head?"),
        ("how much leave as of 2025-03-01", date(2025, 3, 1), "how much leave"),
        ("Is leave 25 days as of 2027?", date(2027, 1, 1), "Is leave 25 days?"),
        ("back in March 2023 who did the cook report to?", date(2023, 3, 31), "Who did the cook report to?"),
        ("What was the mileage rate on 3 May 2024?", date(2024, 5, 3), "What was the mileage rate?"),
        ("in 2019, what was the rate?", date(2019, 12, 31), "What was the rate?"),
        ("what was the rate in 2019?", date(2019, 12, 31), "what was the rate?"),
        ("what will the mileage rate be next year?", date(2027, 1, 1), "what will the mileage rate be?"),
        ("How many days did I get last month?", date(2026, 10, 31), "How many days did I get?"),
        ("as of last year, who signs?", date(2025, 12, 31), "Who signs?"),
        ("and in 2019?", date(2019, 12, 31), ""),
        ("What about as of 2025?", date(2025, 12, 31), ""),
        ("As of March 2025?", date(2025, 3, 31), ""),
    ],
)
def test_a_day_is_understood_and_taken_out(question: str, on: date, rest: str) -> None:
    found = read_as_of(question, TODAY)
    assert found is not None
    assert (found.on, found.rest) == (on, rest)


@pytest.mark.parametrize(
    "question",
    [
        "what did the 2019 audit find?",
        "What happened in the 2019 audit?",
        "are we open on 25 December 2027?",  # asks about that day, not about what is in force on it
        "Is the desk staffed on 3 May 2024?",
        "who do I call in 2000 hours",
        "what's the plan for next year?",
        "what will the plan for next year be?",
        "what was last year's rate?",
        "how often was the roof repaired in 2019 and 2020?",
        "How much leave as of now?",
        "how much leave as of 31 February 2025?",
        "How much leave as of 3/4/2025?",  # March or April can't be told
        "May I carry leave over?",
        "",
    ],
)
def test_what_is_not_clearly_a_day_stays_part_of_the_question(question: str) -> None:
    assert read_as_of(question, TODAY) is None


def test_only_as_of_counts_whatever_is_in_force() -> None:
    explicit = read_as_of("What was the rate as of 2019?", TODAY)
    in_passing = read_as_of("What was the rate in 2019?", TODAY)
    assert explicit is not None
    assert explicit.is_explicit
    assert in_passing is not None
    assert not in_passing.is_explicit


def test_a_month_or_year_that_goes_on_is_today() -> None:
    found = read_as_of("How much leave do I get as of 2026?", TODAY)
    assert found is not None
    assert found.on == TODAY
