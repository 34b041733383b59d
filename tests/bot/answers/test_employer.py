"""An employer that is named in passing tells no statements of its own documents apart; a place that they name does."""

from __future__ import annotations

from tests.bot.answers.small_texts import answer_from

COOK = """# Senior Cook

**Reports to:** Head of House

**Grade:** 7

## Responsibilities

- Line management of bakers
- Writes the menus of Elm House
"""
TEXTS = {"cook.md": COOK, "keys.md": "# Keys\n\nThe lodge keeps the keys.\n"}


def test_the_employer_is_no_part_of_what_is_asked() -> None:
    answer = answer_from(TEXTS, "I'm a senior cook at Elm House, what grade am I?")
    assert answer.text.endswith("7"), answer.text


def test_a_word_that_the_document_holds_is_asked_for() -> None:
    texts = TEXTS | {"cook.md": f"{COOK}- Cooks at Leeds on Fridays\n- Cooks at York on Mondays\n"}
    answer = answer_from(texts, "on which days does the senior cook work at Leeds?")
    assert "Leeds" in answer.text
    assert "York" not in answer.text
