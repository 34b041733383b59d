"""What a role's document states, asked in other words than its own, of an organisation, or later in a thread."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "pilot.md": """# Harbour Pilot (Band 6)

**Job title:** Harbour Pilot (Band 6)

**Organisation:** Gannet Bay Council

**Reports to:** Harbour Master

**Salary:** £41,000

**Union:** Boatmen's Union

**Hours:** 37 hours a week

Annual leave is as the council's policy says.

## Person specification

| Criterion | Essential | Desirable |
|---|---|---|
| Experience | Three years of experience at sea | Experience with tugs |
| Skills | Reads charts | Ties knots |
""",
    "driver.md": """# Ferry Driver

**Job title:** Ferry Driver

**Organisation:** Kittiwake Ferries Ltd

**Reports to:** Skipper

**Shift:** Monday to Friday, 06:00 to 14:00

**Salary:** £27,000
""",
    "deckhand.md": "# Deckhand\n\n**Job title:** Deckhand\n\n**Reports to:** Skipper\n\n**Hours:** 30 hours a week\n",
    "leave.md": """# Annual Leave Policy

**Organisation:** Gannet Bay Council

## Carrying leave over

Up to five days of leave may be carried over to the next year.
""",
}


def ask(*thread: str, leave: str = TEXTS["leave.md"]) -> Answer:
    return answer_from(TEXTS | {"leave.md": leave}, *thread)


@pytest.mark.parametrize(
    ("thread", "said"),
    [
        (("which union covers the harbour pilot?",), "Boatmen's Union"),
        (("what hours does the ferry driver work?",), "06:00 to 14:00"),
        (("what experience is desirable for the harbour pilot?",), "Desirable: Experience with tugs"),
        (("how many days of leave can I carry over at Gannet Bay Council?",), "Up to five days"),
    ],
)
def test_it_is_answered(thread: tuple[str, ...], said: str) -> None:
    answer = ask(*thread)
    assert answer.status == "answered", answer.text
    assert said in answer.text


def test_only_the_columns_that_are_named_are_shown() -> None:
    assert "Three years" not in ask("what experience is desirable for the harbour pilot?").text
    both = ask("what experience does the harbour pilot need?").text
    assert "Essential: Three years" in both
    assert "Desirable: Experience with tugs" in both


def test_a_number_of_hours_is_meant_exactly() -> None:
    text = ask("which roles are 30 hours a week?").text
    assert "1 role" in text
    assert "Deckhand: Hours: 30" in text.replace("**", "")


def test_a_step_of_the_pay_scale_names_no_role() -> None:
    assert "Harbour Pilot" not in ask("do band 2 staff get a boat?").text


def test_a_question_of_another_kind_does_not_take_over_what_was_asked() -> None:
    assert "£41,000" not in ask("what does the harbour pilot earn?", "ok and how long does it last?").text
    assert "£27,000" in ask("what does the harbour pilot earn?", "and the ferry driver?").text


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("what do the harbour pilot and the tax inspector earn?", "tax inspector"),
        ("compare the pay of the ferry driver and the town clerk", "town clerk"),
        ("who does the harbour pilot report to?", ""),
    ],
)
def test_a_role_set_beside_a_known_one_is_said_to_be_unknown(question: str, beside: str) -> None:
    text = ask(question).text
    assert (f"No document describes this role: {beside}." in text) if beside else "No document" not in text


def test_an_amount_that_is_not_stated_is_not_read() -> None:
    assert ask("what does the deckhand earn?").status == "not_found"


def test_most_words_of_a_title_name_the_document_whose_date_is_asked() -> None:
    policy = TEXTS["leave.md"].replace("**Organisation", "**Review date:** 31 August 2026\n\n**Organisation")
    assert "31 August 2026" in ask("when is the leave policy due for review?", leave=policy).text


SIDES = {
    "porter.md": "# Night Porter\n\n**Contract type:** Full-time\n\n**Reports to:** Abbess\n\nWorks some evenings.\n",
    "cook.md": "# Ship Cook\n\n**Contract type:** Full-time, permanent\n\n**Reports to:** Mate\n\nWorks weekends.\n",
}


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("is the night porter permanent?", "not_found"),
        ("is the night porter full time?", "answered"),
        ("is the ship cook permanent?", "answered"),
        ("does the night porter work weekends?", "not_found"),
        ("does the night porter work evenings?", "answered"),
        ("does the ship cook work weekends?", "answered"),
    ],
)
def test_one_side_of_a_fact_says_nothing_of_the_other(question: str, status: str):
    assert answer_from(SIDES, question).status == status


POSTING = """# Tide Warden

- £25,500 pro rata
- Reports to: Harbour Master

## Duties

- Great benefits: medical cover with $0 deductibles, and paid time off.

## Hiring

Applications must come with:

- a letter on waders
- a CV
- two references
"""


def test_the_list_that_a_sentence_introduces_is_part_of_what_it_states():
    said = answer_from({"tide.md": POSTING}, "what do I have to send in for the tide warden job?").text
    assert all(item in said for item in ("must come with", "a letter on waders", "a CV", "two references"))


def test_a_line_that_is_an_amount_of_pay_is_the_pay_and_what_insurance_costs_is_not():
    assert answer_from({"tide.md": POSTING}, "what does the tide warden earn?").text == "Tide Warden – £25,500 pro rata"
    without = POSTING.replace("- £25,500 pro rata\n", "")
    assert answer_from({"tide.md": without}, "what does the tide warden earn?").status == "not_found"
