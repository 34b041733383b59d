"""Plain text: the form for matching, with white space folded and invisible characters gone."""

from __future__ import annotations

import re

# Zero-width and bidirectional controls, soft hyphen, word joiner, byte order mark, and PDFium's U+0002 hyphen.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0002\ufe00-\ufe0f]")


def fold(text: str) -> str:
    """One line: invisible characters dropped, every run of white space (no-break spaces too) one space."""
    return " ".join(INVISIBLE.sub("", text).split())


def has_words(text: str) -> bool:
    """Whether the text holds a letter or digit at all."""
    return any(character.isalnum() for character in text)
