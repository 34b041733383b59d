"""Answers from a few Markdown texts, read as documents are; their passages are read word by word."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory, find_roles
from tests.bot.answers.unit_reader import UnitReader


def answer_from(texts: Mapping[str, str], *thread: str) -> Answer:
    """The answer to the last question of a thread."""
    documents = {path: read_job(Job(path, "markdown", "", text.encode())) for path, text in texts.items()}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    bar = Bar(0.3, 0.3, 0.3, 0.95, 0.3)
    answerer = Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), bar)
    return answerer.answer(Question(thread[-1], thread[:-1]))
