"""Questions with known answers on made-up job documents of several trades, answered from real facts.

Passages are read without the model here, so the minimum is below what Rolecall reaches with it.
"""

from __future__ import annotations

from pathlib import Path

from bot.answers.answer import Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from bot.evaluation import evaluate, read_expectations, read_texts, report
from bot.scoring import Expectation, Given
from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.reading import read_folder
from knowledge.roles import Directory, find_roles
from tests.bot.answers.unit_reader import UnitReader

HERE = Path(__file__).parent


def test_most_questions_are_answered_right_and_few_wrong() -> None:
    # arrange
    documents = {found.path: found for found in read_folder(HERE / "documents") if isinstance(found, Document)}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    answerer = Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), Bar(0.7, 0.5, 0.5, 0.65))
    texts = read_texts(HERE / "documents", tuple(documents.values()))

    def given(expected: Expectation) -> Given:
        answer = answerer.answer(Question(expected.question, expected.earlier))
        shown = "\n".join([answer.text, *(choice.label for choice in answer.choices)])
        return Given(answer.status, shown, tuple((each.document, each.quote) for each in answer.citations))

    # act
    scored = evaluate(read_expectations(HERE / "questions.jsonl"), given, texts)
    # assert
    table = report(scored, failures=True)
    assert len(scored) >= 60
    assert sum(each.score.correct for each in scored) >= 0.9 * len(scored), table
    assert sum(each.score.wrong for each in scored) <= 0.06 * len(scored), table
    assert not sum(each.score.false_quotes for each in scored), table
