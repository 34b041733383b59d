"""Names of folders tell roles of one title apart, where the documents don't say whose they are."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

CLERK = "# Town Clerk\n\n**Grade:** {}\n\n**Reports to:** {}\n\nKeeps the rolls.\n"
TEXTS = {
    "elm-harbour/clerk.md": CLERK.format(5, "Mayor"),
    "oakfield/clerk.md": CLERK.format(8, "Council Chair"),
    "oakfield/guard.md": "# Gate Guard\n\n**Grade:** 2\n\n**Reports to:** Town Clerk\n\nShuts the rolls away.\n",
    "rolls/porter.md": "# Porter\n\n**Grade:** 1\n\n**Reports to:** Town Clerk\n\nCarries the rolls.\n",
}


def answer(question: str) -> Answer:
    return answer_from(TEXTS, question)


@pytest.mark.parametrize(
    ("question", "grade"),
    [
        ("what grade is the Elm Harbour town clerk?", "5"),
        ("grade of oakfield's town clerk", "8"),
        ("what grade is the clerk in Oakfield", "8"),
        ("grade of the oakfield gate guard", "2"),
    ],
)
def test_the_folder_tells_which_is_meant(question: str, grade: str) -> None:
    found = answer(question)
    assert found.status == "answered", found.text
    assert found.text.rstrip().endswith(grade)


def test_a_word_that_the_documents_speak_about_names_no_folder() -> None:
    assert answer("who does the gate guard with the rolls report to?").roles == ("Gate Guard",)
    assert answer("which grade has the town clerk who keeps the rolls?").status == "clarify"


def test_choices_of_one_title_name_their_documents() -> None:
    labels = [choice.label for choice in answer("grade of the town clerk?").choices]
    assert labels == ["Town Clerk, elm harbour", "Town Clerk, oakfield"]
