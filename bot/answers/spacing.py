"""Compounds as the documents write them: "deckhand" for a Deck Hand, "care taker" for a Caretaker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from bot.answers.lexicon import lexicon

_WORD = re.compile(r"[a-z]+")
_TYPED = re.compile(r"(?<![\w'-])[A-Za-z]{3,}(?![\w-])")
_TYPED_PAIR = re.compile(r"(?<![\w'-])(?=([A-Za-z]{3,}) ([A-Za-z]{3,})(?![\w-]))")
_LEAST = 6  # letters of a compound: two short words may stand side by side by chance


class Spacing:
    """Knows which compounds the subjects of questions write as one word, and which as two."""

    def __init__(self, subjects: Iterable[str]) -> None:
        """`subjects`: titles, organisations and words of the catalogue, a line each, lower-case."""
        self._apart: dict[str, str] = {}
        self._together: set[str] = set()
        for line in subjects:
            words = _WORD.findall(line)
            self._together.update(word for word in words if len(word) >= _LEAST)
            for first, second in pairwise(words):
                if min(len(first), len(second)) > 2 and not {first, second} & lexicon().stop_words:
                    self._apart[first + second] = f"{first} {second}"

    def mended(self, text: str, is_used: Callable[[str], bool]) -> str:
        """The text with its compounds as the subjects have them; what `is_used` by documents stays as it is typed."""
        text = _TYPED.sub(lambda match: self._parted(match.group(), is_used), text)
        for match in reversed(list(_TYPED_PAIR.finditer(text))):
            first, second = match.groups()
            if self._are_one(first.lower(), second.lower()):
                text = f"{text[: match.start()]}{first}{second}{text[match.end(2) :]}"
        return text

    def _parted(self, typed: str, is_used: Callable[[str], bool]) -> str:
        apart = self._apart.get(typed.lower())
        if apart is None or is_used(typed.lower()):
            return typed
        return apart.title() if typed[0].isupper() else apart

    def _are_one(self, first: str, second: str) -> bool:
        joined = first + second
        is_compound = joined in self._together and joined not in self._apart
        return is_compound and not {first, second} & lexicon().stop_words
