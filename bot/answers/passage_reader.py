"""PassageReader: search finds passages, the model reads the sentences in them, confidence says how sure that is."""

from __future__ import annotations

from collections.abc import Collection

from bot.answers.confidence import Confidence, features
from bot.answers.evidence import ScoredUnit, gather, to_evidence
from bot.answers.reading import Reading
from bot.answers.reading_model import ReadingModel
from index.search import Hit, Search

PASSAGES_READ = 10
REACH = 3.0  # how far below the best unit's score another unit may be and still be shown


class PassageReader:
    """The Reader over one snapshot."""

    def __init__(self, search: Search, model: ReadingModel, confidence: Confidence) -> None:
        self._search = search
        self._model = model
        self._confidence = confidence
        self._documents = search.contents.document_by_path

    def read(self, question: str, documents: Collection[str] | None = None, characters: int = 500) -> Reading:
        """Evidence whose plain texts together stay near `characters`."""
        hits = self._search.hits(question, PASSAGES_READ, documents)
        nearest = tuple(dict.fromkeys(hit.passage.document for hit in hits))[:3]
        scored = self.score(question, hits)
        if not scored:
            return Reading((), 0.0, nearest)
        chosen = gather(scored, characters, REACH)
        found = features(question, hits, scored, chosen, self._model.null, self._search.contents.keywords)
        return Reading(to_evidence(chosen, self._documents), self._confidence.of(found), nearest)

    def score(self, question: str, hits: Collection[Hit]) -> list[ScoredUnit]:
        """Every unit of the hits' passages with the model's score, best first."""
        passages = [hit.passage for hit in hits]
        made = self._model.scores(question, passages)
        scored = [
            ScoredUnit(passage, place, score)
            for passage, of_passage in zip(passages, made, strict=True)
            for place, score in enumerate(of_passage.units)
        ]
        return sorted(scored, key=lambda one: -one.score)
