"""Answers on the sample documents, from real facts; passages are read without the model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import knowledge
from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.reading import read_folder
from knowledge.roles import Directory, find_roles
from tests.bot.answers.unit_reader import UnitReader

NEVER = Bar(2.0, 2.0, 2.0, 2.0)  # what passages say is never sure enough: facts and headings answer alone
SAMPLES = Path(knowledge.__path__[0]) / "samples"


@cache
def answerer() -> Answerer:
    documents = {found.path: found for found in read_folder(SAMPLES) if isinstance(found, Document)}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    return Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), NEVER)


def ask(question: str) -> Answer:
    return answerer().answer(Question(question))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("can i carry over holiday", ["Up to five unused days may be carried over"]),
        ("can I carry vacation days forward?", ["Up to five unused days may be carried over"]),
        ("how much vacation do I get?", ["10 or more: 25"]),
    ],
)
def test_a_policy_answers_for_all_roles(question: str, said: list[str]) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.text
    assert {citation.document for citation in answer.citations} == {"policies/leave.md"}
    assert all(words in answer.text for words in said)


@pytest.mark.parametrize(
    "question",
    [
        "can I sell vacation",
        "can I leave a message for the director",
        "what do you pay back",
        "how do I report a fault",
        "is there a notice board",
        "who pays for training",
        "what's the mileage rate",
    ],
)
def test_words_of_a_set_phrase_ask_for_no_fact(question: str) -> None:
    answer = ask(question)
    assert answer.status != "clarify", answer.text
    assert "does not state" not in answer.text
    assert "jobs/" not in " ".join(citation.document for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("which jobs work weekends", ["Head of Circulation", "Library Assistant", "Youth Services Librarian"]),
        ("which jobs don't work weekends", ["Bookmobile Driver"]),
        ("how many roles work evenings?", ["Library Assistant", "Youth Services Librarian"]),
        ("which roles are on call?", ["Systems Specialist"]),
        ("which roles report to the board of trustees?", ["Library Director"]),
        ("how many jobs are full time?", ["Head of Circulation", "Youth Services Librarian"]),
        (
            "how many jobs need a degree?",
            ["Head of Circulation", "Library Director", "Systems Specialist", "Youth Services Librarian"],
        ),
    ],
)
def test_only_roles_of_which_it_holds_are_counted(question: str, titles: list[str]) -> None:
    lines = ask(question).text.split("\n")
    assert [line.split(" (")[0].removeprefix("• ") for line in lines if line.startswith("•")] == titles
    assert lines[0].startswith("1 role" if len(titles) == 1 else f"{len(titles)} roles")


def test_pay_for_a_year_and_for_an_hour_are_not_compared() -> None:
    answer = ask("which role pays the most?")
    assert "Library Director" in answer.text
    assert "Bookmobile Driver" in answer.text
    assert "are not compared" in answer.text


def test_pay_that_cannot_be_compared_with_the_amount_asked_for_is_listed_apart() -> None:
    found, _, apart = ask("which roles pay more than 50k?").text.partition("Not comparable")
    assert [title in found for title in ("Library Director", "Systems Specialist", "Bookmobile Driver")] == [1, 1, 0]
    assert "Bookmobile Driver (Alder County Library): Pay: $21.40 to $26.10 per hour" in apart


def test_not_needed_and_not_stated_are_told_apart() -> None:
    answer = ask("which jobs don't require a driver's licence?")
    assert answer.status == "not_found"
    needed, _, unstated = answer.text.partition("Not stated")
    assert "Bookmobile Driver" in needed
    assert "Library Assistant" in unstated


def test_a_role_nobody_describes_does_not_make_its_fact_unstated_everywhere() -> None:
    answer = ask("what is the salary of the zookeeper")
    assert answer.status == "not_found"
    assert "None of the job documents" not in answer.text


def test_a_mistyped_helping_verb_does_not_hide_the_fact() -> None:
    assert "$52,300" in ask("hw much dose the sistems specialst earn").text


def test_a_fact_is_not_called_unstated_for_what_else_is_asked_of_it() -> None:
    answer = ask("how much bonus salary does the library director get")
    assert answer.status == "not_found"
    assert "does not state" not in answer.text


def test_the_unit_of_pay_asks_for_no_experience() -> None:
    assert "Experience" not in ask("how much does the library assistant make a year").text


def test_all_roles_are_counted() -> None:
    assert ask("how many jobs are there?").text.startswith("6 roles:")


def test_each_document_names_the_organisation_it_is_of() -> None:
    named = {role.organisation for role in answerer()._sources.roles}
    assert named == {"Alder County Library"}
