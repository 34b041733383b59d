"""Career ladders: a question about a role is answered from its column alone, one about a rank asked back."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "kitchen.md": """# Steps in the kitchen

## How steps are taken

A junior needs two years in the kitchen to be made a cook.

## Expectations

| Category | Junior Cook (K1) | Cook (K2) | Senior Cook (K3) |
|---|---|---|---|
| **Skill** | | | |
| Scope | Prepares one dish with help from others. | Prepares all dishes of a day alone. | Writes the menu. |
| Leadership | Learns from all others in the house. | Helps juniors with knives. | Guides up to 3 cooks. |
| Trust | Every plate is tasted before it goes out. | Soups are tasted now and then. | Nobody tastes the plates. |
""",
    "bar.md": """# Steps at the bar

| Category | Junior Bartender (B1) | Senior Bartender (B2) |
|---|---|---|
| Leadership | Follows what the others at the bar do. | Guides up to 9 bartenders. |
| Trust | Counts the till with somebody else. | Counts the till without anybody else. |
""",
    "keys.md": "# Keys\n\nKeys are handed out by the porter at the back door.\n",
    "coats.md": "# Coats\n\nCoats hang in the hall beside the clock.\n",
    "lamps.md": "# Lamps\n\nLamps are lit at dusk in every room.\n",
}


def answer(*thread: str) -> Answer:
    return answer_from(TEXTS, *thread)


@pytest.mark.parametrize(
    ("thread", "shown", "hidden"),
    [
        (("How many cooks does a senior cook guide?",), ["Guides up to 3 cooks"], ["bartenders", "juniors"]),
        (("Are the plates of a junior cook tasted?",), ["Every plate is tasted"], ["Nobody", "Soups"]),
        (("whom does a senior cook guide?", "and a senior bartender?"), ["Guides up to 9 bartenders"], ["3 cooks"]),
    ],
)
def test_a_column_answers_for_its_role_alone(thread, shown, hidden):
    found = answer(*thread)
    assert found.status == "answered", found.text
    assert all(text in found.text for text in shown)
    assert not any(text in found.text for text in hidden)
    assert found.citations[0].section[-1].startswith(("Senior", "Junior"))


@pytest.mark.parametrize(
    "question",
    [
        "how do a junior and a senior cook differ in trust?",
        "how does trust change between a junior cook and a senior one?",
        "senior vs junior cook: trust",
    ],
)
def test_two_ranks_are_set_side_by_side_by_the_row_that_is_named(question):
    found = answer(question)
    assert found.kind == "compare"
    assert "Every plate is tasted" in found.text
    assert "Nobody tastes" in found.text
    assert "Soups" not in found.text
    assert "menu" not in found.text


def test_a_rank_alone_is_asked_back():
    found = answer("how many people do I guide as a senior?")
    assert found.status == "clarify"
    assert [choice.label for choice in found.choices] == ["Senior Cook (K3)", "Senior Bartender (B2)"]


def test_what_a_page_says_beside_its_table_answers_for_a_rank():
    found = answer("how many years until a junior is made a cook?")
    assert "two years in the kitchen" in found.text


def test_the_name_of_a_group_of_rows_is_no_answer():
    assert "Skill" not in answer("What skill does a senior cook have?").text.replace("skill", "")


HEADINGS = {
    "bakers.md": "# Steps in the bakery\n\nAll bakers start at four.\n\n"
    + "".join(
        f"## {rank}\n\n- {said} years of baking.\n- {review} tasting of loaves is needed.\n\n"
        for rank, said, review in (
            ("Junior Baker", "Two", "Regular"),
            ("Baker", "Five", "Some"),
            ("Senior Baker", "Nine", "No"),
        )
    ),
    **{path: TEXTS[path] for path in ("keys.md", "coats.md", "lamps.md")},
}


def test_headings_that_are_ranks_of_one_job_are_roles_even_if_they_state_no_facts():
    found = answer_from(HEADINGS, "how many years of baking for a senior baker?")
    assert "Nine years" in found.text
    assert "Five" not in found.text
    assert found.roles == ("Senior Baker",)


@pytest.mark.parametrize("follow_up", ["and the senior one?", "what about a senior level?", "and a senior baker?"])
def test_another_rank_of_the_role_is_meant(follow_up):
    found = answer_from(HEADINGS, "how many years of baking for a junior baker?", follow_up)
    assert found.roles == ("Senior Baker",)
    assert "Nine years" in found.text


def test_what_is_said_alike_of_the_other_is_set_beside_it():
    found = answer_from(HEADINGS, "is regular tasting of loaves needed for a junior baker and a baker?")
    assert "Regular tasting" in found.text
    assert "Some tasting" in found.text


def test_a_rank_alone_is_asked_back_of_ladders_of_headings_too():
    found = answer_from(HEADINGS | {"kitchen.md": TEXTS["kitchen.md"]}, "how many years of baking does a senior need?")
    assert found.status == "clarify"
    assert [choice.label for choice in found.choices] == ["Senior Baker", "Senior Cook (K3)"]
