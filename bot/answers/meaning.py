"""Words compared by what they mean: stems, those of one meaning made one ("licence" and "license")."""

from __future__ import annotations

from bot.answers.lexicon import lexicon
from bot.answers.wording import stems_of


def meaning(stemmed: str) -> str:
    """The stem that stands for a stem and all that mean the same."""
    return lexicon().same_meaning.get(stemmed, stemmed)


def meanings(text: str) -> frozenset[str]:
    """Of all the words of a text, and what they say besides: a master's is a degree."""
    stems = stems_of(text)
    implied = lexicon().implied
    return frozenset(map(meaning, stems)) | {implied[each] for each in stems if each in implied}
