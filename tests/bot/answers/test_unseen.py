"""Questions on documents that nothing was tuned on: floors for right answers, ceilings for wrong ones.

Six organisations, each with a document as such organisations write them. One is turned into a Word file here. Passages
are read without the model, so what the documents say in other words than the question's is not found.
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
from tests import markdown_as
from tests.bot.answers.unit_reader import UnitReader

HERE = Path(__file__).parent
IN_WORD = "porter"


def test_unseen_documents_are_answered_as_well(tmp_path: Path) -> None:
    # arrange
    for source in (HERE / "unseen").iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    written = tmp_path / f"{IN_WORD}.md"
    written.with_suffix(".docx").write_bytes(markdown_as.as_docx(written.read_text(encoding="utf-8")))
    written.unlink()
    documents = {found.path: found for found in read_folder(tmp_path) if isinstance(found, Document)}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    answerer = Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.65))

    def given(expected: Expectation) -> Given:
        answer = answerer.answer(Question(expected.question, expected.earlier))
        shown = "\n".join([answer.text, *(choice.label for choice in answer.choices)])
        return Given(answer.status, shown, tuple((each.document, each.quote) for each in answer.citations))

    # act
    texts = read_texts(tmp_path, tuple(documents.values()))
    scored = evaluate(read_expectations(HERE / "unseen.jsonl"), given, texts)
    # assert
    table = report(scored, failures=True)
    print(table)  # shown with `pytest -s`
    assert len(scored) >= 40
    assert sum(each.score.correct for each in scored) >= 0.85 * len(scored), table
    assert sum(each.score.wrong for each in scored) <= 0.05 * len(scored), table
    assert not sum(each.score.false_quotes for each in scored), table
