"""Which facts of the catalogue a question asks for: "who's the boss", "pay", "hours per week"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning
from bot.answers.wording import Word, Wording, plain_words
from index.words import stem
from knowledge.catalogue import Catalogue, Entry
from knowledge.titles import ROLE_NOUNS

_ASKERS = frozenset({"who", "what", "when", "where", "how", "which", "whose", "whom"})
_STANDING_IN = frozenset({"they", "it", "he", "she", "i", "you"})  # for a role, in the catalogue's phrases
_HELPING = frozenset({"do", "does", "did", "is", "are", "the", "a", "an"})
_WHO = frozenset({"who", "whom", "whose"})
_ENDING = re.compile(r"(?:ies|ing|ed|es|s|y|e)$")
_LONGEST_GAP = 6  # words that may stand inside a phrase: "how much does the ... make"


@dataclass(frozen=True, slots=True)
class FactAsked:
    """One fact that a question asks for, and the numbers of the words that ask for it."""

    name: str
    words: tuple[int, ...]
    content: int  # how many of them carry a subject; a phrase of small words ("how much") has none
    value: str = "text"  # kind of value that the catalogue gives
    is_exact: bool = True  # in the catalogue's own forms of the words: "advanced" is not "advancement"
    together: tuple[int, ...] = ()  # those of the words that ask as parts of one phrase: "supervisory experience"


@dataclass(frozen=True, slots=True)
class _Phrase:
    facts: tuple[str, ...]
    words: tuple[str, ...]  # plain
    stems: tuple[str, ...]
    content: int  # how many of the words carry a subject
    is_small: bool  # made of small words alone, which say something only side by side: "post number"

    @property
    def is_order_telling(self) -> bool:
        """Whether the form of its verb tells who is meant: "who supervises ..." is not "who does ... supervise"."""
        return len(self.words) > 1 and self.words[0] in _WHO


@dataclass(frozen=True, slots=True)
class _Match:
    phrase: _Phrase
    places: tuple[int, ...]
    exact: int  # how many words are the phrase's own, not just of the same stem
    is_exact: bool  # whether all are, endings such as a plural aside

    @property
    def rank(self) -> tuple[int, int, int, int, tuple[int, ...]]:
        """Longest first, then most exact, then closest together."""
        width = self.places[-1] - self.places[0]
        return (-self.phrase.content, -len(self.places), -self.exact, width, self.places)


class FactWords:
    """The words of the catalogue, ready to be found in questions. Never changed once it is made."""

    def __init__(self, catalogue: Catalogue) -> None:
        facts: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for entry in catalogue:
            for phrase in _phrases(entry):
                if entry.name not in facts[phrase]:
                    facts[phrase].append(entry.name)
        self._phrases = [_phrase(words, tuple(names)) for words, names in facts.items() if words]
        self._likes = [(entry.name, entry.asked_like) for entry in catalogue if entry.asked_like.sources]
        self._by_stem: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._kinds = {entry.name: entry.value for entry in catalogue}
        stems: defaultdict[str, set[str]] = defaultdict(set)
        for known in self._phrases:
            self._by_stem[known.stems[0]].append(known)
            for name in known.facts:
                stems[name].update(known.stems)
        self._names_by_fact = {
            entry.name: frozenset(map(meaning, _names(entry))) - lexicon().telling for entry in catalogue
        }
        self._stems_by_fact = {name: frozenset(found) for name, found in stems.items()}

    @property
    def vocabulary(self) -> Iterator[str]:
        """Every word that asks for a fact."""
        return (word for phrase in self._phrases for word in phrase.words)

    def find(
        self,
        wording: Wording,
        passable: Collection[int] = (),
        taken_up: Collection[int] = (),
        left_out: Collection[int] = (),
    ) -> tuple[FactAsked, ...]:
        """The facts asked, in the order of the question; longer phrases win over the shorter ones inside them.

        `passable`: numbers of words that a phrase may step over besides small words: those that name a role.
        `taken_up`: numbers of words that can't ask for a fact: those of a title.
        `left_out`: numbers of words that no phrase may hold.
        """
        matches = [
            _Match(phrase, places, _exact(wording, phrase, places), _is_exact(wording, phrase, places))
            for number, word in enumerate(wording.words)
            for phrase in self._by_stem.get(word.stem, ())
            if (places := _places(wording, phrase, number, passable))
        ]
        matches = [match for match in matches if match.exact == len(match.places) or not match.phrase.is_order_telling]
        matches += self._alike(wording, passable)
        matches.sort(key=lambda match: match.rank)
        taken: dict[int, _Match] = {}
        asked: list[FactAsked] = []
        silent = {*taken_up, *in_set_phrases(wording, {*passable, *taken_up})}
        for match in matches:
            content = [n for n in match.places if not wording.words[n].is_stop] or list(match.places)
            if any(number in silent for number in content) or not set(left_out).isdisjoint(match.places):
                continue
            if _is_role_noun(wording, match):
                continue
            if any(taken[n].places != match.places or taken[n].exact > match.exact for n in content if n in taken):
                continue
            taken.update((number, match) for number in match.places if number not in taken)
            asked.extend(
                FactAsked(
                    name,
                    match.places,
                    match.phrase.content,
                    self._kinds[name],
                    match.is_exact,
                    match.places if len(match.places) > 1 else (),
                )
                for name in match.phrase.facts
            )
        return _joined(asked)

    def _alike(self, wording: Wording, passable: Collection[int]) -> Iterator[_Match]:
        """What patterns find; what their group `words` holds, if there is one, asks, but for what names a role."""
        for name, patterns in self._likes:
            for found in filter(None, (pattern.search(wording.plain) for pattern in patterns)):
                group = "words" if "words" in found.re.groupindex else 0
                first = wording.plain.count(" ", 0, found.start(group))
                last = wording.plain.count(" ", 0, found.end(group))
                places = tuple(number for number in range(first, last + 1) if number not in passable)
                words = tuple(wording.words[number].plain for number in places)
                if places:
                    yield _Match(_phrase(words, (name,)), places, len(places), True)

    def head_of(self, word: str) -> str:
        """The one fact of which several phrases end in this stem: "check" for background and records checks."""
        if word in map(stem, lexicon().title_fillers):
            return ""
        ending: defaultdict[str, int] = defaultdict(int)
        for phrase in self._phrases:
            if phrase.content > 1 and phrase.stems[-1] == word:
                for name in phrase.facts:
                    ending[name] += 1
        return next(iter(ending)) if len(ending) == 1 and max(ending.values()) > 1 else ""

    def fact_with(self, word: Word) -> str:
        """The one fact of which a phrase has this word, or an adverb its stem: "independently"; "" if not just one."""
        if word.plain in lexicon().title_fillers:  # the "person" of "name of the person" is anybody
            return ""
        is_adverb = word.plain.endswith("ly")
        found = {
            name
            for phrase in self._phrases
            if phrase.content == 1 and (word.plain in phrase.words or (is_adverb and word.stem in phrase.stems))
            for name in phrase.facts
        }
        return found.pop() if len(found) == 1 else ""

    def date_of(self, words: Collection[str]) -> str:
        """The date for which staff mostly ask with these stems: "when can I apply" asks for the closing date."""
        votes = Counter(
            name
            for phrase in self._phrases
            for name in phrase.facts
            if self._kinds[name] == "date" and set(words) & set(phrase.stems)
        ).most_common(2)
        is_clear = bool(votes) and (len(votes) == 1 or votes[0][1] > votes[1][1])
        return votes[0][0] if is_clear else ""

    def words_of(self, name: str) -> frozenset[str]:
        """Stems of all the words that ask for this fact."""
        return self._stems_by_fact.get(name, frozenset())

    def names_of(self, name: str) -> frozenset[str]:
        """Meanings of the words that are names of this fact by themselves: its label and one-word field labels."""
        return self._names_by_fact.get(name, frozenset())


def _is_role_noun(wording: Wording, match: _Match) -> bool:
    """Whether the word is a noun for roles, as in "the cook post", or a role's: a director is no directorate."""
    word = wording.words[match.places[0]].plain
    names_role = word in lexicon().role_nouns or word.removesuffix("s") in ROLE_NOUNS
    return len(match.places) == 1 and names_role and not {word, f"{word}s"} & set(match.phrase.words)


