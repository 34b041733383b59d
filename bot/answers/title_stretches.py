"""Stretches of a question that titles hold: where one begins and ends, before it is known which role is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.answers.role_titles import LINKS, Title
from bot.answers.title_index import TitleIndex
from bot.answers.wording import Word, Wording

BODIES = frozenset({"board", "committee", "council", "panel"})


class TitleStretches:
    """Finds the words of known titles in questions."""

    def __init__(self, titles: Sequence[Title], index: TitleIndex) -> None:
        self._index = index
        self._beginnings = frozenset(title.core[:2] for title in titles if len(title.core) > 1)
        self._heads = frozenset(title.head for title in titles)

    def find(self, wording: Wording, taken: Collection[int]) -> Iterator[tuple[int, int]]:
        """Runs of words that titles hold, linked by "of" and the like, cut where a second title begins."""
        fits: list[int] = []
        for number, word in enumerate(wording.words):
            in_title = self._fits_any(word) or self._begins_title(wording, number)
            in_title = in_title or self._ends_title(wording, number, fits)
            in_title = in_title and not self._is_of_body(wording, number)
            if number not in taken and (in_title or self._is_inside_title(wording, number, fits)):
                fits.append(number)
        start = 0
        for position, number in enumerate(fits):
            following = fits[position + 1] if position + 1 < len(fits) else None
            if following is not None and self._continues(wording, number, following, fits[start]):
                continue
            yield fits[start], number + 1
            start = position + 1

    def _continues(self, wording: Wording, number: int, following: int, start: int) -> bool:
        between = wording.words[number + 1 : following]
        gap = wording.text[wording.words[number].end : wording.words[following].start]
        if any(word.plain not in LINKS for word in between) or re.search(r"[;?!.]", gap):
            return False
        ends_title = bool(between) or "," in gap or self.is_head(wording.words[number])
        return not ends_title or self.is_one_title(wording.words[start : following + 1])

    def is_one_title(self, words: Sequence[Word]) -> bool:
        """Whether one title holds all these words, links aside, each as often as it says it."""
        wanted = [word for word in words if word.plain not in LINKS]
        for title in self._index.holding(wanted[0]) if wanted else ():
            found = [title.match(word) for word in wanted]
            once = [each for each in found if each not in title.twice]
            if all(found) and len(set(once)) == len(once):
                return True
        return False

    def _is_of_body(self, wording: Wording, number: int) -> bool:
        """Whether a word says of whom a body is made: a board of directors is none of them."""
        before = [word.plain for word in wording.words[max(0, number - 2) : number]]
        return len(before) == 2 and before[1] == "of" and before[0] in BODIES

    def _fits_any(self, word: Word) -> bool:
        return not word.is_stop and any(True for _ in self._index.holding(word))

    def _begins_title(self, wording: Wording, number: int) -> bool:
        """Whether a small word and the next one are how a title begins: the "general" of a General Manager."""
        two = tuple(word.stem for word in wording.words[number : number + 2])
        return two in self._beginnings

    def _ends_title(self, wording: Wording, number: int, fits: Sequence[int]) -> bool:
        """Whether a small word right behind a title's word is the title's noun: the "page" of "library page"."""
        if not fits or fits[-1] != number - 1:
            return False
        before, word = wording.words[number - 1], wording.words[number]
        return any(word.stem == title.head for title in self._index.holding(before))

    def _is_inside_title(self, wording: Wording, number: int, fits: Sequence[int]) -> bool:
        """Whether a small word stands between two words of a title that holds it, too: the "help" of a help desk."""
        word, following = wording.words[number], wording.words[number + 1 : number + 2]
        if not word.is_stop or not following or not fits or fits[-1] != number - 1:
            return False
        beside = (wording.words[number - 1], *following)
        titles = self._index.holding(beside[0])
        return any(word.plain in title.plain and title.match(beside[1]) for title in titles)

    def is_head(self, word: Word) -> bool:
        """Whether it is the noun of a title."""
        return word.stem in self._heads or any(title.match(word) == title.head for title in self._index.holding(word))
