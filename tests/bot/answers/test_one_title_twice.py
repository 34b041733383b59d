"""Two roles of one title in one organisation: asked back about so that each can be told from the other, and picked."""

from __future__ import annotations

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory, find_roles
from tests.bot.answers.unit_reader import UnitReader

TEXT = """---
title: Duty Officer
organisation: Harlow Museum
---

# Duty Officer

**Reports to:** {manager}

**Grade:** {grade}

## Duties

- Opens the building.
- Keeps the log.
"""
NORTH, SOUTH = "jobs/north/duty-officer.md", "jobs/south/duty-officer.md"


def _answerer() -> Answerer:
    texts = {
        NORTH: TEXT.format(manager="Head of Collections", grade="4"),
        SOUTH: TEXT.format(manager="Head of Visits", grade="5"),
    }
    documents = {path: read_job(Job(path, "markdown", "0", text.encode(), None)) for path, text in texts.items()}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    assert [role.document for role in roles] == [NORTH, SOUTH]
    return Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.75))


ANSWERER = _answerer()


def ask(text: str, *earlier: str) -> Answer:
    return ANSWERER.answer(Question(text, earlier))


def test_the_choices_are_told_apart_by_their_folders() -> None:
    answer = ask("Who does the Duty Officer report to?")
    assert answer.status == "clarify"
    assert [choice.label for choice in answer.choices] == [
        "Duty Officer (Harlow Museum), north",
        "Duty Officer (Harlow Museum), south",
    ]


def test_each_choice_is_answered_from_its_document() -> None:
    north, south = (ask(each.question) for each in ask("Who does the Duty Officer report to?").choices)
    assert (north.status, [each.document for each in north.citations]) == ("answered", [NORTH])
    assert (south.status, [each.document for each in south.citations]) == ("answered", [SOUTH])
    assert "Head of Collections" in north.text
    assert "Head of Visits" in south.text


def test_what_is_asked_next_is_about_the_one_that_was_picked() -> None:
    picked = ask("Who does the Duty Officer report to?").choices[1].question
    answer = ask("And what grade are they?", picked)
    assert [each.document for each in answer.citations] == [SOUTH]
    assert "5" in answer.text