def in_set_phrases(wording: Wording, named: Collection[int]) -> Iterator[int]:
    """The numbers of the words that ask for nothing, being the ends of a set phrase: "carry over", "leave" a message.

    `named`: numbers of the words that name a role; "the location of the cook" is no set phrase.
    """
    for pattern in lexicon().set_phrases:
        for match in pattern.finditer(wording.plain):
            first = wording.plain.count(" ", 0, match.start())
            last = wording.plain.count(" ", 0, match.end())
            if "thing" not in pattern.groupindex:
                yield from (first, last)
            elif last not in named:
                yield first


def _phrases(entry: Entry) -> Iterator[tuple[str, ...]]:
    """How staff may ask: the phrases the catalogue lists, its label, and field labels that are longer than a word."""
    for phrase in entry.asked_as:
        words = tuple(plain_words(phrase))
        yield words
        kept = tuple(word for word in words if word not in _STANDING_IN | _HELPING)
        if set(words) & _STANDING_IN and words[0] in _ASKERS and len(kept) > 1:
            yield kept  # "when do they work" also asks "when does the cook work"
    yield tuple(plain_words(entry.label))
    for label in entry.fields:
        words = tuple(plain_words(label))
        # "Line manager for: the cooks" says whom they manage, "the line manager for the cook" asks who does.
        is_turned = len(words) > 1 and words[-1] in ("for", "of") and words[-2] in ROLE_NOUNS
        if sum(word not in lexicon().stop_words for word in words) > 1 and not is_turned:
            yield words


