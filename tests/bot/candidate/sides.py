"""What is live and a candidate, from texts: everything real but the embedding model, which is a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from bot.answers.answer import Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import load_bar
from bot.answers.confidence import Confidence
from bot.answers.passage_reader import PassageReader
from bot.answers.reading_model import ReadingModel
from bot.answers.scoped import ScopedAnswers
from bot.candidate.preview import Preview, Trial, preview
from bot.candidate.trials import Day
from bot.scoring import Expectation
from index.audience import EVERYTHING, Audience
from index.search import Search
from index.view import View
from knowledge.catalogue import default_catalogue
from knowledge.roles import Directory
from tests.index.library import TEXTS, contents_of
from tests.word_embedder import WordEmbedder

TODAY = date(2026, 3, 1)
LEAVE, TRAVEL, GARDENER = "policies/leave.md", "policies/travel.md", "jobs/gardener.txt"


@cache
def _reading() -> tuple[ReadingModel, Confidence]:
    return ReadingModel(), Confidence.load()


def answerer_of(view: View) -> Answerer:
    model, confidence = _reading()
    reader = PassageReader(Search(view, WordEmbedder()), model, confidence)
    return Answerer(Directory(view.roles), default_catalogue(), view.documents, reader, load_bar(), words=view.words)


def trial(
    question: str,
    audience: Audience = EVERYTHING,
    times: int = 0,
    receipt: str = "",
    expected: Expectation | None = None,
    withdrawn: frozenset[str] = frozenset(),
) -> Trial:
    before, after = Day(TODAY, withdrawn).scopes(audience)
    return Trial(Question(question), before, after, times, receipt, expected)


def tried(after: Mapping[str, str], trials: Sequence[Trial], before: Mapping[str, str] = TEXTS) -> Preview:
    contents = [contents_of(texts) for texts in (before, after)]
    return preview(trials, contents, [ScopedAnswers(each, answerer_of).answer for each in contents])


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in TEXTS[path]
    return {**TEXTS, path: TEXTS[path].replace(old, new)}
