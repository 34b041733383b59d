"""Sentences of one job document that hold the very words of a question.

A job document is short and speaks of one role: what is asked in its own words can be looked up by them, where a reader
that was trained on handbooks sees little. What is asked in other words is left to that reader.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answers.confidence import held_kinds, wanted_kinds
from bot.answers.evidence import shown
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.reading import Evidence, Reading
from bot.answers.table_rows import columns_named
from bot.answers.wording import plain_words
from index.words import stem
from knowledge.document import Block, Document
from knowledge.passages import Unit, own_unit, split_units

NEAR_BEST = 0.9  # of the best share of words: what comes so close is shown as well
FROM_HEADING = 0.7  # how much a word counts that only the heading above a sentence holds
COUNT_REACH = 3  # words that may stand between a number and what it counts: "three full time cooks"
_MEASURES = ("money", "count", "time")  # kinds of answer whose lack shows in a sentence


@dataclass(frozen=True, slots=True)
class _Line:
    unit: Unit
    block: Block
    own: frozenset[str]
    above: frozenset[str]


class WordMatch:
    """The lines of documents, each with the meanings of its words."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._lines: dict[str, tuple[_Line, ...]] = {}

    def read(
        self,
        question: str,
        wanted: Collection[str],
        path: str,
        within: Callable[[Block], bool],
        characters: int,
    ) -> Reading:
        """The lines that hold most of the `wanted` meanings, rare ones counting more; confidence is their share.

        `within`: says of a block whether its lines count.
        A line without an amount or a time, where the question asks for one, is no evidence.
        """
        lines = [line for line in self._of(path) if within(line.block)]
        weights = _weights(lines, wanted)
        total = sum(weights.values())
        needed = [kind for kind in _MEASURES if wanted_kinds(question)[kind]]
        scored = [
            (_share(line, weights) / total, line)
            for line in lines
            if total and all(held_kinds(line.unit.plain)[kind] for kind in needed) and counts(question, line.unit.plain)
        ]
        best = max((share for share, _ in scored), default=0.0)
        near = [(share, line) for share, line in scored if best and share >= NEAR_BEST * best]
        near.sort(key=lambda each: (-each[0], each[1].unit.start))
        evidence = columns_named(question, self._evidence(path, near), self._documents)
        return Reading(tuple(_fitting(evidence, characters)), best, (path,))

    def _of(self, path: str) -> tuple[_Line, ...]:
        if path not in self._lines:
            document = self._documents[path]
            self._lines[path] = tuple(
                _Line(unit, block, meanings(unit.plain), meanings(f"{unit.context} {' '.join(block.heading[-2:])}"))
                for block in document.blocks
                if block.kind != "heading" and block.plain
                for unit in (own_unit(each, block) for each in split_units(document, block))
            )
        return self._lines[path]

    def _evidence(self, path: str, lines: Iterable[tuple[float, _Line]]) -> Iterator[Evidence]:
        for share, line in lines:
            unit = line.unit
            quote = self._documents[path].text[unit.start : unit.end]
            place = (path, unit.start, unit.end, quote, shown(unit), line.block.heading, unit.line, unit.page)
            yield Evidence(*place, share)


def _fitting(evidence: Iterable[Evidence], characters: int) -> Iterator[Evidence]:
    """The first ones whose texts fit together; the very first always."""
    room = characters
    for number, one in enumerate(evidence):
        if number and len(one.plain) + 3 > room:
            break
        room -= len(one.plain) + 3
        yield one


def counts(question: str, text: str) -> bool:
    """Whether a text has a number for what "how many ..." asks to count; True for any other question.

    "How many cooks?" is answered by "two junior cooks" or "Cooks: 2", not by "Trains cooks twice a year".
    """
    words = plain_words(question)
    places = [place for place in range(len(words) - 2) if words[place : place + 2] == ["how", "many"]]
    counted = next((word for place in places for word in words[place + 2 : place + 4] if not _is_general(word)), "")
    if not counted:
        return True
    said = plain_words(text)
    wanted = meaning(stem(counted))
    numbers = [place for place, word in enumerate(said) if word[0].isdigit() or word in lexicon().number_words]
    named = [place for place, word in enumerate(said) if meaning(stem(word)) == wanted]
    return any(0 < name - number <= COUNT_REACH + 1 or number - name == 1 for number in numbers for name in named)


def _is_general(word: str) -> bool:
    """Whether a counted word leaves open what is counted: "people", "hours", "staff"."""
    return word in lexicon().stop_words or word in lexicon().light_modifiers or word in lexicon().title_fillers


def _weights(lines: Collection[_Line], wanted: Collection[str]) -> dict[str, float]:
    """How rare each wanted meaning is among the lines; what no line holds weighs most."""
    counts = Counter(word for line in lines for word in set(wanted) & line.own)
    return {word: math.log(1 + (len(lines) + 1) / (counts[word] + 1)) for word in sorted(wanted)}


def _share(line: _Line, weights: Mapping[str, float]) -> float:
    own = sum(weight for word, weight in weights.items() if word in line.own)
    above = sum(weight for word, weight in weights.items() if word in line.above - line.own)
    return own + FROM_HEADING * above if own else 0.0
