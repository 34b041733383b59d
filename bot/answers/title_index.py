"""Which titles a word of a question may be part of, without asking each of them: a directory has thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.answers.role_titles import Title, are_kin, is_short_for
from bot.answers.wording import Word

KEPT = 20_000  # words whose titles are remembered


class TitleIndex:
    """Titles by the words they hold. Never changed once it is made, but for what it remembers."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._titles = tuple(titles)
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)  # by word and by stem
        for number, title in enumerate(self._titles):
            for form in {*title.every, *title.plain}:
                self._numbers[form].append(number)
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for plain in sorted({plain for title in self._titles for plain in title.plain}):
            self._by_letter[plain[0]].append(plain)
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}

    def holding(self, word: Word) -> Iterator[Title]:
        """The titles that have this word or one that it shortens, in order."""
        return (self._titles[number] for number in self._holding(word))

    def holding_any(self, words: Sequence[Word]) -> Iterator[Title]:
        """The titles that have one of these words, each once, in order."""
        numbers = {number for word in words for number in self._holding(word)}
        return (self._titles[number] for number in sorted(numbers))

    def _holding(self, word: Word) -> tuple[int, ...]:
        key = (word.plain, word.stem)
        found = self._known.get(key)
        if found is None:
            found = tuple(number for number in sorted(self._candidates(word)) if self._titles[number].match(word))
            if len(self._known) < KEPT:
                self._known[key] = found
        return found

    def _candidates(self, word: Word) -> set[int]:
        forms = {word.stem, word.plain, word.plain.removesuffix("s")}
        alike = self._by_letter.get(word.plain[:1], ())
        forms.update(full for full in alike if are_kin(word.plain, full) or is_short_for(word.plain, full))
        return {number for form in forms for number in self._numbers.get(form, ())}
