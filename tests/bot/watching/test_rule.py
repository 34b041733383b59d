"""When a candidate that was built by itself doesn't go live by itself."""

from dataclasses import replace

import pytest

from bot.candidate.preview import Preview, Said, Tried
from bot.candidate.report import Failure, Report
from bot.watching.rule import objections
from index.changes import Changes, Listed

ASKED = Preview((), {}, 3, 3, 3, 3, 3, 0, 0.1)
GOOD = Report("b", "a", 9, 9, 0, 0, Changes(unchanged=9), preview=ASKED)


def gone(number: int) -> tuple[Listed, ...]:
    return tuple(Listed(f"{each}.md", str(each)) for each in range(number))


def tried(verdict: str, id: str = "q1") -> Tried:
    said = Said("answered", "25 days")
    return Tried("How many?", "changed", said, said, id=id, verdict=verdict)  # type: ignore[arg-type]  # one of three


def test_nothing_objects_to_a_change_that_breaks_nothing():
    assert objections(GOOD) == []
    assert objections(replace(GOOD, failures=(Failure("new.pdf", "password-protected"),))) == []
    assert objections(replace(GOOD, changes=Changes(added=gone(50), unchanged=1))) == []
    assert objections(replace(GOOD, preview=replace(ASKED, tried=(tried(""), tried("became_right"))))) == []


def test_a_document_that_can_no_longer_be_read_does():
    lost = tuple(Failure(f"{number}.pdf", "damaged", is_lost=True) for number in range(5))
    assert objections(replace(GOOD, failures=lost)) == [
        "5 documents can't be read any more (0.pdf, 1.pdf, 2.pdf and 2 more)"
    ]


@pytest.mark.parametrize(("removed", "left", "objects"), [(5, 5, False), (6, 5, True), (1, 0, True), (0, 0, False)])
def test_more_than_half_of_the_documents_gone_does(removed, left, objects):
    found = objections(replace(GOOD, changes=Changes(removed=gone(removed), unchanged=left)))
    assert bool(found) is objects


@pytest.mark.parametrize("verdict", ["became_wrong", "no_longer_right"])
def test_a_known_answer_that_got_worse_does(verdict):
    found = objections(replace(GOOD, preview=replace(ASKED, tried=(tried(verdict),))))
    assert found == ["1 question with a known answer is answered worse (q1)"]


def test_questions_that_could_not_be_tried_do():
    assert objections(replace(GOOD, preview=None)) == ["questions with known answers could not be tried"]
