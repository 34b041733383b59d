"""Why a question is answered as it is: the ranking, the scores, the bar, and what those who ask may not see.

Nothing is worked out a second time in another way: the question is answered once more, by a reader that keeps what it
looked at. What comes of it names documents that the audience may not see, so it is for admins' eyes only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.confidence import Confidence
from bot.answers.passage_reader import Look, PassageReader
from bot.answers.reading import Reader, Reading
from bot.answers.scope import Scope, is_within
from bot.answers.scoped import ScopedAnswers
from bot.answers.validity import Seen
from index.contents import Contents
from index.search import Hit
from index.view import View
from knowledge.fact import Stretch

RANKED = 8  # passages that are shown of a ranking
WEIGHED = 6  # features, the heaviest
Reason = Literal["audience", "withdrawn", "not in force", "elsewhere"]  # elsewhere: not among those that answer here


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that was found, with its scores."""

    document: str
    title: str
    section: tuple[str, ...]  # outermost first
    line: int
    score: float  # of the fusion of the rankings, see `Hit`
    cosine: float
    bm25: float
    best: float | None  # the highest logit of its sentences; None where none was scored
    words: str  # of that sentence
    is_shown: bool = False  # some of it became the answer's evidence
    removed: Reason | Literal[""] = ""  # why it could not be found; "" where it could


@dataclass(frozen=True, slots=True)
class Read:
    """One reading that the answer was decided by."""

    question: str  # as it was read, with what the thread adds
    documents: tuple[str, ...] | None  # it was held to these; None: all that may be seen
    confidence: float
    ranking: tuple[Ranked, ...]  # best first
    weighed: Mapping[str, float]  # feature -> what it adds to the logit of the confidence; the heaviest first


@dataclass(frozen=True, slots=True)
class Why:
    """What became of a question, and why."""

    answer: Answer  # holds confidence, the bar, and the scope
    reads: tuple[Read, ...]  # in order; () where facts or an approved answer were enough
    without_filters: tuple[Ranked, ...]  # the ranking over all documents, those marked that were removed
    removed: Mapping[Reason, int]  # documents
    documents: int  # in the snapshot


class _Keeping:
    """A reader that keeps what it looked at."""

    def __init__(self, reader: PassageReader, looks: list[Look]) -> None:
        self._reader = reader
        self._looks = looks

    def read(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Reading:
        look = self._reader.look(question, documents, characters, stretch)
        self._looks.append(look)
        return self._reader.reading_of(look)


class Explainer:
    """Explains answers from one snapshot."""

    def __init__(
        self,
        contents: Contents,
        reader_of: Callable[[View], PassageReader],
        answerer_of: Callable[[View, Reader], Answerer],
        confidence: Confidence,
    ) -> None:
        """`reader_of`, `answerer_of`: as answers are made otherwise."""
        self._contents = contents
        self._reader_of = reader_of
        self._answerer_of = answerer_of
        self._confidence = confidence

    def why(self, question: Question, scope: Scope) -> Why:
        """Answer it in that scope, and say what decided. Takes as long as a first question after publishing."""
        looks: list[Look] = []
        answers = ScopedAnswers(
            self._contents, lambda view: self._answerer_of(view, _Keeping(self._reader_of(view), looks))
        )
        answer = answers.answer(question, scope)
        removed = self._removed(answers.seen(scope), scope)
        return Why(
            answer,
            tuple(self._read(look) for look in looks),
            self._unfiltered(question.text, removed),
            Counter(removed.values()),
            len(self._contents.document_by_path),
        )

    def _read(self, look: Look) -> Read:
        weighed = self._confidence.weighed(look.features) if look.features else {}
        documents = None if look.documents is None else tuple(sorted(look.documents))
        ranking = _ranked(look.hits[:RANKED], look, self._contents, {})
        return Read(look.question, documents, look.confidence, ranking, dict(list(weighed.items())[:WEIGHED]))

    def _unfiltered(self, question: str, removed: Mapping[str, Reason]) -> tuple[Ranked, ...]:
        look = replace(self._reader_of(View(self._contents)).look(question), chosen=())  # nothing of it is shown
        return _ranked(look.hits[:RANKED], look, self._contents, removed)

    def _removed(self, seen: Seen, scope: Scope) -> dict[str, Reason]:
        """Path -> why it was not among the documents that could answer."""
        late = seen.out_of_force(scope.on)
        found: dict[str, Reason] = {}
        for path, document in self._contents.document_by_path.items():
            if not scope.audience.may_see(document):
                found[path] = "audience"
            elif path in scope.withdrawn:
                found[path] = "withdrawn"
            elif not is_within(path, scope.within):
                found[path] = "elsewhere"
            elif path in late:
                found[path] = "not in force"
        return found


def _ranked(hits: Sequence[Hit], look: Look, contents: Contents, removed: Mapping[str, Reason]) -> tuple[Ranked, ...]:
    shown = {each.passage.id for each in look.chosen}
    ranking = []
    for hit in hits:
        passage = hit.passage
        units = [each for each in look.scored if each.passage is passage]
        best = max(units, key=lambda each: each.logit, default=None)
        ranking.append(
            Ranked(
                passage.document,
                contents.document_by_path[passage.document].title,
                passage.heading,
                passage.units[0].line if passage.units else 1,
                hit.score,
                hit.cosine,
                hit.bm25,
                best.logit if best is not None else None,
                best.unit.plain if best is not None else "",
                passage.id in shown,
                removed.get(passage.document, ""),
            )
        )
    return tuple(ranking)
