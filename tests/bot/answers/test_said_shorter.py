"""Titles as people shorten them, and the employers that they name beside them."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

JOB = "# {}\n\n**Grade:** {}\n\n**Reports to:** {}\n\n## Duties\n\n- {}\n"
TEXTS = {
    "gull-bay-works/ehs.md": JOB.format(
        "Water Health and Safety Manager", 7, "Mill Owner", "Reviews WHS rules of WHS."
    ),
    "gull-bay-works/managers.md": JOB.format("Managers", 4, "Mill Owner", "The Floor Manager sees to the floor."),
    "gull-bay-works/garden.md": JOB.format("Porter/Gardener (Casual)", 2, "Floor Manager", "Rakes leaves."),
    "quay-dor/bi.md": JOB.format("North Shore Tide Information Control Keeper", 6, "Harbour Master", "Counts tides."),
    "quay-dor/porter.md": JOB.format("Vacancy: Part-time Porter - Night", 1, "Pier Captain", "Carries rolls."),
    "quay-dor/captain.md": JOB.format("Pier Captain", 5, "Harbour Master", "Leads porters."),
}


def answer(*thread: str) -> Answer:
    return answer_from(TEXTS, *thread)


@pytest.mark.parametrize(
    ("question", "grade"),
    [
        ("what grade is the WHS manager?", "7"),
        ("grade of the TI control keeper", "6"),
        ("what grade is the gardener?", "2"),
        ("which grade has the night porter", "1"),
        ("which grade has the Quay d'Or porter?", "1"),
        ("what grade is the gull bay works gardener", "2"),
    ],
)
def test_the_short_form_names_the_role(question: str, grade: str):
    found = answer(question)
    assert (found.status, found.text.rstrip()[-1:]) == ("answered", grade), found.text


def test_the_line_manager_for_a_role_is_whom_it_reports_to():
    assert "Pier Captain" in answer("who's the line manager for the night porter?").text


def test_an_employer_stands_for_its_jobs():
    asked = answer("what grade is the gull bay works job?")
    assert (asked.status, len(asked.choices)) == ("clarify", 3)


def test_jobs_of_an_employer_are_those_asked_about():
    listed = answer("which quay d'or jobs report to the harbour master?")
    assert (listed.kind, "Tide Information" in listed.text, "Pier Captain" in listed.text) == ("aggregate", True, True)
    assert "Mill Owner" not in listed.text


def test_in_a_thread_the_role_of_the_same_employer_is_meant():
    assert "Mill Owner" in answer("who does the gardener report to?", "and the manager?").text


def test_several_of_what_is_called_by_its_initials_are_no_mistake():
    assert answer("what do WHSMs review?").roles == ("Water Health and Safety Manager",)
