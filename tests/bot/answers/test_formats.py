"""The same documents as Markdown, HTML, DOCX and PDF give the same answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import knowledge
from bot.answers import phrasing
from bot.answers.answer import Citation, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.passages import split_passages
from knowledge.reading import read_folder
from knowledge.roles import Directory, find_roles
from tests import markdown_as
from tests.bot.answers.unit_reader import UnitReader

ROOT = Path(__file__).parent
SAMPLES = Path(knowledge.__path__[0]) / "samples"
SOURCES = (
    *sorted(SAMPLES.rglob("*.md")),
    *sorted((ROOT / "documents").glob("*.md")),
    *sorted((ROOT.parent.parent / "knowledge" / "job_documents").glob("*.md")),
)
WRITERS: dict[str, Callable[[str], bytes]] = {
    "md": str.encode,
    "html": markdown_as.as_html,
    "docx": markdown_as.as_docx,
    "pdf": markdown_as.as_pdf,
}
QUESTIONS = (
    # facts
    "Who does the Housing Officer report to?",
    "what does the housing officer earn",
    "how many hours a week does the housing officer work?",
    "what is the grade of the laboratory manager?",
    "when is the closing date for the laboratory manager job?",
    "who is the boss of the systems specialist",
    "what is the hiring range of the systems specialist?",
    "how much can the library director spend?",
    "who does the community fundraiser report to?",
    "where does the community fundraiser work?",
    "how do I apply for the site reliability engineer job?",
    "does the housing officer need a driving licence?",
    # lists
    "what are the duties of the housing officer?",
    "list the duties of the systems specialist",
    "what are the essential requirements of the laboratory manager?",
    "which benefits does the laboratory manager get?",
    "what are the key responsibilities of the community fundraiser?",
    # passages
    "how long is parental leave?",
    "how many vacation days after 10 years?",
    "can I carry unused vacation over?",
    "what is paid for a mile in my own car?",
    "what does the parking permit cost councillors?",
    "who approves claims above $500?",
    "is alcohol paid back?",
    "when is the library's credit card to be brought back?",
    "does the housing officer work from home?",
    # comparisons and all roles
    "compare the pay of the housing officer and the laboratory manager",
    "compare the systems specialist and the library director",
    "which roles need a driving licence?",
    "which roles report to a director?",
    "which roles need no degree?",
    "how many jobs are there?",
    # not stated, not known, ambiguous
    "what is the union of the laboratory manager?",
    "who does the zookeeper report to?",
    "is there a gym allowance?",
    "what is the salary?",
    "who does the engineer report to?",
    # dates and follow-ups
    "when was the housing officer's job description last reviewed?",
    "when does the leave policy take effect?",
)


@cache
def documents(ending: str) -> dict[str, Document]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for source in SOURCES:
            _write(source, folder / f"{source.stem}.{ending}")
        found = {each.path: each for each in read_folder(folder) if isinstance(each, Document)}
    assert len(found) == len(SOURCES)
    return found


@cache
def answerer(ending: str) -> Answerer:
    read = documents(ending)
    catalogue = default_catalogue()
    roles = [role for each in read.values() for role in find_roles(each, extract_facts(each, catalogue))]
    return Answerer(Directory(tuple(roles)), catalogue, read, UnitReader(read), Bar(0.5, 0.5, 0.5, 0.65))


def _write(source: Path, file: Path) -> None:
    """The document, and beside it what its front matter states: formats other than Markdown have none."""
    text = source.read_text(encoding="utf-8")
    front = ""
    if text.startswith("---\n"):
        front, _, text = text.removeprefix("---\n").partition("\n---\n")
        file.with_suffix(".yaml").write_text(front, encoding="utf-8")
    file.write_bytes(WRITERS[file.suffix[1:]](text))


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_format_gives_the_same_answer(question: str, ending: str) -> None:
    # act
    expected = answerer("md").answer(Question(question))
    answer = answerer(ending).answer(Question(question))
    # assert
    assert answer.status == expected.status
    assert answer.text.replace(f".{ending}", ".md") == expected.text
    assert [choice.label for choice in answer.choices] == [choice.label for choice in expected.choices]
    assert len(answer.citations) == len(expected.citations)
    for cited, other in zip(answer.citations, expected.citations, strict=True):
        assert cited.document.replace(f".{ending}", ".md") == other.document
        assert cited.section == other.section
        words = _words(other)
        assert words.endswith(_words(cited)) if ending == "html" else words == _words(cited)  # see Statements.cite


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_every_format_gives_the_same_passages(ending: str) -> None:
    expected = documents("md")
    for path, document in documents(ending).items():
        other = expected[path.replace(f".{ending}", ".md")]
        assert document.title == other.title
        assert document.organisation == other.organisation
        assert [(each.path, each.text) for each in split_passages(document)] == [
            (each.path, each.text) for each in split_passages(other)
        ]


def _words(citation: Citation) -> str:
    """A quote without what sets Markdown's cells and labels apart."""
    return " ".join(re.sub(r"[|*`]|[:;](?= )", " ", phrasing.plain(citation.quote)).split())
