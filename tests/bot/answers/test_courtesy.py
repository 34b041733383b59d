"""What is said around a question is taken off, and nothing of the question is."""

from __future__ import annotations

import json

import pytest

from bot.answers.courtesy import bare
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hi! Quick question: how many vacation days do I get?", "how many vacation days do I get?"),
        ("hey there, hope you're well. how long is the break? thanks!", "how long is the break?"),
        ("how long is the break pls", "how long is the break"),
        ("Could you please tell me who approves travel? Thank you so much in advance!", "who approves travel?"),
        ("do you know when the form is due", "when the form is due"),
        ("I was wondering what the deadline is.", "what the deadline is."),
        ("Can you let me know if I can work from abroad?", "can I work from abroad?"),
        ("I'd like to know whether we work on Fridays", "do we work on Fridays"),
        ("Sorry to bother you again, but who approves travel?", "who approves travel?"),
        ("Good morning team, does the cook work weekends?", "does the cook work weekends?"),
        ("who do I ask about leave, any ideas?", "who do I ask about leave?"),
        ("thanks. and the schedule?", "and the schedule?"),
    ],
)
def test_courtesy_is_taken_off(typed, asked):
    assert bare(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "Hi",
        "hello, thanks",
        "Good day care options?",
        "hi-vis jackets for the driver",
        "What's the thank you policy?",
        "What does the help desk do?",
        "I need help with my expenses",
        "Do you know Excel is required?",
        "if I leave early, am I paid?",
        "I just started last month. How many vacation days do I get?",
        "So far nobody has answered: who approves travel?",
    ],
)
def test_what_is_asked_stays(typed):
    assert bare(typed) == typed


def test_no_question_without_courtesy_is_changed():
    """The evaluation's questions about the samples have hardly any."""
    lines = (ROOT / "tests" / "questions" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    changed = {each: bare(each) for each in asked if bare(each) != each}
    print(changed)
    assert len(changed) <= 2
