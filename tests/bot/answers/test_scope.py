"""Scopes as the record keeps them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.answers.scope import Scope, is_within
from bot.record.held_to import held_to
from index.audience import EVERYTHING, PUBLIC, Audience

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(EVERYTHING, DAY),
        Scope(PUBLIC, DAY),
        Scope(Audience.of([["hr", "board"], ["staff"]]), DAY, frozenset({"a.md", "b.md"})),
        Scope(PUBLIC, DAY, within=("jobs", "policies/leave.md")),
    ],
)
def test_a_scope_is_read_as_it_was_written(scope: Scope) -> None:
    assert Scope.read(json.loads(json.dumps(scope.written())), on=date(2000, 1, 1)) == scope


def test_an_answer_from_before_scopes_were_kept_saw_everything_on_its_day() -> None:
    assert Scope.read({}, on=DAY) == Scope(EVERYTHING, DAY)


@pytest.mark.parametrize(
    ("scope", "lines"),
    [
        (
            Scope(EVERYTHING, DAY),
            ["what these may see: everything, as an operator", "what is in force on: 26 November 2026"],
        ),
        (Scope(PUBLIC, DAY), ["what these may see: the public", "what is in force on: 26 November 2026"]),
        (
            Scope(Audience.of([["hr", "board"], ["staff"]]), DAY, frozenset({"b.md", "a.md"})),
            [
                "what these may see: board, hr; staff",
                "what is in force on: 26 November 2026",
                "all but what was withdrawn: a.md, b.md",
            ],
        ),
        (
            Scope(PUBLIC, DAY, within=("jobs", "policies/leave.md")),
            [
                "what these may see: the public",
                "what is in force on: 26 November 2026",
                "only what is within: jobs, policies/leave.md",
            ],
        ),
    ],
)
def test_a_receipt_says_it_in_words(scope: Scope, lines: list[str]) -> None:
    assert [f"{name}: {value}" for name, value in held_to(scope.written())] == lines


def test_what_older_receipts_were_held_to_is_shown_as_it_is() -> None:
    assert list(held_to({"documents": ["a.md"]})) == [("documents", '["a.md"]')]


@pytest.mark.parametrize(
    ("path", "within", "expected"),
    [
        ("policies/leave.md", (), True),
        ("policies/leave.md", ("policies",), True),
        ("policies/leave.md", ("policies/",), True),
        ("policies/leave.md", ("jobs", "policies/leave.md"), True),
        ("policies/leave.md", ("pol",), False),
        ("policies/leave.md.txt", ("policies/leave.md",), False),
        ("policies", ("policies/leave.md",), False),
    ],
)
def test_what_is_within_a_folder_or_is_the_document_itself(path: str, within: tuple[str, ...], expected: bool) -> None:
    assert is_within(path, within) == expected
