"""What may not be seen reads like what is not there: an answer in a scope is the answer from the visible documents.

Everything real but the embedding model, which is a small deterministic one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer
from bot.answers.answerer import Answerer
from bot.answers.as_of import read_as_of
from bot.answers.calibration import load_bar
from bot.answers.confidence import Confidence
from bot.answers.fact_words import FactWords
from bot.answers.passage_reader import PassageReader
from bot.answers.reading_model import ReadingModel
from bot.answers.reporting import chart, draw_text, reporting
from bot.answers.scope import Scope
from bot.answers.scoped import ScopedAnswers
from bot.answers.validity import view_in
from index.audience import EVERYTHING, Audience
from index.search import Search
from index.view import View
from knowledge.catalogue import default_catalogue
from knowledge.roles import Directory
from tests.bot.answers.random_library import TODAY, Library, libraries, questions, readers
from tests.index.library import contents_of
from tests.word_embedder import WordEmbedder

MODEL, CONFIDENCE, BAR = ReadingModel(), Confidence.load(), load_bar()
CATALOGUE = default_catalogue()
ASKING = FactWords(CATALOGUE)
SEARCH = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ASKED = 4  # questions of each library


def answerer_of(view: View) -> Answerer:
    reader = PassageReader(Search(view, WordEmbedder()), MODEL, CONFIDENCE)
    directory = Directory(view.roles)
    return Answerer(directory, CATALOGUE, view.documents, reader, BAR, words=view.words, asking=ASKING)


def answers_from(texts: dict[str, str]) -> ScopedAnswers:
    return ScopedAnswers(contents_of(texts), answerer_of)


def rounded(answer: Answer) -> Answer:
    """The answer without its scope; figures as they are shown, as sums differ in their last bits with their order."""
    citations = tuple(
        replace(each, score=None if each.score is None else round(each.score, 3)) for each in answer.citations
    )
    return replace(answer, citations=citations, confidence=round(answer.confidence, 4), scope=None)


def written(answer: Answer) -> str:
    """All the words of an answer, wherever they stand."""
    return str(replace(answer, scope=None)).casefold()


@given(st.data())
@settings(SEARCH, max_examples=60)
def test_restricted_and_absent_read_the_same(data: st.DataObject) -> None:
    library: Library = data.draw(libraries())
    audience = Audience.of(data.draw(readers))
    on = data.draw(st.sampled_from((TODAY, date(2023, 5, 1))))
    withdrawn = frozenset(data.draw(st.sets(st.sampled_from(sorted(library.texts)), max_size=1)))
    visible = {
        path: text
        for path, text in library.texts.items()
        if path not in withdrawn and audience.is_among(library.audiences[path])
    }
    everything, alone = answers_from(library.texts), answers_from(visible)
    scope, same = Scope(audience, on, withdrawn), Scope(EVERYTHING, on)
    for _ in range(ASKED):
        question = data.draw(questions(library))
        answer = everything.answer(question, scope)
        assert rounded(answer) == rounded(alone.answer(question, same))
        typed = " ".join((question.text, *question.earlier)).casefold()
        shown = written(answer)
        for path, mark in library.marks.items():
            assert path in visible or mark in typed or mark not in shown
        assert answer.scope == scope
    seen, expected = view_in(everything.contents, scope), view_in(alone.contents, same)
    assert seen.roles == expected.roles
    assert list(seen.documents) == list(expected.documents)
    assert draw_text(chart(reporting(seen.roles))) == draw_text(chart(reporting(expected.roles)))


@given(st.data())
@settings(SEARCH, max_examples=20)
def test_without_dates_a_scope_of_everything_changes_nothing(data: st.DataObject) -> None:
    library: Library = data.draw(libraries(dated=False))
    answers = answers_from(library.texts)
    plain = answerer_of(View(answers.contents))
    for _ in range(ASKED):
        question = data.draw(questions(library))
        days = [read_as_of(text, TODAY) for text in (question.text, *question.earlier)]
        if not any(day and day.is_explicit for day in days):
            answer = answers.answer(question, Scope(EVERYTHING, TODAY))
            assert replace(answer, scope=None) == plain.answer(question)
