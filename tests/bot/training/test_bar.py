"""The bar for answers: at most so many wrong, on documents of ours and on those of others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.scoring import Expectation
from bot.training.calibrate import (
    ENOUGH,
    IN_THREADS,
    LISTS,
    MOST_WRONG,
    Reading,
    evidence_in,
    lowest_bar,
    measured,
    says,
    shows,
    weights,
)

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five chapters: Acquisition; Design", True),
        ("Five chapters: Acquisitions; Designs and the like", True),
        ("Five chapters: Acquisition", False),
        ("Five chapters: Design; Acquisition; Finance", False),
        ("Five chapters: Acquisition; Design" + " and so on" * 200, False),
    ],
)
def test_another_form_of_the_same_words_says_it_too(text, expected):
    wanted = (("Acquisitions", "Buying"), ("Design",))
    assert says(text, Expectation("a", "?", "list", any_of=wanted, none_of=("Finance",))) is expected
    assert not says(text, Expectation("a", "?", "list"))


def test_a_few_questions_of_a_kind_tell_nothing():
    few = readings("handbook", 14)[-ENOUGH + 1 :]
    confidence = np.concatenate([np.linspace(0.0, 0.99, 100), np.ones(len(few))])
    assert lowest_bar(confidence, [*readings("farm", 4), *few]) == 0.0


def test_what_comes_out_at_a_bar_is_said():
    note = measured(np.linspace(0.0, 0.99, 100), readings("farm", 3), 0.02)
    assert note == (
        "100 questions, 0 of them in a thread, on farm, each judged by the others: "
        "0.98 answered, 0.97 right, 0.010 wrong"
    )


def test_questions_in_a_thread_count_as_often_as_people_ask_them():
    in_threads = [Reading("farm", {}, True, False, follows=True) for _ in range(60)]
    counted = weights([*readings("farm", 0), *in_threads])
    assert counted.sum() == pytest.approx(160)
    assert counted[100:].sum() / counted.sum() == pytest.approx(IN_THREADS)
    assert weights(in_threads).sum() == 60  # there is nothing beside them


def test_lists_of_ours_count_as_often_as_people_ask_for_them():
    lists = [Reading("farm", {}, True, False, is_list=True) for _ in range(60)]
    unstated = [Reading("farm", {}, True, True) for _ in range(20)]
    every = [*readings("farm", 0), *unstated, *lists]
    counted = weights(every)
    assert counted.sum() == pytest.approx(180)
    assert counted[120:].sum() / counted.sum() == pytest.approx(LISTS)
    assert counted[100:120] == pytest.approx(1)  # of these there are few enough
    theirs = [replace(each, collection="handbook") for each in every]
    assert weights(theirs) == pytest.approx(1)  # theirs are asked as people ask
    few = [*readings("farm", 0), *lists[:2]]
    assert weights(few) == pytest.approx(1)
