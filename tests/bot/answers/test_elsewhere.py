"""What the document about a role does not say, another page of a handbook may; another role's document may not."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory, find_roles
from tests.bot.answers.small_texts import answer_from
from tests.bot.answers.unit_reader import UnitReader

PORTER = """# Porter

**Job title:** Porter

**Reports to:** Head of House

**Salary:** £24,000

**Hours:** 37 a week
"""
COOK = """# Cook

**Job title:** Cook

**Reports to:** Chef

**Salary:** £26,000

**Closing date:** 16 January 2026
"""
HANDBOOK = {
    "porter.md": PORTER,
    "cook.md": COOK,
    "shadowing.md": "# Shadowing\n\nWho shadows the porter for a day keeps a torch and signs the blue book.\n",
    "keys.md": "# Keys\n\nThe lodge keeps the keys.\n",
    "bikes.md": "# Bikes\n\nBikes are parked in the yard.\n",
}


def ask(question: str, texts: dict[str, str]) -> Answer:
    documents = {path: read_job(Job(path, "markdown", "", text.encode())) for path, text in texts.items()}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    assert {role.title for role in roles} == {"Porter", "Cook"}
    reader, bar = UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.65)
    return Answerer(Directory(tuple(roles)), catalogue, documents, reader, bar).answer(Question(question))


@pytest.mark.parametrize(
    "question", ["who shadows the porter signs what book?", "may I keep a torch when I shadow the porter for a day?"]
)
def test_another_page_answers_what_the_role_s_own_document_does_not(question: str) -> None:
    answer = ask(question, HANDBOOK)
    assert answer.status == "answered", answer.text
    assert {each.document for each in answer.citations} == {"shadowing.md"}


@pytest.mark.parametrize(
    "question", ["what is the closing date of the porter job?", "when does the porter post close?"]
)
def test_another_role_s_document_does_not(question: str) -> None:
    answer = ask(question, HANDBOOK)
    assert answer.status == "not_found"
    assert "2026" not in answer.text
    assert "porter.md" in answer.text


JOBS = """# Openings

## Night Porter

**Reports to:** Head of House

- Keeps the lamp of the lodge.

## Day Porter

**Reports to:** Head of House

- Polishes the brass bell every Friday.
"""


def test_another_role_s_part_of_the_page_is_not_read() -> None:
    said = answer_from({"jobs.md": JOBS}, "on which day does the day porter polish the brass bell?")
    assert "every Friday" in said.text
    said = answer_from({"jobs.md": JOBS}, "on which day does the night porter polish the brass bell?")
    assert said.status == "not_found", said.text


def test_where_most_documents_describe_roles_only_the_role_s_own_is_read() -> None:
    few = {path: HANDBOOK[path] for path in ("porter.md", "cook.md", "shadowing.md")}
    assert ask("may I keep a torch when I shadow the porter for a day?", few).status == "not_found"
