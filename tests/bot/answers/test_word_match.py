from __future__ import annotations

import pytest

from bot.answers.meaning import meanings
from bot.answers.word_match import WordMatch, counts
from knowledge.document import Block, Document

LINES = [
    "Inspects every kitchen once a month.",
    "Orders flour for three bakeries.",
    "Talks to suppliers about flour prices.",
]
TEXT = "\n".join(LINES)
BLOCKS = tuple(
    Block("item", TEXT.index(line), TEXT.index(line) + len(line), number, line, ("Baker", "Tasks"))
    for number, line in enumerate(LINES, start=1)
)
MATCH = WordMatch({"baker.txt": Document("baker.txt", "text", "0", TEXT, BLOCKS, "Baker")})


def test_the_line_that_holds_the_words_is_found_and_verbatim() -> None:
    reading = MATCH.read("Who talks about flour?", meanings("talks flour"), "baker.txt", lambda block: True, 500)
    assert [one.quote for one in reading.evidence] == ["Talks to suppliers about flour prices."]
    assert reading.confidence == 1.0


def test_words_that_no_line_holds_make_it_unsure() -> None:
    assert (
        MATCH.read("Which oven for flour?", meanings("oven flour"), "baker.txt", lambda block: True, 500).confidence
        < 0.65
    )


def test_a_section_limits_what_is_read() -> None:
    assert not MATCH.read(
        "flour?", meanings("flour"), "baker.txt", lambda block: block.heading[:1] == ("Cook",), 500
    ).evidence


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How many bakeries are there?", "Orders flour for three bakeries.", True),
        ("How many bakeries are there?", "Bakeries: 3", True),
        ("How many kitchens are inspected?", "Inspects every kitchen once a month.", False),
        ("How many kitchens are inspected?", "Inspects 12 large school kitchens.", True),
        ("How many people work there?", "We are 60 bakers.", True),
        ("How often are kitchens inspected?", "Inspects every kitchen once a month.", True),
    ],
)
def test_a_count_is_a_count_of_what_was_asked(question: str, text: str, expected: bool) -> None:
    assert counts(question, text) is expected
