"""Titles, dates and groups; and which warnings are new."""

from __future__ import annotations

import pytest

from index.warnings.audiences import unknown_group
from index.warnings.dates import no_effective_date, not_in_force, past_review
from index.warnings.finding import find_warnings, marked_new
from index.warnings.titles import same_title
from index.warnings.warning import DocumentWarning
from tests.index.warnings.collections import collection_of, found, job


def dated(front: str, title: str = "Parking") -> str:
    return f"---\n{front}\n---\n# {title}\n\nPark behind the house.\n"


def test_two_documents_of_one_title():
    texts = {
        "a.md": "# Parking\n\nPark here.\n",
        "b/c.md": "# The parking\n\nPark there.\n",
        "d.md": "# Dogs\n\nNone.\n",
    }
    (warning,) = found(same_title, texts)
    assert warning.documents == ("a.md", "b/c.md")
    assert "Parking" in warning.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("audience: [hr]", "audience: [board]"),
        ("expires: 2025", "effective: 2026"),
        ("effective: 2025", "effective: 2026"),  # versions in one folder: the later one takes over
        ("organisation: Elm", "organisation: Oak"),
    ],
)
def test_one_title_is_enough_where_nobody_meets_both(one, other):
    assert found(same_title, {"a.md": dated(one), "b.md": dated(other)}) == []


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("effective: 2026-03-02", "not_yet"),
        ("effective: 2026-03-01", ""),
        ("effective: 2026-03", ""),
        ("effective: 2027", "not_yet"),
        ("expires: 2026-02-28", "expired"),
        ("expires: 2026-03-01", ""),
        ("expires: 2026-03", ""),
        ("expires: 2025", "expired"),
    ],
)
def test_in_force_on_the_first_and_on_the_last_day(front, kind):
    assert [each.kind for each in found(not_in_force, {"a.md": dated(front)})] == [kind] * bool(kind)


@pytest.mark.parametrize(
    ("due", "is_past"), [("2026-02-28", 1), ("2026-03-01", 0), ("2026-03", 0), ("2026-02", 1), ("2025", 1)]
)
def test_past_its_review_date_the_day_after(due, is_past):
    assert len(found(past_review, {"a.md": dated(f"review: {due}")})) == is_past


def test_no_effective_date():
    texts = {"a.md": dated("effective: 2024"), "b.md": dated("owner: Human Resources")}
    assert [each.documents for each in found(no_effective_date, texts)] == [("b.md",)]


def test_groups_that_the_settings_do_not_define():
    texts = {
        "a.md": dated("audience: [Board, staff]"),
        "b.md": dated("audience: [bord]"),
        "c.md": dated("audience: [public]"),
    }
    (warning,) = found(unknown_group, texts, groups=["board", "Staff"])
    assert warning.documents == ("b.md",)
    assert "bord" in warning.text
    assert found(unknown_group, texts) == []  # whoever defines no groups has not begun to use them


def test_new_is_what_does_not_hold_for_what_is_live():
    live = {
        "a.md": job("Gardener", "Grade: 6", "Reports to: Cook"),
        "b.md": job("Gardener", "Grade: 7", "Reports to: Cook"),
    }
    candidate = {**live, "c.md": job("Cook", "Grade: 6", "Reports to: Gardener")}
    warnings = find_warnings(collection_of(candidate), collection_of(live))
    assert {(each.kind, each.is_new) for each in warnings} >= {("conflict", False), ("no_effective_date", True)}
    assert {each.documents for each in warnings if each.is_new} == {("c.md",)}
    assert all(each.is_new for each in find_warnings(collection_of(candidate)))


def test_one_more_copy_is_new_and_one_less_is_not():
    def copies(*documents: str) -> DocumentWarning:
        return DocumentWarning("near_duplicate", documents, "the same")

    (grown,) = marked_new([copies("a", "b", "c")], [copies("a", "b")])
    (shrunk,) = marked_new([copies("a", "b")], [copies("a", "b", "c")])
    assert grown.is_new
    assert not shrunk.is_new
