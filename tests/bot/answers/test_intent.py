from __future__ import annotations

import pytest

from tests.bot.answers.small_library import intents

READER = intents()


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Who does the Park Ranger report to?", ("reports_to",)),
        ("who's the boss of the ranger", ("reports_to",)),
        ("Who reports to the ranger?", ("supervises",)),
        ("Who does the ranger supervise?", ("supervises",)),
        ("Who supervises the ranger?", ("reports_to",)),
        ("who the ranger reports to", ("reports_to",)),
        ("who reports to the ranger", ("supervises",)),
        ("How much does the ranger make?", ("salary",)),
        ("Does the ranger need a driver's license?", ("licences",)),
        ("grade and salary of the ranger", ("grade", "salary")),
        ("Where do rangers sleep?", ()),
        ("How would a ranger become a manager?", ()),
        ("What do rangers bring when they apply?", ("how_to_apply",)),
        ("Is a parking plan part of the ranger's job?", ()),
    ],
)
def test_the_facts_that_are_asked(question: str, facts: tuple[str, ...]) -> None:
    assert READER.read(question).fact_names == facts


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is the grade of the ranger?", "one"),
        ("Compare the grades of the ranger and the technician", "compare"),
        ("Who lifts more, the ranger or the event planner?", "compare"),
        ("Does the ranger report to the trail planner?", "one"),
        ("How do the two planners differ?", "compare"),
        ("Which roles need a license?", "every_role"),
        ("Which of the job descriptions state a salary?", "every_role"),
        ("List all positions that are exempt", "every_role"),
        ("How many jobs involve weekends?", "every_role"),
        ("Who needs a driver's license?", "every_role"),
        ("Does any role have to lift?", "every_role"),
        ("Which documents do I send to apply as a ranger?", "one"),
        ("What role does the ranger play in safety?", "one"),
        ("What's my job on weekends?", "one"),
        ("Which planners work weekends?", "every_role"),
    ],
)
def test_one_role_several_or_all(question: str, form: str) -> None:
    assert READER.read(question).form == form


def test_details_are_what_names_neither_role_nor_fact() -> None:
    intent = READER.read("Hi, how much outdoor experience does the Park Ranger need?")
    assert [word.plain for word in intent.details] == ["outdoor"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("List the duties of the ranger", True),
        ("Which skills does the ranger need?", True),
        ("What is the grade of the ranger?", False),
        ("Who is the boss of the ranger?", False),
    ],
)
def test_whether_several_things_are_wanted(question: str, expected: bool) -> None:
    assert READER.read(question).wants_list is expected


@pytest.mark.parametrize(
    ("question", "is_about_role"),
    [
        ("who does the ranger report to?", True),
        ("what does the park ranger do about dogs?", True),
        ("may the ranger read my doctor's note?", False),
        ("can I talk to a ranger about my stipend?", False),
        ("how is a ranger told of a fire?", False),
    ],
)
def test_among_policies_a_part_of_a_title_names_no_role_where_something_else_is_asked(
    question: str, is_about_role: bool
) -> None:
    assert bool(intents(roles_are_few=True).read(question).roles) == is_about_role
    assert intents().read(question).roles


def test_whose_planner_it_is_names_no_role() -> None:
    assert not intents().read("who stands in for my planner?").roles
    assert intents().read("who stands in for my event planner?").roles


@pytest.mark.parametrize(
    "question",
    [
        "name the branches of the park",
        "What teams make up the arena?",
        "what are the steps to close a trail?",
        "which kinds of permit are there",
        "which three forms does a tour need?",
        "list every way to report a fire",
        "what do I have to include in a claim?",
    ],
)
def test_questions_that_ask_for_several_things(question: str) -> None:
    assert READER.read(question).asks_for_several


@pytest.mark.parametrize(
    "question",
    ["what is the name of the form?", "what happens if I lose a key?", "who is the chief?", "what time is it?"],
)
def test_questions_that_ask_for_one(question: str) -> None:
    assert not READER.read(question).asks_for_several


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is a tour for a friend allowed?", True),
        ("my brother wants me to guide on Sundays, ok?", True),
        ("when is the gate closed?", True),
        ("rules on guiding tours", False),
        ("what do I check before I close a trail?", False),
    ],
)
def test_whether_one_thing_answers(question: str, expected: bool) -> None:
    assert READER.read(question).asks_for_one is expected


@pytest.mark.parametrize("question", ["who can open the gate?", "what must a note say?", "which tools can I borrow?"])
def test_questions_that_may_ask_for_either(question: str) -> None:
    intent = READER.read(question)
    assert intent.may_want_list
    assert not intent.asks_for_several
