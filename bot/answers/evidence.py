"""Scored units to evidence: which stretches are shown, in how many characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.reading import Evidence
from knowledge.document import Document
from knowledge.passages import Passage, Unit

LONGEST_CONTEXT = 120  # characters of a lead-in that is shown before its item


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit of a found passage with its scores; both are compared within one reading only."""

    passage: Passage
    place: int  # of the unit in the passage
    score: float  # the reading model's and the search's scores together: what units are ranked by
    logit: float  # the reading model's alone: what confidence rests on

    @property
    def unit(self) -> Unit:
        return self.passage.units[self.place]


def gather(scored: Sequence[ScoredUnit], characters: int, reach: float) -> list[ScoredUnit]:
    """The units worth showing, best first: the best one, and those within `reach` of its score while there is room."""
    chosen: list[ScoredUnit] = []
    said: set[str] = set()
    room = characters
    for each in sorted(scored, key=lambda one: -one.score):
        if chosen and each.score < chosen[0].score - reach:
            break
        if each.unit.plain in said:
            continue
        length = len(shown(each.unit)) + 3
        if chosen and length > room:
            continue
        chosen.append(each)
        said.add(each.unit.plain)
        room -= length
    return chosen


def shown(unit: Unit) -> str:
    """A unit as an answer shows it: a cell or short item with what introduces it."""
    if unit.context and unit.kind != "sentence" and len(unit.context) <= LONGEST_CONTEXT:
        return f"{unit.context.rstrip(':')}: {unit.plain}"
    return unit.plain


def to_evidence(chosen: Sequence[ScoredUnit], documents: Mapping[str, Document]) -> tuple[Evidence, ...]:
    """Chosen units as evidence; sentences that follow each other are one stretch. Best first."""
    stretches: list[list[ScoredUnit]] = []
    for each in sorted(chosen, key=lambda one: (one.passage.id, one.place)):
        last = stretches[-1][-1] if stretches else None
        follows = last is not None and last.passage is each.passage and last.place + 1 == each.place
        if last is not None and follows and last.unit.kind == each.unit.kind == "sentence":
            stretches[-1].append(each)
        else:
            stretches.append([each])
    found = [_evidence(stretch, documents) for stretch in stretches]
    return tuple(sorted(found, key=lambda one: -one.score))


def _evidence(stretch: Sequence[ScoredUnit], documents: Mapping[str, Document]) -> Evidence:
    first, last = stretch[0], stretch[-1]
    text = documents[first.passage.document].text
    start, end = first.unit.start, last.unit.end
    return Evidence(
        document=first.passage.document,
        start=start,
        end=end,
        quote=text[start:end],
        plain=" ".join(shown(each.unit) for each in stretch),
        heading=first.passage.heading,
        line=first.unit.line,
        page=first.unit.page,
        score=max(each.score for each in stretch),
    )
