"""Sections that ask the same of different things are named as choices, unless the question says which."""

from __future__ import annotations

import pytest

from bot.answers.counterparts import CLOSE, counterparts
from bot.answers.reading import Evidence
from bot.answers.wording import plain_words
from knowledge.document import Document
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

TEXT = """# Letting rooms

## Halls

### Who approves a booking of the hall?

The hall manager does.

### What does the hall cost?

Forty euros an hour.

## Boats

### Who approves a booking of the ferry?

The harbour office does.

### Who approves the fuel bill?

The treasurer, as everywhere.

## Vans

### Who approves a booking of the van?

The hall manager does.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_job(Job("rooms.md", "markdown", "", TEXT.encode()))


def found(document: Document, *read: tuple[str, float]) -> list[Evidence]:
    blocks = {text: block for text, _ in read for block in document.blocks if block.plain == text}
    return [
        Evidence(document.path, block.start, block.end, text, text, block.heading, block.line, None, score)
        for text, score in read
        for block in (blocks[text],)
    ]


def labels(document: Document, question: str, *read: tuple[str, float]) -> list[str]:
    return [each.label for each in counterparts(plain_words(question), found(document, *read), document)]


def test_a_question_that_fits_several_sections_names_them_all_in_their_order(document: Document) -> None:
    read = (("The harbour office does.", 9.0), ("The hall manager does.", 8.0))
    assert labels(document, "Who approves a booking?", *read) == [
        "Who approves a booking of the hall?",
        "Who approves a booking of the ferry?",
        "Who approves a booking of the van?",
    ]


@pytest.mark.parametrize("question", ["Who approves a booking of the ferry?", "Who approves it for a van?"])
def test_a_question_that_says_which_is_answered(document: Document, question: str) -> None:
    assert not labels(document, question, ("The harbour office does.", 9.0), ("The hall manager does.", 8.0))


def test_one_that_reads_far_better_than_its_counterparts_is_meant(document: Document) -> None:
    read = (("The harbour office does.", 9.0), ("The hall manager does.", 9.0 - CLOSE - 0.1))
    assert not labels(document, "Who approves a booking?", *read)


def test_other_sections_are_no_counterparts(document: Document) -> None:
    read = (("The treasurer, as everywhere.", 9.0), ("Forty euros an hour.", 8.0))
    assert not labels(document, "Who approves the bill?", *read)


def test_the_same_words_under_both_are_one_answer(document: Document) -> None:
    text = TEXT.replace("The harbour office does.", "The hall manager does.")
    same = read_job(Job("rooms.md", "markdown", "", text.encode()))
    places = [block for block in same.blocks if block.plain == "The hall manager does."]
    read = [
        Evidence(same.path, each.start, each.end, each.plain, each.plain, each.heading, each.line, None, 9.0 - number)
        for number, each in enumerate(places)
    ]
    assert not counterparts(plain_words("Who approves a booking?"), read, same)
