"""Typed text -> a question that can be asked, or the reason why it can't."""

from __future__ import annotations

import unicodedata

from bot.errors import QuestionError

LONGEST = 2_000  # characters; the longest real staff questions are a tenth of that

# Invisible characters that only turn or join what stands around them; a question means the same without them.
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_EXAMPLE = 'for example: rolecall ask "Who does the Library Assistant report to?"'


def read_question(typed: str) -> str:
    """White space folded, invisible marks gone.

    Raises:
        QuestionError: nothing to read in it, too long, or not text.
    """
    if len(typed) > LONGEST:
        raise QuestionError(
            f"The question is {len(typed):,} characters long, and at most {LONGEST:,} are read. "
            "Ask one thing, in a sentence or two."
        )
    if any(unicodedata.category(character) in {"Cs", "Co", "Cn"} or _is_control(character) for character in typed):
        raise QuestionError("The question is not plain text. Type it in words, " + _EXAMPLE)
    question = " ".join(typed.translate(_INVISIBLE).split())
    if not question:
        raise QuestionError("The question is empty. Type it in words, " + _EXAMPLE)
    if not any(character.isalnum() for character in question):
        raise QuestionError("There are no words in the question. Type it in words, " + _EXAMPLE)
    return question


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and not character.isspace()
