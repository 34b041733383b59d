"""An answer that shows a list in part says so."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory
from tests.bot.answers.unit_reader import UnitReader

CARDS = """# Cards

With a card one comes in through:

- the depot door on market days before noon
- the depot gate on market days before noon
- the roof hatch, which only fitters may use
- the garage

Kept in the depot are wet things of fitters, market traders and porters:

- wet coats of fitters
- wet boots of market traders
- wet gloves of porters
- bicycles

Lost cards:

- tell the porter
- pay 9 euros

## Doors without a card

The chapel is open.
"""


def ask(question: str) -> Answer:
    documents = {"cards.md": read_job(Job("cards.md", "markdown", "", CARDS.encode()))}
    answerer = Answerer(Directory(()), default_catalogue(), documents, UnitReader(documents), Bar(0.4, 0.4, 0.4, 0.65))
    return answerer.answer(Question(question))


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("can I come in through the depot on market days?", "(2 of the list’s 4 items.)"),
        ("may fitters use the roof hatch?", ""),  # one thing, and the list is not what was asked for
        ("is the chapel open?", ""),
        ("what are the depot door and gate for on market days?", ""),  # the whole list
        ("wet coats, wet boots or wet gloves of fitters, traders and porters?", ""),  # most of it: then all of it
    ],
)
def test_a_list_that_is_shown_in_part_is_said_to_be(question: str, note: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.text
    last = answer.text.splitlines()[-1]
    assert last == note if note else not last.startswith("("), answer.text


def test_of_a_list_that_is_mostly_shown_the_rest_is_shown_too() -> None:
    assert "bicycles" in ask("wet coats, wet boots or wet gloves of fitters, traders and porters?").text


def test_the_note_is_no_part_of_what_is_cited() -> None:
    answer = ask("can I come in through the depot on market days?")
    assert all("items" not in citation.quote for citation in answer.citations)
