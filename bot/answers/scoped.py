"""Answers within a scope: from what everybody who reads along may see, and what is in force on the day asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.approved_answers import Terms
from bot.answers.as_of import AsOf, read_as_of
from bot.answers.scope import Scope
from bot.answers.validity import Seen, holds_on, said_as_of, view_without, with_review
from index.contents import Contents
from index.view import View

SCOPES_KEPT = 64  # audiences and withdrawals, which is little each
ANSWERERS_KEPT = 32  # sets of documents that answers are given from


class ScopedAnswers:
    """Answers from one snapshot, whoever asks. Safe to call from several threads.

    What may not be seen never gets near an answer: each is given by an answerer that was made of a view.
    """

    def __init__(self, contents: Contents, answerer_of: Callable[[View], Answerer]) -> None:
        self.contents = contents
        self._answerer_of = answerer_of
        self._seen = lru_cache(SCOPES_KEPT)(
            lambda audience, withdrawn, within: Seen(contents, audience, withdrawn, within)
        )
        self._answerers = lru_cache(ANSWERERS_KEPT)(lambda hidden: answerer_of(view_without(contents, hidden)))

    def answer(self, question: Question, scope: Scope) -> Answer:
        """The answer to the last question of a thread. A day that it asks about comes before that of the scope."""
        seen = self.seen(scope)
        asked = self._another_day(question.text, seen, scope.on)
        on = asked.on if asked else scope.on
        bare = self._without_days(question, asked, seen, scope.on)
        answer = self._answerer(seen, on).answer(bare, Terms(scope.audience, on, scope.on))
        if answer.status == "not_found" and (held := self._held_on_another_day(answer, bare, seen, on)):
            answer = held
        cited = tuple(with_review(each, seen.documents[each.document], scope.on) for each in answer.citations)
        answer = replace(answer, citations=cited, scope=scope)
        return (
            said_as_of(answer, on, seen) if asked and answer.status in ("answered", "not_found", "clarify") else answer
        )

    def prepare(self, scope: Scope) -> None:
        """Make ready what answers in this scope, so that the first question does not wait for it."""
        self._answerer(self.seen(scope), scope.on)

    def seen(self, scope: Scope) -> Seen:
        """What is visible, whatever the day."""
        return self._seen(scope.audience, scope.withdrawn, scope.within)

    def _answerer(self, seen: Seen, on: date) -> Answerer:
        return self._answerers(seen.hidden | seen.out_of_force(on))

    def _another_day(self, question: str, seen: Seen, today: date) -> AsOf | None:
        """The day that a question asks about. Said in passing, it counts only where something else holds on it."""
        asked = read_as_of(question, today)
        if asked is None or asked.is_explicit or seen.out_of_force(asked.on) != seen.out_of_force(today):
            return asked
        return None

    def _without_days(self, question: Question, asked: AsOf | None, seen: Seen, today: date) -> Question:
        """The thread without the days that it asked about; a day alone asks the question before once more."""
        earlier = []
        for text in question.earlier:
            day = self._another_day(text, seen, today)
            if day is None or day.rest:
                earlier.append(day.rest if day else text)
        if asked is None:
            return Question(question.text, tuple(earlier))
        if not asked.rest and earlier:
            return Question(earlier[-1], tuple(earlier[:-1]))
        return Question(asked.rest or question.text, tuple(earlier))

    def _held_on_another_day(self, answer: Answer, question: Question, seen: Seen, on: date) -> Answer | None:
        """Where a document that is not in force then would answer: what it is called and when it holds."""
        others = seen.out_of_force(on)
        if not others:
            return None
        found = self._answerers(frozenset(self.contents.document_by_path.keys() - others)).answer(question)
        if found.status != "answered" or not found.citations:
            return None
        path = found.citations[0].document
        period = seen.period(path)
        then = self._answerer(seen, period.nearest(on)).answer(question)
        if then.status != "answered" or all(each.document != path for each in then.citations):
            return None  # asked as of that day, something else would answer
        return holds_on(answer, path, found.citations[0].title, period, on)


@dataclass(frozen=True, slots=True)
class InScope:
    """Answers to whoever asks in one scope."""

    answers: ScopedAnswers
    scope: Scope

    def answer(self, question: Question) -> Answer:
        """The answer to the last question of a thread."""
        return self.answers.answer(question, self.scope)
