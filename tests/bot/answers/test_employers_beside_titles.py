"""An employer, a town or a file's name beside a title: whose role is meant, and who has none of them."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

ROLE = "# {}\n\n**Organisation:** {}\n\n**Grade:** {}\n\n**Contract type:** {}\n\n**Reports to:** {}\n\n{}\n"
TEXTS = {
    "bell/warden.md": ROLE.format("Warden", "Bell Abbey Trust", 3, "Part-time", "Rector", "Locks doors."),
    "tern/warden.md": ROLE.format("Park Warden", "Tern Parish Council", 5, "Full-time", "Clerk", "Opens gates."),
    "gull/porter-days.md": ROLE.format("Porter", "Gull House", 1, "Full-time", "Matron", "Near Osprey, in Osprey."),
    "gull/porter-nights.md": ROLE.format("Porter", "Gull House", 2, "Full-time", "Matron", "In Osprey and Osprey."),
}


def answer(question: str) -> Answer:
    return answer_from(TEXTS, question)


@pytest.mark.parametrize(
    ("question", "grade"),
    [
        ("what grade is the warden at Bell Abbey?", "3"),
        ("what grade is the warden at Tern Parish Council?", "5"),
        ("grade of the night porter", "2"),
        ("what grade is the porter on days?", "1"),
        ("what grade is the Osprey night porter?", "2"),
    ],
)
def test_the_role_of_the_one_that_is_named_is_meant(question: str, grade: str):
    found = answer(question)
    assert (found.status, found.text.rstrip()[-1:]) == ("answered", grade), found.text


def test_where_no_employer_is_named_it_is_asked_back():
    assert [choice.label for choice in answer("what grade is the warden?").choices] == [
        "Warden (Bell Abbey Trust)",
        "Park Warden (Tern Parish Council)",
    ]


def test_both_of_one_title_are_told_apart_beside_each_other():
    shown = answer("compare the grades of the day and the night porter").text
    assert "porter-days.md: Grade: 1" in shown
    assert "porter-nights.md: Grade: 2" in shown


def test_an_employer_without_such_a_role_has_none():
    found = answer("what do mechanics at Gull House earn?")
    assert (found.status, "No document describes this role: mechanics" in found.text) == ("not_found", True)


def test_terms_before_a_title_are_not_asked_for():
    assert answer("who supervises the part time warden at Bell Abbey?").text.endswith("Reports to: Rector")
