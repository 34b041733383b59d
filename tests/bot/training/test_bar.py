"""The bar for answers: at most so many wrong, on documents of ours and on those of others."""

from __future__ import annotations

import numpy as np
import pytest

from bot.training.calibrate import MOST_WRONG, Reading, evidence_in, lowest_bar, shows

EACH_KIND = pytest.mark.parametrize("theirs", ["handbook", "hotel"])


def readings(collection: str, wrong: int) -> list[Reading]:
    """A hundred readings, the last `wrong` of which are wrong."""
    return [Reading(collection, {}, number >= wrong, False) for number in range(100)]


@EACH_KIND
def test_the_bar_rises_until_few_are_wrong(theirs):
    confidence = np.linspace(0.0, 0.99, 100)
    assert lowest_bar(confidence, readings(theirs, 4)) == 0.0
    assert lowest_bar(confidence, readings(theirs, 14)) == pytest.approx(0.10)


@EACH_KIND
def test_each_kind_of_document_has_to_hold(theirs):
    confidence = np.concatenate([np.linspace(0.0, 0.99, 100)] * 2)
    both = [*readings("farm", 0), *readings(theirs, 14)]
    share = 0.14 - 2 * MOST_WRONG  # where both are counted as one
    expected = 0.10 if theirs == "handbook" else share
    assert lowest_bar(confidence, both) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("• Choose no later than November 15th.\n• Ask *HR*.", ["no later than  November 15th"], True),
        ("Choose no later than November 15th. Ask *HR*.", ["no later than November 15th", "ask HR"], True),
        ("Choose no later than November 15th.", ["no later than November 15th", "ask HR"], False),
        ("Choose no later than November 15th." + " So be it." * 200, ["no later than November 15th"], False),
        ("Choose no later than November 15th.", [], False),
    ],
)
def test_an_answer_is_right_that_shows_all_the_words_that_answer_and_few_others(text, evidence, expected):
    assert shows(text, evidence) is expected


def test_the_words_that_answer_are_read_where_a_file_names_them(tmp_path):
    file = tmp_path / "questions.jsonl"
    evidence = '[{"document": "x.md", "quote": "by noon"}]'
    file.write_text(f'{{"id": "a", "question": "?", "evidence": {evidence}}}\n\n{{"id": 2, "question": "?"}}\n')
    assert evidence_in(file) == {"a": ("by noon",), "2": ()}
