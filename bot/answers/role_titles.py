"""Titles of roles in stems, the ways staff shorten them, and how well words name one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Prefix

from bot.answers.lexicon import lexicon
from bot.answers.wording import Word, plain_words
from index.words import stem
from knowledge.fact import Role
from knowledge.titles import ROLE_NOUNS, looks_like_title

LINKS = frozenset({"of", "for", "and", "the", "to", "in"})  # small words inside titles
NUMERALS = frozenset({"i", "ii", "iii", "iv", "v", "1", "2", "3", "4", "5"})
_TITLE_BREAK = re.compile(r"\s[-–—]\s|[-–—]\s|\s[-–—]|[,:;(/|]")
_TERMS = re.compile(r"\b(?:part|full)[- ]time\b", re.IGNORECASE)  # what a posting says before its title
_INITIALS = re.compile(r"\s\([A-Z]{2,6}\)(?=\s)")  # "Boat and Engine Building (BEB) Adviser"
_OF = re.compile(r"\s(?:of|for|to|in)\s")
_AGENT = re.compile(r"[A-Z][\w -]*(?:er|or|ist|ant|ent|ian)")  # what names of jobs end in, mostly
LEAST_SHARED = 6  # letters that words have in common which differ in their endings alone
_PERSONS = frozenset({"man", "men"})
_STEPS = frozenset({"band", "grade", "level", "class", "tier"})  # what follows tells roles of one title apart


@dataclass(frozen=True, slots=True)
class Title:
    """One name of a role, in stems: `core` comes before a dash or comma, `head` is the noun that says what it is."""

    role: Role
    core: tuple[str, ...]
    every: frozenset[str]
    twice: frozenset[str]  # those of its words that it says twice: "Yard Manager, Yard Productivity"
    plain: tuple[str, ...]  # its words, sorted
    head: str

    def score(self, words: Sequence[Word], is_filled: bool = False) -> tuple[int, bool]:
        """How many words of the title these are, and whether they are its whole core. (0, False) without its noun.

        `is_filled`: a word such as "person" stands behind them for the noun.
        """
        matched = {found for word in words if (found := self.match(word))}
        names_step = matched <= _STEPS | NUMERALS  # "band 2 staff"
        if self.head not in matched and (names_step or (len(matched) < 2 and not is_filled)):
            return (0, False)
        if len(matched) == 1 and all(word.plain in _PERSONS for word in words):  # a man is no manager by himself
            return (0, False)
        return (len(matched), all(word in matched for word in self.core))

    def match(self, word: Word) -> str:
        """The stem of the title's word that this word is or shortens, "" if none."""
        bare = word.plain.removesuffix("s")
        for form in (word.stem, word.plain, bare):
            if form in self.every and _is_same_kind(word.plain, form, self):
                return form
        alike = [full for full in self.plain if full[0] == word.plain[0]]
        kin = next((full for full in alike if are_kin(word.plain, full)), "")
        return stem(kin or next((full for full in alike if is_short_for(word.plain, full)), ""))


