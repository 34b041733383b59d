"""Where no passage answers, the place to look at is the one that the best evidence stands in."""

from __future__ import annotations

from bot.answers.passage_answer import nothing_found
from bot.answers.reading import Evidence, Reading
from bot.answers.statements import Statements
from knowledge.catalogue import Catalogue
from tests.index.library import read

LEAVE = read("leave.md", "# Leave\n\n## Sabbaticals\n\nThere are none.\n")
TRAVEL = read("travel.md", "# Travel\n\nBook early.\n")
STATEMENTS = Statements(Catalogue(()), {each.path: each for each in (LEAVE, TRAVEL)})


def evidence(words: str, heading: tuple[str, ...]) -> Evidence:
    start = LEAVE.text.index(words)
    return Evidence(LEAVE.path, start, start + len(words), words, words, heading, 1, None, 1.0)


def test_the_document_of_the_best_evidence_comes_first_with_its_section():
    best = evidence("There are none.", ("Leave", "Sabbaticals"))
    answer = nothing_found(Reading((best,), 0.4, ("travel.md", "leave.md")), 0.8, STATEMENTS)
    assert "The nearest: Leave (under “Sabbaticals”) and Travel." in answer.text
    assert (answer.status, answer.nearest, answer.citations) == ("not_found", ("Leave", "Travel"), ())


def test_without_evidence_or_a_section_documents_are_named_alone():
    assert "The nearest: Travel." in nothing_found(Reading((), 0.0, ("travel.md",)), 0.8, STATEMENTS).text
    above_all = evidence("There are none.", ())
    assert "The nearest: Leave." in nothing_found(Reading((above_all,), 0.1, ("leave.md",)), 0.8, STATEMENTS).text
    assert nothing_found(Reading((), 0.0, ()), 0.8, STATEMENTS).nearest == ()
