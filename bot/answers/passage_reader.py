"""PassageReader: search finds passages, the model reads the sentences in them, confidence says how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.answers.comparing_model import Comparison
from bot.answers.confidence import Judge, features, wants_one_value
from bot.answers.evidence import (
    Reach,
    ScoredUnit,
    completed,
    gather,
    to_evidence,
    with_paragraph,
    without_lead_ins,
)
from bot.answers.number_ranges import rows_in_range
from bot.answers.reading import Reading
from bot.answers.reading_model import ReadingModel
from bot.answers.table_rows import columns_named, rows_named
from index.search import Hit, Search
from knowledge.fact import Stretch
from knowledge.passages import within_stretch

PASSAGES_READ = 12
SHORT_PARAGRAPH = 400  # characters: up to here a paragraph is shown whole
READINGS_KEPT = 4  # of the questions answered just now
REACH = Reach(anywhere=6.0, beside=9.0)


@dataclass(frozen=True, slots=True)
class Look:
    """A reading together with all that it rests on."""

    question: str
    documents: frozenset[str] | None  # it was held to these; None: all of the view
    hits: tuple[Hit, ...]  # best first
    scored: tuple[ScoredUnit, ...]  # every unit of theirs, best first
    chosen: tuple[ScoredUnit, ...]  # those that became evidence
    features: Mapping[str, float] = field(default_factory=dict)  # what confidence was computed from; {}: nothing scored
    confidence: float = 0.0
    nearest: tuple[str, ...] = ()


class PassageReader:
    """The Reader over one view of a snapshot.

    What was read last is kept: one question is often read for two ends, with more or less room for what is shown.
    """

    def __init__(self, search: Search, model: ReadingModel, confidence: Judge) -> None:
        self._search = search
        self._model = model
        self._confidence = confidence
        self._documents = search.view.documents
        self._found = lru_cache(READINGS_KEPT)(self._find)

    def read(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Reading:
        """Evidence whose plain texts together stay near `characters`."""
        return self.reading_of(self.look(question, documents, characters, stretch))

    def reading_of(self, look: Look) -> Reading:
        """What a look came to."""
        evidence = to_evidence(look.chosen, self._documents)
        named = columns_named(look.question, evidence, self._documents)
        return Reading(tuple(named), look.confidence, look.nearest)

    def look(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Look:
        """The same with what it rests on."""
        within = None if documents is None else frozenset(documents)
        hits, scored, comparison = self._found(question, within, stretch)
        nearest = tuple(dict.fromkeys(hit.passage.document for hit in hits))[:3]
        if comparison is None:
            return Look(question, within, hits, (), (), nearest=nearest)
        chosen = gather(scored, characters, REACH)
        found = self.features(question, hits, scored, chosen, comparison, documents)
        confidence = self._confidence.of(found)
        whole = completed(chosen, scored, characters)
        if not wants_one_value(question):
            whole = with_paragraph(whole, scored, self._documents, SHORT_PARAGRAPH, characters)
        shown = tuple(rows_in_range(question, rows_named(question, without_lead_ins(whole))))
        return Look(question, within, hits, scored, shown, found, confidence, nearest)

    def _find(
        self, question: str, documents: frozenset[str] | None, stretch: Stretch | None
    ) -> tuple[tuple[Hit, ...], tuple[ScoredUnit, ...], Comparison | None]:
        if stretch is None:
            hits = tuple(self._search.hits(question, PASSAGES_READ, documents))
        else:
            found = self._search.hits(question, self._search.view.passage_count(documents), documents)
            inside = (self._inside(hit, stretch) for hit in found)
            hits = tuple(hit for hit in inside if hit.passage.units)[:PASSAGES_READ]
        scored, comparison = self.score(question, hits)
        return hits, tuple(scored), comparison

    def _inside(self, hit: Hit, stretch: Stretch) -> Hit:
        """What of a hit is about one role."""
        passage, kept = within_stretch(hit.passage, self._documents[hit.passage.document], stretch)
        return replace(hit, passage=passage, unit_cosines=tuple(hit.unit_cosines[number] for number in kept))

    def features(
        self,
        question: str,
        hits: Sequence[Hit],
        scored: Sequence[ScoredUnit],
        chosen: Sequence[ScoredUnit],
        comparison: Comparison,
        documents: Collection[str] | None = None,
    ) -> dict[str, float]:
        """What confidence is computed from."""
        view = self._search.view
        return features(question, hits, scored, chosen, comparison, view, view.passage_count(documents))

    def score(self, question: str, hits: Sequence[Hit]) -> tuple[list[ScoredUnit], Comparison | None]:
        """Every unit of the hits' passages, best first, and how they compare; None where there is no unit to read.

        The model alone is too sure of itself on documents unlike those it learned from; with the search's scores beside
        it, the right sentence is shown more often than by either.
        """
        read = self._model.scores(question, [hit.passage for hit in hits])
        if not any(each.places for each in read):
            return [], None
        comparison = self._model.comparing.compare(read, hits)
        mix = self._model.mix
        scored = [
            ScoredUnit(hit.passage, place, mix.of(hit.unit_cosines[place], hit.cosine, hit.score, logit), logit)
            for hit, units in zip(hits, comparison.units, strict=True)
            for place, logit in enumerate(units)
        ]
        return sorted(scored, key=lambda one: -one.score), comparison
