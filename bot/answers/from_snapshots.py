"""Snapshots -> what answers from them, and what explains its answers: models and catalogue are shared by all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar, load_bar
from bot.answers.confidence import Confidence, Judge
from bot.answers.fact_words import FactWords
from bot.answers.passage_reader import PassageReader
from bot.answers.query_adapter import for_questions
from bot.answers.reading import Reader
from bot.answers.reading_model import ReadingModel
from bot.answers.scoped import ScopedAnswers
from index.embedder import Embedder
from index.search import Search
from index.snapshot import Snapshot
from index.view import View
from knowledge.catalogue import Catalogue
from knowledge.roles import Directory

if TYPE_CHECKING:  # takes a while to load, and most commands explain nothing
    from bot.answers.why import Explainer


@dataclass(frozen=True)
class FromSnapshots:
    """Makes answers from snapshots, for whoever asks: `FromSnapshots(...)(snapshot)`."""

    embedder: Embedder  # of questions
    catalogue: Catalogue
    model: ReadingModel
    judge: Judge
    bar: Bar
    asking: FactWords

    @classmethod
    def load(
        cls,
        embedder: Embedder,
        catalogue: Catalogue,
        judge: Judge | None = None,
        bar: Bar | None = None,
        *,
        at_once: bool = True,
    ) -> FromSnapshots:
        """With our reader, loaded `at_once` or when needed; `judge` and `bar` in place of ours where they are given."""
        return cls(
            for_questions(embedder),
            catalogue,
            ReadingModel(at_once=at_once),
            judge or Confidence.load(),
            bar or load_bar(),
            FactWords(catalogue),
        )

    def __call__(self, snapshot: Snapshot) -> ScopedAnswers:
        return ScopedAnswers(
            snapshot.contents, lambda view: self._answerer_of(snapshot.id, view, self._reader_of(view))
        )

    def explainer(self, snapshot: Snapshot) -> Explainer:
        """Says why questions are answered from it as they are."""
        from bot.answers.why import Explainer

        return Explainer(
            snapshot.contents,
            self._reader_of,
            lambda view, reader: self._answerer_of(snapshot.id, view, reader),
            Confidence.load(),
        )

    def _reader_of(self, view: View) -> PassageReader:
        return PassageReader(Search(view, self.embedder), self.model, self.judge)

    def _answerer_of(self, snapshot: str, view: View, reader: Reader) -> Answerer:
        return Answerer(
            Directory(view.roles),
            self.catalogue,
            view.documents,
            reader,
            self.bar,
            snapshot,
            view.words,
            view.contents.approved,
            self.asking,
        )
