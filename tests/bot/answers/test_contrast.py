"""Two things set beside each other are read one by one, and shown together only where both are told."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from bot.answers.contrast import sides
from knowledge.catalogue import default_catalogue
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory
from tests.bot.answers.unit_reader import UnitReader

TEXTS = {
    "rest.md": """# Rest days

## Ferry crew

Ferry crew swap rest days through the roster clerk, three days ahead.

## Office staff

Office staff swap rest days among themselves.

## Weather days

Rest days lost to a gale are given back within a month.
""",
    "kit.md": """# Kit

## Boots

Boots are replaced every two years.

## Clothes

In the cold months, May to August, coats and gloves are handed out on Mondays.

## Lifejackets

Lifejackets are replaced every five years and checked each spring.
""",
}


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    documents = {path: read_job(Job(path, "markdown", "", text.encode())) for path, text in TEXTS.items()}
    return Answerer(Directory(()), default_catalogue(), documents, UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.5))


def ask(answerer: Answerer, question: str) -> Answer:
    return answerer.answer(Question(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ferry crew vs office staff: how are rest days swapped?", ["Ferry crew:", "Office staff:"]),
        ("how do rest days of ferry crew differ from those of office staff?", ["roster clerk", "among themselves"]),
        ("what's the difference in swapping rest days between ferry crew and office staff", ["roster clerk"]),
        ("are boots replaced sooner than lifejackets?", ["every two years", "every five years"]),
        ("How do boots compare to lifejackets when it comes to being replaced?", ["every two years", "checked each"]),
    ],
)
def test_both_sides_are_told_each_with_its_source(answerer, question, expected):
    answer = ask(answerer, question)
    assert answer.status == "answered" and answer.kind == "compare", answer.text
    assert all(words in answer.text for words in expected), answer.text
    assert len({citation.section for citation in answer.citations}) == 2


@pytest.mark.parametrize(
    "question",
    [
        "Ferry crew vs divers: how are rest days swapped?",  # of divers nothing is said
        "how do oars compare to lifejackets when it comes to being replaced?",
        "Boots vs hats: how often are they replaced?",
    ],
)
def test_one_side_alone_is_no_comparison(answerer, question):
    assert ask(answerer, question).kind != "compare"


@pytest.mark.parametrize(
    "question",
    [
        "Coats vs gloves: when are they handed out?",
        "the cold months versus the rest of the months: when are coats handed out?",
    ],
)
def test_one_sentence_is_not_told_of_either_side(answerer, question):
    answer = ask(answerer, question)
    assert answer.kind != "compare" and answer.text.count("on Mondays") <= 1


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("pending vs on hold in the queue: who acts next in each?", "pending in the queue: who acts next?", None),
        ("A driver versus a clerk, what bonus does each get?", "A driver: what bonus do they get?", None),
        ("How does the limit of a clerk compare with that of a director?", "limit of a clerk?", "limit of a director?"),
        (
            "Is the notice for cooks longer than for waiters?",
            "how long is the notice for cooks?",
            "how long is the notice for waiters?",
        ),
        ("is a note needed earlier for night staff than for day staff", None, "when is a note needed for day staff?"),
        ("Do cooks get more leave than waiters do?", "leave for cooks?", "leave for waiters?"),
        ("who has the longer break, cooks or waiters?", "break for cooks?", "break for waiters?"),
        (
            "is there any difference between cooks and waiters in who pays for shoes?",
            None,
            "waiters in who pays for shoes?",
        ),
        ("what's the difference between flexitime and time off in lieu?", "what is flexitime?", None),
    ],
)
def test_a_question_becomes_one_about_each_side(question, first, second):
    found = sides(question)
    assert found is not None
    assert first in (None, found[0].question)
    assert second in (None, found[1].question)


@pytest.mark.parametrize(
    "question",
    [
        "Is overtime paid for anything other than Sundays?",
        "is the limit more than 500 dollars?",
        "May I take less than two weeks at once?",
        "is a claim over a month old less than an hour's work",
        "is leave approved by anyone rather than my lead?",
        "who approves leave, and how long does it take?",
        "which form is for cooks or waiters?",
    ],
)
def test_other_questions_are_left_whole(question):
    assert sides(question) is None
