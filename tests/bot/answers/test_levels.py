"""Pages that describe one role at several levels: each level is a role of its own, and a thread may name it alone."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "archivist.md": """# Records Archivist

## Levels

### Associate Records Archivist

The Associate Records Archivist reports to the Keeper.

#### Associate Records Archivist Grade

The Associate Records Archivist is a grade 4.

#### Responsibilities

- Shelves the boxes

### Senior Records Archivist

The Senior Records Archivist reports to the Manager, Records.

#### Grade

The Senior Records Archivist is a grade 14.

#### Responsibilities

- Appraises what is handed over

### Manager, Records

The Manager, Records reports to the Keeper.

### Manager, Records Grade

The Manager, Records is a grade 15.

### Manager, Records Responsibilities

- Opens the room

## Career ladder

The next step is the Keeper.

## Papers to send

Applicants send three labels that they wrote.
""",
    "analyst-uk.md": "# Rates Analyst, UK\n\n**Grade:** 7 - **Reports to:** Treasurer - **Posts:** 3\n\n- Sets rates\n",
    "deputy.md": "# Harbour Deputy II\n\n**Title:** Harbour Deputy II\n\n**Grade:** 3\n\n**Reports to:** Captain\n",
    "analyst-us.md": "# Rates Analyst, US\n\n**Grade:** 8 - **Reports to:** Comptroller - **Posts:** 2\n\n- Rates\n",
}


def ask(*thread: str) -> Answer:
    return answer_from(TEXTS, *thread)


@pytest.mark.parametrize(
    ("thread", "said"),
    [
        (["What grade is the associate records archivist?"], "grade 4"),
        (["what grade is the senior records archivist"], "grade 14"),
        (["What grade is the senior records archivist?", "and the associate?"], "grade 4"),
        (["grade of the manager, records?"], "grade 15"),
        (
            ["Who does the senior records archivist report to?", "ok and that manager, who does she report to?"],
            "Keeper",
        ),
        (["which roles are grade 4?"], "Associate Records Archivist"),
        (["who is the boss of the US rates analyst"], "Comptroller"),
        (["grade of the rates analyst in the UK?"], "Grade: 7"),
        (["what is the next step for the senior records archivist"], "Keeper"),
        (["do applicants for records archivist send labels"], "three labels"),
        (["grade of the senior RA"], "grade 14"),
        (["list every grade 7 job"], "1 role"),
        (["what grade do the harbour deputies have"], "Grade: 3"),
    ],
)
def test_a_level_is_a_role_of_its_own(thread: list[str], said: str) -> None:
    answer = ask(*thread)
    assert answer.status == "answered"
    assert said in answer.text


def test_a_number_is_matched_whole_and_no_other_level_is_in() -> None:
    text = ask("which roles are grade 4?").text
    assert text.startswith("1 role")
    assert "grade 14" not in text


def test_a_title_that_may_be_a_fact_names_a_role_beside_another() -> None:
    text = ask("which grade is higher, the manager or the harbour deputy?").text
    assert "grade 15" in text
    assert "Grade: 3" in text


def test_bold_labels_on_one_line_part_its_values() -> None:
    (block,) = ask("who is the boss of the UK rates analyst").citations
    assert block.quote.removeprefix("**").startswith("Reports to:** Treasurer")
    assert "Posts" not in block.quote


def test_small_letters_name_no_country() -> None:
    assert ask("can someone tell us the grade of the rates analyst").status == "clarify"


RANKED = {
    "productivity.md": "# Yard Manager, Yard Productivity\n\n**Grade:** 8\n\n**Reports to:** Director\n",
    "senior.md": "# Senior Yard Manager, Yard Productivity\n\n**Grade:** 9\n\n**Reports to:** Director\n",
    "clerk.md": "# Pay Clerk II\n\n**Grade:** 2\n\n**Reports to:** Yard Manager\n",
    "clerk3.md": "# Pay Clerk III\n\n**Grade:** 3\n\n**Reports to:** Yard Manager\n",
}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("grade of the Yard Manager for Yard Productivity", "Grade: 8"),
        ("grade of the productivity manager", "Grade: 8"),  # no rank is said: not the senior one
        ("grade of the senior productivity manager", "Grade: 9"),
    ],
)
def test_without_a_rank_the_role_without_one_is_meant(question: str, said: str) -> None:
    assert said in answer_from(RANKED, question).text


def test_between_steps_is_asked_back() -> None:
    assert answer_from(RANKED, "grade of the pay clerk").status == "clarify"