def titles_of(role: Role) -> Iterator[Title]:
    """A role's names in stems, and the initials of the longer ones."""
    written = (_INITIALS.sub("", name) for name in (role.title, *role.aliases))
    names = (each for name in written for each in (name, *_either(name)))
    for name in dict.fromkeys(names):
        pieces = _TITLE_BREAK.split(_TERMS.sub("", name))
        whole = next((each.strip() for each in pieces if looks_like_title(each.strip())), pieces[0].strip())
        core = [word for word in plain_words(whole) if word not in LINKS] or plain_words(name)
        if len(core) == 1 and core[0] in lexicon().leading:  # "Director, Parks": "director" alone names it in part only
            core = [word for word in plain_words(name) if word not in LINKS]
        if not core or (len(core) == 1 and core[0] in lexicon().leading and name != role.title):
            continue  # "Director" for "Director, Parks" names any of them
        words = [word for word in plain_words(name) if word not in LINKS]
        nouns = [word for word in plain_words(_OF.split(whole)[0]) if word not in NUMERALS and word.isalpha()]
        jobs = [word for word in nouns if _singular(word) in ROLE_NOUNS]  # of "Area Manager Gardens", the second
        jobs = jobs or [word for word in plain_words(whole) if _singular(word) in ROLE_NOUNS]  # "Bureau of Parks Cook"
        head = stem((jobs or nouns or core)[-1])
        stems = [stem(word) for word in words]
        twice = frozenset(each for each in stems if stems.count(each) > 1)
        yield Title(role, tuple(map(stem, core)), frozenset(stems), twice, tuple(sorted(set(words))), head)
        kind = [word for word in core if word not in lexicon().ranks]
        ranks = tuple(word for word in core if word in lexicon().ranks)
        whole_kind = [("".join(word[0] for word in kind),)] if ranks and 1 < len(kind) < 4 else []  # "the assistant DA"
        for shortened in (*_with_initials(kind), *whole_kind):
            short = (*ranks, *shortened)
            parts = tuple(map(stem, short))
            yield Title(role, parts, frozenset(parts), frozenset(), tuple(sorted(set(short))), head)
        for initials in dict.fromkeys("".join(word[0] for word in words) for words in (core, kind)):
            for last in (initials, initials[1:]):  # a "Bank Care Home Assistant" is a CHA, too
                if len(last) > 2:
                    yield Title(role, (last,), frozenset({last}), frozenset(), (), last)


def _either(name: str) -> Iterator[str]:
    """Both names of a role that has two: "Secretary/Treasurer (Board)" is a secretary and a treasurer."""
    main = name.partition("(")[0]
    sides = [side.strip() for side in main.split("/")]
    if len(sides) > 1 and any(map(looks_like_title, sides)) and all(_AGENT.fullmatch(side) for side in sides):
        yield from sides
    yield from (side for side in main.split(" or ") if side != main and looks_like_title(side))


def _with_initials(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words with two or three beside each other shortened, not all: "AV technician", "director of HR"."""
    for count in (2, 3):
        for first in range(len(words) - count + 1 if len(words) > count else 0):
            initials = "".join(word[0] for word in words[first : first + count])
            if initials in lexicon().stop_words | lexicon().comparing:  # "vs" is no Video Support
                continue
            yield (*words[:first], initials, *words[first + count :])


def _is_same_kind(word: str, form: str, title: Title) -> bool:
    """Whether a word that shares a stem with one of the title's is a job if that is: "design" is no designer."""
    alike = {_singular(plain) for plain in title.plain if form in (plain, stem(plain), plain.removesuffix("s"))}
    jobs, said = lexicon().occupations, _singular(word)
    return not alike or said in alike or any((each in jobs) == (said in jobs) for each in alike)


def are_kin(word: str, other: str) -> bool:
    """Whether two words differ in their endings alone, and neither names a job: "finance" and "financial"."""
    if word[:LEAST_SHARED] != other[:LEAST_SHARED] or word == other:
        return False
    shared = Prefix.similarity(word, other)
    names_job = any(_singular(each) in jobs for each in (word, other) for jobs in (lexicon().occupations, ROLE_NOUNS))
    return shared >= max(LEAST_SHARED, min(len(word), len(other)) - 1) and not names_job


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def is_short_for(short: str, full: str) -> bool:
    """Whether staff write `short` for `full`: "tech" or "coord" by its beginning, "svc" or "mgr" by its consonants."""
    short = short.removesuffix("s") if len(short) > 3 and not short.endswith("ss") else short
    if not 3 <= len(short) <= len(full) - 3 or short[0] != full[0] or short in lexicon().not_short:
        return False
    if full.startswith(short):
        return True
    if set(short[1:]) & set("aeiou") or len(short) > 4:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)
