"""Everyday wording that asks for one thing and reads like another."""

from __future__ import annotations

import pytest

from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "harbour/clerk.md": """# Berth Clerk

**Organisation:** Gannet Bay Library

**Reports to:** Harbour Master

**Grade:** 4

**Salary:** $15 an hour

**Posted:** 1 May 2024

**Licences:** A first aid certificate

## Qualifications

- A school diploma
- Neat writing
- Two years with boats

## Benefits

- A berth of one's own
- Free rope
""",
    "harbour/pilot.md": """# Sea Pilot

**Organisation:** Gannet Bay Library

**Reports to:** Harbour Master

**Grade:** 6

**Salary:** $16 an hour

**Location:** Pier 3 in Gannet
""",
    "harbour/cook.md": """# Mess Cook

**Reports to:** Harbour Master

**Grade:** 3

**Salary:** London: $20 an hour; elsewhere: $18 an hour
""",
    "harbour/manager.md": """# General Manager, Coast bureau

**Reports to:** Council

**Grade:** 9

## Conference news

- Organises the conference of the harbours

""",
    "harbour/controller.md": """# Financial Controller

**Grade:** 8

**Hours:** 37 a week

**Salary:** $40 an hour

## To give good reporting

- Writes a letter each week
""",
    "pension.md": "# Pensions\n\nOur pension is with Albatross Mutual.\n",
}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who is our pension with right now", "Albatross Mutual"),  # no question about all roles
        ("what grade is the berth clerk post on", "Grade: 4"),  # not when it was posted
        ("what do you get on top of the pay as berth clerk", "Free rope"),
        ("which jobs pay 15 dollars an hour?", "Berth Clerk"),
        ("whats the finance controller on, salary wise?", "$40 an hour"),
        ("grade of the general manager", "Grade: 9"),
        ("what grade is the general manger", "Grade: 9"),
        ("outside london, who is paid better, the mess cook or the sea pilot?", "elsewhere: $18"),
    ],
)
def test_the_thing_itself_is_answered(question: str, said: str) -> None:
    answer = answer_from(TEXTS, question)
    assert answer.status == "answered"
    assert said in answer.text


def test_a_plural_alone_asks_for_the_whole_list() -> None:
    text = answer_from(TEXTS, "qualifications for the berth clerk pls").text
    assert [line in text for line in ("A school diploma", "Neat writing", "Two years with boats")] == [True] * 3


def test_pay_that_is_named_is_matched_alone() -> None:
    assert "Sea Pilot" not in answer_from(TEXTS, "which jobs pay 15 dollars an hour?").text.split("Not so")[0]


def test_of_a_driving_licence_any_licence_does_not_do() -> None:
    answer = answer_from(TEXTS, "which roles need a driving licence?")
    assert answer.status == "not_found"
    assert "first aid" not in answer.text


@pytest.mark.parametrize(
    "question", ["what would the berth clerk at the library earn", "does the sea pilot work for a town"]
)
def test_where_a_role_works_is_no_question_for_its_employer_or_place(question: str) -> None:
    text = answer_from(TEXTS, question).text
    assert "Organisation" not in text
    assert "Pier 3" not in text


@pytest.mark.parametrize(
    "question",
    [
        "how much does the general manager of the news make",  # the heading with "news" says nothing of pay
        "who does the financial controller report to?",
    ],
)
def test_a_heading_with_a_word_of_the_question_gives_no_pay_and_no_person(question: str) -> None:
    assert answer_from(TEXTS, question).kind != "list"  # the section below it


def test_organising_asks_for_no_organisation() -> None:
    text = answer_from(TEXTS, "what does organising the conference involve for the general manager").text
    assert "conference of the harbours" in text
