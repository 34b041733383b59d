from __future__ import annotations

import pytest

from bot.answers.small_talk import small_talk
from bot.answers.wording import Spelling, read_wording

SPELLING = Spelling([], {})


@pytest.mark.parametrize(
    "message",
    ["hi", "thanks!", "Thank you so much :)", "ok bye", "you're awesome 👍", "hi what can you do", "good morning",
     "thanks a bunch, you just saved my morning", "who are you?", "cool, thanks", "lol", "help", "never mind",
     "cheers, thats all I needed for today", "that was very helpful, thanks"],
)  # fmt: skip
def test_small_talk_is_answered_in_kind(message: str) -> None:
    answer = small_talk(read_wording(message, SPELLING))
    assert answer is not None
    assert answer.status == "chat"
    assert not answer.citations


@pytest.mark.parametrize(
    "message",
    ["hi, who does the ranger report to?", "is that ok?", "thanks, and the salary?", "help with parental leave", "",
     "is it fine for them to do so at all", "what is the wifi password for today"],
)  # fmt: skip
def test_a_question_is_no_small_talk(message: str) -> None:
    assert small_talk(read_wording(message, SPELLING)) is None


def test_asked_what_it_does_it_says_so() -> None:
    answer = small_talk(read_wording("what can you do?", SPELLING))
    assert answer is not None
    assert "roles" in answer.text
