"""Words compared by what they mean: stems, those of one meaning made one ("licence" and "license")."""

from __future__ import annotations

from bot.answers.lexicon import lexicon
from bot.answers.wording import stems_of


def meaning(stemmed: str) -> str:
    """The stem that stands for a stem and all that mean the same."""
    return lexicon().same_meaning.get(stemmed, stemmed)


def meanings(text: str) -> frozenset[str]:
    """Of all the words of a text."""
    return frozenset(map(meaning, stems_of(text)))
