"""Scored units to evidence: which stretches are shown, in how many characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.reading import Evidence
from knowledge.document import Document
from knowledge.passages import Passage, Unit

ENOUGH_OF_LIST = {"item": 2, "row": 3}  # of one list, by the kind of its units: then the list is what answers
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


@dataclass(frozen=True, slots=True)
class Reach:
    """How far below the best unit's score another unit may be and still be shown."""

    anywhere: float
    beside: float  # under the best unit's own heading: half a list would read as if it were whole


def gather(scored: Sequence[ScoredUnit], characters: int, reach: Reach) -> list[ScoredUnit]:
    """The units worth showing, best first: the best one, and those within reach of its score while there is room."""
    chosen: list[ScoredUnit] = []
    said: set[str] = set()
    room = characters
    for each in sorted(scored, key=lambda one: -one.score):
        if chosen and each.score < chosen[0].score - _reach_for(each, chosen[0], reach):
            continue
        if each.unit.plain in said:
            continue
        length = _length(each, chosen)
        if chosen and length > room:
            continue
        chosen.append(each)
        said.add(each.unit.plain)
        room -= length
    return chosen


def completed(chosen: Sequence[ScoredUnit], scored: Sequence[ScoredUnit], characters: int) -> list[ScoredUnit]:
    """The same with the rest of each list of which enough is there already; what introduces it counts as an item.

    All of the rest or nothing: half a rest would still read as if it were the whole.
    """
    kept = list(chosen)
    for one in chosen:
        among = {(each.passage.id, each.place) for each in kept}
        beside = [each for each in scored if _stands_beside(each, one)]
        rest = [each for each in beside if (each.passage.id, each.place) not in among]
        there = len(beside) - len(rest) + any(_leads_to(each, one) for each in chosen)
        together = [*kept, *rest]
        fits = sum(_length(each, together[:number]) for number, each in enumerate(together)) <= characters
        if fits and there >= ENOUGH_OF_LIST.get(one.unit.kind, 1 + len(together)):
            kept = together
    return kept


def with_paragraph(
    chosen: Sequence[ScoredUnit],
    scored: Sequence[ScoredUnit],
    documents: Mapping[str, Document],
    most: int,
    characters: int,
) -> list[ScoredUnit]:
    """The same with the other sentences of the best one's paragraph, where it takes at most `most` characters.

    Nothing else that was chosen is left out for it: all of it has to fit into `characters`.
    """
    best = chosen[0]
    text = documents[best.passage.document].text
    among = {each.place: each for each in scored if each.passage is best.passage}
    paragraph = [best]
    for step in (-1, 1):
        last = best
        while (near := among.get(last.place + step)) and _is_same_paragraph(text, *sorted((last, near), key=_by_place)):
            paragraph.append(near)
            last = near
    there = {each.place for each in chosen if each.passage is best.passage}
    together = [*chosen, *(each for each in paragraph if each.place not in there)]
    length = sum(len(each.unit.plain) + 1 for each in paragraph)
    fits = sum(_length(each, together[:number]) for number, each in enumerate(together)) <= characters
    return together if best.unit.kind == "sentence" and length <= most and fits else list(chosen)


def _by_place(one: ScoredUnit) -> int:
    return one.place


def _is_same_paragraph(text: str, one: ScoredUnit, following: ScoredUnit) -> bool:
    """Whether two sentences stand behind each other with no more than the end of a line between them."""
    between = text[one.unit.end : following.unit.start]
    return one.unit.kind == following.unit.kind == "sentence" and not between.strip() and between.count("\n") < 2


def _length(one: ScoredUnit, before: Sequence[ScoredUnit]) -> int:
    """Characters that a unit takes behind others: what introduces a list is said once."""
    is_introduced = any(_same_list(one, other) for other in before)
    return len(one.unit.plain if is_introduced else shown(one.unit)) + 3


def _stands_beside(one: ScoredUnit, other: ScoredUnit) -> bool:
    """Whether both are of one list or table, which nothing need introduce."""
    return one.passage is other.passage and (one.unit.kind, one.unit.context) == (other.unit.kind, other.unit.context)


def _reach_for(one: ScoredUnit, best: ScoredUnit, reach: Reach) -> float:
    is_beside = (one.passage.document, one.passage.heading) == (best.passage.document, best.passage.heading)
    return reach.beside if is_beside else reach.anywhere


def without_lead_ins(chosen: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """The same without what introduces others of them and is shown with these; its score goes to the best of these."""
    kept = sorted(chosen, key=lambda one: -one.score)
    for lead_in in tuple(kept):
        introduced = next((each for each in kept if _introduces(lead_in, each)), None)
        if introduced is not None:
            place = kept.index(introduced)
            kept[place] = replace(introduced, score=max(introduced.score, lead_in.score))
            kept.remove(lead_in)
    return kept


def _leads_to(one: ScoredUnit, other: ScoredUnit) -> bool:
    """Whether the one is what stands before the list of the other."""
    beside = (one.passage.document, one.passage.heading) == (other.passage.document, other.passage.heading)
    return beside and one.unit.kind == "sentence" and bool(other.unit.context) and one.unit.plain in other.unit.context


def _introduces(one: ScoredUnit, other: ScoredUnit) -> bool:
    """Whether showing the other says the one, a sentence of what stands before its list."""
    return _shows_context(other.unit) and _leads_to(one, other)


def shown(unit: Unit) -> str:
    """A unit as an answer shows it: a cell or short item with what introduces it."""
    return f"{unit.context.rstrip(':')}: {unit.plain}" if _shows_context(unit) else unit.plain


def _shows_context(unit: Unit) -> bool:
    return bool(unit.context) and unit.kind != "sentence" and len(unit.context) <= LONGEST_CONTEXT


def to_evidence(chosen: Sequence[ScoredUnit], documents: Mapping[str, Document]) -> tuple[Evidence, ...]:
    """Chosen units as evidence; neighbouring sentences, or items of one list, are one stretch. Best first."""
    stretches: list[list[ScoredUnit]] = []
    for each in sorted(chosen, key=lambda one: (one.passage.id, one.place)):
        document = documents[each.passage.document]
        if stretches and _goes_on(stretches[-1][-1], each) and not _crosses_element(stretches[-1][-1], each, document):
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
        plain=_plain(stretch),
        heading=first.passage.heading,
        line=first.unit.line,
        page=first.unit.page,
        score=max(each.score for each in stretch),
    )


def _plain(stretch: Sequence[ScoredUnit]) -> str:
    """Sentences one after the other; items of a list behind what introduces them, which is said once."""
    first, *others = [shown(stretch[0].unit), *(each.unit.plain for each in stretch[1:])]
    if not others:
        return first
    if stretch[0].unit.kind == "sentence":
        return " ".join([first, *others])
    return "; ".join([*(each.rstrip(";,.") for each in (first, *others[:-1])), others[-1]])


def _goes_on(last: ScoredUnit, each: ScoredUnit) -> bool:
    """Whether the one follows the other, as sentences or as items of one list."""
    if last.passage is not each.passage or last.place + 1 != each.place:
        return False
    return last.unit.kind == each.unit.kind == "sentence" or _same_list(last, each)


def _crosses_element(last: ScoredUnit, each: ScoredUnit, document: Document) -> bool:
    """Whether tags stand between two sentences of a page, so that both together are nowhere in its source."""
    return document.format == "html" and "\n" in document.text[last.unit.end : each.unit.start]


def _same_list(one: ScoredUnit, other: ScoredUnit) -> bool:
    """Whether both are items behind the same introduction."""
    return one.unit.kind == "item" and bool(one.unit.context) and _stands_beside(one, other)
