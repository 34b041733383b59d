"""Questions about several jobs, and about the next step of one, as staff ask them of a page of vacancies."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

JOB = "# {}\n\n**Grade:** {}\n\n**Reports to:** Harbour Master\n\n## Requirements\n\n- {}\n- {}\n"
TEXTS = {
    "tech1.md": JOB.format("Sonar Technician 1", 3, "Must be able to lift up to 40 pounds.", "Good ears."),
    "tech2.md": JOB.format("Sonar Technician 2", 4, "Must be able to lift up to 50 pounds.", "Passes a polygraph."),
    "cook.md": JOB.format("Ship Cook", 2, "Must be able to lift up to 50 pounds.", "Good taste, open to all."),
    "clerk.md": JOB.format("Berth Clerk", 2, "Must be able to lift 20 pounds.", "Writes well, open to all."),
    "guard.md": JOB.format("Gate Guard", 2, "A driving licence.", "Wakes others, open to all."),
}


def answer(*thread: str) -> Answer:
    return answer_from(TEXTS, *thread)


@pytest.mark.parametrize(
    ("question", "listed", "others"),
    [
        ("which jobs involve lifting up to 50 pounds?", ["Sonar Technician 2", "Ship Cook"], ["Technician 1", "Clerk"]),
        (
            "which jobs involve lifting up to 45 pounds?",
            ["Sonar Technician 1", "Berth Clerk"],
            ["Technician 2", "Cook"],
        ),
        ("which jobs involve lifting at most 40 pounds?", ["Sonar Technician 1", "Berth Clerk"], ["Technician 2"]),
    ],
)
def test_up_to_is_what_documents_say_of_a_most_or_else_all_that_is_less(question, listed, others):
    head, _, _ = answer(question).text.partition("Not so in")
    assert all(title in head for title in listed), head
    assert not any(title in head for title in others), head


def test_words_for_people_need_not_stand_in_a_document():
    found = answer("for which jobs do people take a polygraph?")
    assert (found.kind, "Sonar Technician 2" in found.text) == ("aggregate", True)


def test_a_word_that_most_documents_hold_makes_no_list_of_jobs():
    assert answer("which jobs are open to people?").kind != "aggregate"


@pytest.mark.parametrize("follow_up", ["and for the 1?", "what about level 1?", "and the 1"])
def test_another_step_of_the_role_is_meant(follow_up):
    found = answer("how much does the sonar technician 2 have to lift?", follow_up)
    assert found.roles == ("Sonar Technician 1",)
    assert "40 pounds" in found.text


def test_a_number_alone_means_no_other_step_where_the_role_has_none():
    assert answer("how much does the ship cook have to lift?", "and for the 1?").roles == ("Ship Cook",)