def _joined(asked: list[FactAsked]) -> tuple[FactAsked, ...]:
    """Each fact once, with all the words that ask for it, in the order of the question."""
    joined: dict[str, FactAsked] = {}
    for one in sorted(asked, key=lambda each: each.words):
        known = joined.get(one.name, one)
        words = tuple(sorted({*known.words, *one.words}))
        is_exact = known.is_exact or one.is_exact
        together = tuple(sorted({*known.together, *one.together}))
        content = max(known.content, one.content)
        joined[one.name] = replace(one, words=words, content=content, is_exact=is_exact, together=together)
    return tuple(joined.values())


def _is_idle(word: str) -> bool:
    return word in lexicon().stop_words or word in lexicon().light_modifiers


def _names(entry: Entry) -> Iterator[str]:
    for label in (entry.label, *entry.fields):
        words = plain_words(label)
        if label == entry.label or len(words) == 1:
            yield from map(stem, words)


def _phrase(words: tuple[str, ...], facts: tuple[str, ...]) -> _Phrase:
    content = sum(not _is_idle(word) for word in words)
    is_small = not content
    telling = lexicon().role_nouns | lexicon().light_modifiers
    if not content and len(words) > 1 and any(word in telling for word in words):
        content = 1  # "post number": small words that say something together
    return _Phrase(facts, words, tuple(stem(word) for word in words), content, is_small and content == 1)


def _is(word: Word, wanted: str) -> bool:
    return word.stem == wanted or lexicon().figures.get(word.plain) == wanted


def _exact(wording: Wording, phrase: _Phrase, places: tuple[int, ...]) -> int:
    return sum(wording.words[number].plain == word for number, word in zip(places, phrase.words, strict=True))


def _is_exact(wording: Wording, phrase: _Phrase, places: tuple[int, ...]) -> bool:
    said = [wording.words[number].plain for number in places]
    return all(
        _ENDING.sub("", one) == _ENDING.sub("", other) or one in (f"{other}s", other.removesuffix("s"))
        for one, other in zip(said, phrase.words, strict=True)
    )


def _places(wording: Wording, phrase: _Phrase, start: int, passable: Collection[int]) -> tuple[int, ...]:
    """The numbers of the words that match the phrase from `start` on, or () when they don't follow one another."""
    places = [start]
    for wanted in phrase.stems[1:]:
        number = places[-1] + 1
        while number < len(wording.words) and not _is(wording.words[number], wanted):
            word = wording.words[number]
            may_pass = number in passable or (word.plain in _HELPING if phrase.is_small else word.is_stop)
            if not may_pass or number - places[-1] > _LONGEST_GAP:
                return ()
            number += 1
        if number == len(wording.words):
            return ()
        places.append(number)
    return tuple(places)
