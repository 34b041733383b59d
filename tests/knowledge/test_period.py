"""Since when and until when a document is in force."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.period import ALWAYS, Period, period_of, periods_of
from tests.index.library import read


def stated(front_matter: str, text: str = "Everyone has 25 days of holiday.", path: str = "leave.md") -> Period:
    return period_of(read(path, f"---\n{front_matter}\n---\n# Leave\n\n{text}\n"))


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-04-09", date(2024, 4, 9), date(2024, 4, 9)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_date_covers_the_days_it_is_precise_to(iso: str, first: date, last: date) -> None:
    assert Period.written(iso) == Period(first, last)


@pytest.mark.parametrize("iso", ["", "2024-13", "2023-02-29", "soon", "2024-00"])
def test_what_no_calendar_has_is_no_date(iso: str) -> None:
    with pytest.raises(ValueError, match=r"date|literal|day|month"):
        Period.written(iso)


def test_a_document_counts_from_its_first_day_to_its_last() -> None:
    period = stated("effective: 2024-04\nexpires: 2025-03")
    assert period == Period(date(2024, 4, 1), date(2025, 3, 31))
    assert date(2024, 3, 31) not in period
    assert date(2024, 4, 1) in period
    assert date(2025, 3, 31) in period
    assert date(2025, 4, 1) not in period


def test_a_document_without_dates_always_counts() -> None:
    assert stated("title: Leave") == ALWAYS
    assert date(1066, 10, 14) in ALWAYS


def test_what_metadata_states_comes_before_the_text() -> None:
    text = "Effective date: 1 May 2020\n\nEveryone has 25 days of holiday."
    assert stated("title: Leave", text).first == date(2020, 5, 1)
    assert stated("effective: 2024-04-01", text).first == date(2024, 4, 1)


def test_the_date_of_something_else_in_the_text_is_not_the_documents() -> None:
    assert stated("title: Leave", "Effective 1 May 2030 the rate is 45p a mile.") == ALWAYS


def test_a_date_before_another_label_is_the_documents() -> None:
    assert stated("title: Leave", "Effective 1 May 2020. Owner: Finance").first == date(2020, 5, 1)


def test_the_earliest_of_several_dates_counts() -> None:
    text = "Effective: 1 May 2030\n\nText.\n\nEffective: 1 May 2020\n"
    assert stated("title: Leave", text).first == date(2020, 5, 1)


def test_the_nearest_day_of_a_period() -> None:
    period = Period.written("2024")
    assert period.nearest(date(2023, 5, 1)) == date(2024, 1, 1)
    assert period.nearest(date(2024, 5, 1)) == date(2024, 5, 1)
    assert period.nearest(date(2025, 5, 1)) == date(2024, 12, 31)


def test_versions_of_one_document_follow_one_another() -> None:
    old, new, other = (
        read(path, f"---\ntitle: {title}\neffective: {day}\n---\nText of it.\n")
        for path, title, day in [
            ("policies/leave-2024.md", "Leave", "2024-01-01"),
            ("policies/leave-2025.md", "Leave", "2025-01-01"),
            ("elsewhere/leave.md", "Leave", "2026-01-01"),
        ]
    )
    assert periods_of([old, new, other]) == {
        old.path: Period(date(2024, 1, 1), date(2024, 12, 31)),
        new.path: Period(date(2025, 1, 1), None),
        other.path: Period(date(2026, 1, 1), None),
    }
