"""The English words that reading a question leans on, loaded once from `words.yaml` beside this file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from index.words import stem
from knowledge.yaml_file import read_yaml


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists, lower-case."""

    abbreviations: Mapping[str, str]
    figures: Mapping[str, str]
    stop_words: frozenset[str]
    back_references: frozenset[str]
    continuations: tuple[tuple[str, ...], ...]  # in words
    askers: frozenset[str]
    role_nouns: frozenset[str]
    paper_nouns: frozenset[str]
    applicants: frozenset[str]
    stating: frozenset[str]
    comparing: frozenset[str]
    together: frozenset[str]
    title_fillers: frozenset[str]
    time_askers: frozenset[str]
    terms: frozenset[str]
    months: tuple[str, ...]
    holding: frozenset[str]
    anyone: frozenset[str]
    occupations: frozenset[str]
    people: frozenset[str]
    employers: frozenset[str]
    listing: tuple[re.Pattern[str], ...]
    listing_perhaps: tuple[re.Pattern[str], ...]
    asks_part: re.Pattern[str]
    yes_or_no: tuple[re.Pattern[str], ...]
    light_modifiers: frozenset[str]
    ranks: frozenset[str]
    same_job: Mapping[str, tuple[str, ...]]  # word -> those that staff say for it
    not_short: frozenset[str]
    leading: frozenset[str]
    leading_verbs: frozenset[str]
    dating: frozenset[str]
    set_phrases: tuple[re.Pattern[str], ...]
    supposing: frozenset[str]
    linking: frozenset[str]
    overview: frozenset[str]
    small_talk: Mapping[str, tuple[tuple[str, ...], ...]]  # kind -> phrases, in words
    same_meaning: Mapping[str, str]  # stem -> the stem that stands for its meaning
    implied: Mapping[str, str]  # stem -> the stem of what it says besides
    telling: frozenset[str]  # stems
    heading_meaning: Mapping[str, str]  # the same for headings
    heading_fillers: frozenset[str]  # stems
    comparators: Mapping[str, tuple[str, ...]]  # "more" -> phrases
    superlatives: Mapping[str, frozenset[str]]
    number_words: Mapping[str, int]
    refusals: Mapping[str, tuple[re.Pattern[str], ...]]  # reason -> patterns

    @property
    def extremes(self) -> frozenset[str]:
        """All superlatives."""
        return frozenset(word for words in self.superlatives.values() for word in words)


_WORD_LISTS = (
    "stop_words",
    "back_references",
    "applicants",
    "stating",
    "comparing",
    "together",
    "title_fillers",
    "time_askers",
    "terms",
    "holding",
    "anyone",
    "occupations",
    "people",
    "employers",
    "light_modifiers",
    "ranks",
    "not_short",
    "leading",
    "leading_verbs",
    "dating",
    "supposing",
    "linking",
    "overview",
)


@cache
def lexicon() -> Lexicon:
    """The lists as the file has them."""
    source = resources.files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = read_yaml(source)
    every_role = written["every_role"]
    return Lexicon(
        **{name: _words(written[name]) for name in _WORD_LISTS},
        abbreviations=written["abbreviations"],
        figures=written["figures"],
        continuations=tuple(tuple(line.split()) for line in written["continuations"]),
        askers=_words(every_role["askers"]),
        role_nouns=_words(every_role["nouns"]),
        paper_nouns=_words(every_role["papers"]),
        listing=tuple(map(re.compile, written["listing"])),
        listing_perhaps=tuple(map(re.compile, written["listing_perhaps"])),
        months=tuple(written["months"].split()),
        asks_part=re.compile(written["asks_part"]),
        yes_or_no=tuple(map(re.compile, written["yes_or_no"])),
        same_job={
            word: tuple(other for other in line if other != word) for line in written["same_job"] for word in line
        },
        set_phrases=tuple(map(re.compile, written["set_phrases"])),
        small_talk={
            kind: tuple(tuple(str(line).split()) for line in lines) for kind, lines in written["small_talk"].items()
        },
        same_meaning={stem(word): stem(line[0]) for line in written["same_meaning"] for word in line},
        implied={stem(word): stem(name) for name, listed in written["implied"].items() for word in listed.split()},
        telling=frozenset(map(stem, written["telling"].split())),
        heading_meaning={stem(word): stem(line[0]) for line in written["headings"] for word in line},
        heading_fillers=frozenset(map(stem, written["heading_fillers"].split())),
        comparators={name: tuple(phrases) for name, phrases in written["comparators"].items()},
        superlatives={name: _words(line) for name, line in written["superlatives"].items()},
        number_words=written["number_words"],
        refusals={
            reason: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
            for reason, patterns in written["refusals"].items()
        },
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
