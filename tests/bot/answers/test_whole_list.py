from __future__ import annotations

import pytest

from bot.answers.reading import Evidence
from bot.answers.whole_list import is_mostly_shown, whole_list
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

DOCUMENT = read_job(
    Job(
        "fire.md",
        "markdown",
        "",
        b"""# Fire drill

## On the alarm

When the bell rings:

- stop the machines
- take the stairs
  - the north stairs from floor 3
- meet at the pond

## Wardens

Ada Lund leads the wardens.

Each floor has a warden.

## History

There has been one fire.
""",
    )
)


def at(words: str) -> Evidence:
    start = DOCUMENT.text.index(words)
    return Evidence("fire.md", start, start + len(words), words, words, (), 1, None, 1.0)


@pytest.mark.parametrize("words", ["take the stairs", "When the bell rings"])
def test_an_item_or_what_introduces_it_brings_the_whole_list(words: str) -> None:
    found = whole_list(at(words), DOCUMENT, 500)
    assert found is not None
    assert found.lead_in == "When the bell rings:"
    assert [block.plain for block in found.blocks] == [
        "stop the machines",
        "take the stairs",
        "the north stairs from floor 3",
        "meet at the pond",
    ]


@pytest.mark.parametrize(
    ("shown", "items", "expected"), [(3, 4, True), (3, 6, True), (3, 7, False), (2, 2, False), (0, 0, False)]
)
def test_what_is_shown_by_half_and_more_is_mostly_shown(shown: int, items: int, expected: bool) -> None:
    assert is_mostly_shown(shown, items) is expected


def test_where_one_thing_may_be_asked_for_paragraphs_bring_nothing() -> None:
    assert whole_list(at("Each floor"), DOCUMENT, 500, or_section=False) is None
    assert whole_list(at("take the stairs"), DOCUMENT, 500, or_section=False) is not None


def test_a_paragraph_brings_its_short_section() -> None:
    found = whole_list(at("Each floor"), DOCUMENT, 500)
    assert found is not None
    assert [block.plain for block in found.blocks] == ["Ada Lund leads the wardens.", "Each floor has a warden."]


@pytest.mark.parametrize(("words", "most"), [("one fire", 500), ("take the stairs", 20)])
def test_a_single_sentence_is_no_list_and_a_long_list_is_left(words: str, most: int) -> None:
    assert whole_list(at(words), DOCUMENT, most) is None
