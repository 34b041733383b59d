"""Two documents that state different values for the same fact of the same role."""

from __future__ import annotations

import pytest

from index.warnings.conflicts import conflict
from tests.index.warnings.collections import collection_of, found, job

MANAGER = "Reports to: Head of Parks"
ROLE = ("Employment type: Full-time", "Union status: None")  # what makes a document describe one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salary: $50,000 a year", "Salary: $52,000 a year"),
        ("Salary: $50,000 a year", "Salary: £50,000 a year"),
        ("Grade: 6", "Grade: 7"),
        ("Hours per week: 37.5 hours", "Hours per week: 40 hours"),
        ("Supervisor: Head of Parks", "Supervisor: Head of Roads"),
        ("FLSA Status: Exempt", "FLSA Status: Non-exempt"),
        ("Probation: six months", "Probation: 3 months"),
        ("Notice period: one month", "Notice period: 2 months"),
    ],
)
def test_other_values_are_a_conflict(one, other):
    texts = {"a.md": job("Gardener", *ROLE, one), "b.md": job("Gardener", *ROLE, other)}
    (warning,) = found(conflict, texts)
    assert warning.documents == ("a.md", "b.md")
    assert "Gardener" in warning.text
    assert one.partition(": ")[2] in warning.text
    assert other.partition(": ")[2] in warning.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salary: $50,000 a year", "Salary: 50,000.00 USD per annum"),
        ("Salary: $50,000", "Salary: USD 50,000 a year"),
        ("Salary: $20.00 an hour", "Salary: $41,600 a year"),  # by the hour and by the year: neither contradicts
        ("Grade: 6", "Grade: Grade 6"),
        ("Hours per week: 37.5 hours", "Hours per week: 37.50"),
        ("Supervisor: Head of Parks", "Supervisor: The Head of Parks, Elm County Library"),
        ("FLSA Status: Exempt", "FLSA Status: exempt"),
        ("Probation: six months", "Probation: 6 months"),
        ("Probation: 12 months", "Probation: one year"),
        ("Notice period: one month", "Notice period: 4 weeks"),  # not compared
    ],
)
def test_the_same_in_other_words_is_none(one, other):
    texts = {"a.md": job("Gardener", *ROLE, one), "b.md": job("Gardener", *ROLE, other)}
    assert all(len(each.roles) == 1 for each in collection_of(texts).traits)
    assert found(conflict, texts) == []


def test_another_organisation_or_another_title_is_another_role():
    one = job("Gardener", MANAGER, "Grade: 6")
    elsewhere = job("Gardener", MANAGER, "Grade: 9").replace("Elm County Library", "Oak County Library")
    assert found(conflict, {"a.md": one, "b.md": elsewhere}) == []
    assert found(conflict, {"a.md": one, "b.md": job("Head Gardener", MANAGER, "Grade: 9")}) == []


def test_a_later_version_and_what_others_see_contradict_nothing():
    old = job("Gardener", MANAGER, "Grade: 6", front="expires: 2025-12-31")
    new = job("Gardener", MANAGER, "Grade: 7", front="effective: 2026-01-01")
    assert found(conflict, {"a.md": old, "b.md": new}) == []
    staff = job("Gardener", MANAGER, "Grade: 6", front="audience: [staff]")
    board = job("Gardener", MANAGER, "Grade: 7", front="audience: [board]")
    assert found(conflict, {"a.md": staff, "b.md": board}) == []
    public = job("Gardener", MANAGER, "Grade: 7")
    assert len(found(conflict, {"a.md": staff, "b.md": public})) == 1


def test_a_document_without_an_organisation_belongs_to_the_only_one():
    unnamed = job("Gardener", MANAGER, "Grade: 9").replace("Organisation: Elm County Library\n\n", "")
    assert len(found(conflict, {"a.md": job("Gardener", MANAGER, "Grade: 6"), "b.md": unnamed})) == 1
