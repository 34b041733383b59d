"""Wordings of one question are met, those of another never are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.same_question import question_form
from bot.answers.wording import Spelling, read_wording

PAIRS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "approved_pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
SPELLING = Spelling([], {"mileage": 2, "expense": 3})


def form(text: str) -> tuple[str, ...]:
    return question_form(read_wording(text, SPELLING))


def same(half: str) -> list[bool]:
    return [form(each["asked"]) == form(each["approved"]) for each in PAIRS if each["half"] == half and each["same"]]


def test_no_near_miss_is_taken_for_the_question() -> None:
    misses = [each for each in PAIRS if not each["same"]]
    assert len(misses) == 150
    assert not [each for each in misses if form(each["asked"]) == form(each["approved"])]


def test_as_many_paraphrases_are_met_as_the_notes_beside_the_rules_say() -> None:
    assert (sum(same("tuned")), len(same("tuned"))) == (21, 30)
    assert (sum(same("held_out")), len(same("held_out"))) == (14, 30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I claim expenses?", "hi, can you tell me how to claim my expenses please"),
        ("May I bring my dog to work?", "are we allowed to bring our dogs to work"),
        ("What is the mileage rate?", "whats the milage rate"),
        ("Do I have to tell my supervisor?", "Must I tell my supervisor?"),
    ],
)
def test_small_words_politeness_and_slips_of_the_finger_make_no_difference(one: str, other: str) -> None:
    assert form(one) == form(other) != ()


@pytest.mark.parametrize("text", ["", "?", "why?", "And how?"])
def test_what_is_no_question_of_its_own_has_no_form(text: str) -> None:
    assert form(text) == () or form(text) == ("and", "how")


_WORDS = ["how", "many", "when", "who", "must", "can", "not", "sick", "leave", "before", "after", "more", "5", "2025"]


@given(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=6), st.sampled_from(_WORDS))
def test_one_more_word_that_tells_something_is_another_question(words: list[str], more: str) -> None:
    whole = form(" ".join(words))
    if whole and more != "leave":  # "how much sick" is "how much sick leave"
        assert form(" ".join([*words, more])) != whole
