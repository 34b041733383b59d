"""Which answers will change: real questions, asked of what is live and of the candidate.

Each is asked in the scope that it was asked in, so that an audience made narrower shows as answers that vanish.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.answers.answer import Answer, Question, Status
from bot.answers.scope import Scope
from bot.scoring import Expectation, Given, Score, score
from bot.terminal import shown
from index.contents import Contents

Change = Literal["same", "vanishes", "appears", "changed", "asks_back", "source"]
Verdict = Literal["", "became_wrong", "no_longer_right", "became_right"]  # "": as before, or not known
Ask = Callable[[Question, Scope], Answer]
Texts = Mapping[str, str]  # document -> text, which quotes are held against
OnProgress = Callable[[int, int], None]  # questions asked, of how many


@dataclass(frozen=True, slots=True)
class Trial:
    """A question to try."""

    question: Question
    before: Scope  # in which it is asked of what is live
    after: Scope  # and of the candidate: a document that was withdrawn may come back with it
    times: int = 0  # it was really asked
    receipt: str = ""  # by which the record knows it; "" where it is from a file
    expected: Expectation | None = None  # where the right answer is known


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, as far as two are compared."""

    status: Status
    text: str
    sources: tuple[tuple[str, str], ...] = ()  # (document, section), in the order cited


@dataclass(frozen=True, slots=True)
class Tried:
    """A question whose answer is not what it was."""

    question: str
    change: Change
    before: Said
    after: Said
    earlier: tuple[str, ...] = ()  # what the same thread asked before
    times: int = 0
    receipt: str = ""
    audience: str | list[list[str]] = ""  # as `scope.written_audience` writes it
    id: str = ""  # of an evaluation question
    verdict: Verdict = ""
    reasons: tuple[str, ...] = ()  # why the answer isn't right any more


@dataclass(frozen=True, slots=True)
class Preview:
    """What the questions tell."""

    tried: tuple[Tried, ...]  # those that are answered otherwise, in the order asked
    counts: Mapping[Change, int]
    asked: int  # questions; less than `of` where somebody stopped it
    of: int
    right_before: int  # evaluation questions, of those asked
    right_after: int
    evaluated: int
    different: int  # in the record, those included that were too many
    seconds: float

    @property
    def is_stopped(self) -> bool:
        return self.asked < self.of

    def verdicts(self, verdict: Verdict) -> tuple[Tried, ...]:
        """The evaluation questions that got that verdict."""
        return tuple(each for each in self.tried if each.verdict == verdict)

    def without_questions(self) -> Preview:
        """For a file that nothing is erased from: only receipts, and of what they were answered what documents say."""
        return replace(self, tried=tuple(_without_question(each) if each.receipt else each for each in self.tried))

    def with_questions(self, questions: Mapping[str, Question], erased: str) -> Preview:
        """The same with the questions in their places; `erased` stands for those that are no more."""
        return replace(self, tried=tuple(_with_question(each, questions, erased) for each in self.tried))


@dataclass(slots=True)
class _Tally:
    tried: list[Tried] = field(default_factory=list)
    counts: Counter[Change] = field(default_factory=Counter)
    asked: int = 0
    right_before: int = 0
    right_after: int = 0
    evaluated: int = 0


def preview(
    trials: Sequence[Trial],
    contents: Sequence[Contents],
    ask: Sequence[Ask],
    on_progress: OnProgress | None = None,
    different: int = 0,
) -> Preview:
    """Ask every question twice; who interrupts it keeps what there is until then.

    Args:
        contents, ask: of what is live, and of the candidate.
        different: questions that were really asked, of which the most frequent are among the trials.
    """
    began = time.monotonic()
    tally = _Tally()
    texts = [_texts(each) for each in contents] if any(trial.expected for trial in trials) else []
    try:
        for trial in trials:
            _try(trial, ask[0](trial.question, trial.before), ask[1](trial.question, trial.after), texts, tally)
            if on_progress is not None:
                on_progress(tally.asked, len(trials))
    except KeyboardInterrupt:
        pass
    return Preview(
        tried=tuple(tally.tried),
        counts=dict(tally.counts),
        asked=tally.asked,
        of=len(trials),
        right_before=tally.right_before,
        right_after=tally.right_after,
        evaluated=tally.evaluated,
        different=different,
        seconds=time.monotonic() - began,
    )


def _try(trial: Trial, old: Answer, new: Answer, texts: Sequence[Texts], tally: _Tally) -> None:
    change = change_between(old, new)
    verdict: Verdict = ""
    reasons: tuple[str, ...] = ()
    if trial.expected is not None:
        was, now = (_score(trial.expected, each, held) for each, held in zip((old, new), texts, strict=True))
        verdict = _verdict(was, now)
        reasons = now.reasons if not now.correct else ()
        tally.evaluated += 1
        tally.right_before += was.correct
        tally.right_after += now.correct
    tally.asked += 1
    tally.counts[change] += 1
    if change == "same" and not verdict:
        return
    tally.tried.append(
        Tried(
            question=trial.question.text,
            change=change,
            before=_said(old),
            after=_said(new),
            earlier=trial.question.earlier,
            times=trial.times,
            receipt=trial.receipt,
            audience=trial.before.written()["audience"],
            id=trial.expected.id if trial.expected is not None else "",
            verdict=verdict,
            reasons=reasons,
        )
    )


def change_between(old: Answer, new: Answer) -> Change:
    """What a person who asks notices. Of two answers that find nothing, the words make no difference."""
    if old.status == new.status == "not_found":
        return "same"
    if old.status == "answered" and new.status in ("not_found", "refused"):
        return "vanishes"
    if new.status == "answered" and old.status in ("not_found", "refused"):
        return "appears"
    if new.status == "clarify" != old.status:
        return "asks_back"
    if old.status != new.status or shown(old) != shown(new):
        return "changed"
    return "same" if _sources(old) == _sources(new) else "source"


def _texts(contents: Contents) -> Texts:
    return {path: document.text for path, document in contents.document_by_path.items()}


def _said(answer: Answer) -> Said:
    return Said(answer.status, shown(answer), _sources(answer))


def _sources(answer: Answer) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((each.document, " > ".join(each.section)) for each in answer.citations))


def _score(expected: Expectation, answer: Answer, texts: Texts) -> Score:
    citations = tuple((citation.document, citation.quote) for citation in answer.citations)
    return score(expected, Given(answer.status, shown(answer), citations), texts)


def _verdict(was: Score, now: Score) -> Verdict:
    if now.wrong and not was.wrong:
        return "became_wrong"
    if was.correct and not now.correct:
        return "no_longer_right"
    return "became_right" if now.correct and not was.correct else ""


def _without_question(tried: Tried) -> Tried:
    """Only an answer is words of documents; whatever else is said may repeat words of the question."""
    before, after = (
        each if each.status == "answered" else replace(each, text="") for each in (tried.before, tried.after)
    )
    return replace(tried, question="", earlier=(), before=before, after=after)


def _with_question(tried: Tried, questions: Mapping[str, Question], erased: str) -> Tried:
    if not tried.receipt:
        return tried
    asked = questions.get(tried.receipt, Question(erased))
    return replace(tried, question=asked.text, earlier=asked.earlier)


def receipts_of(tried: Iterable[Tried]) -> list[str]:
    """By which the record knows what was asked."""
    return [each.receipt for each in tried if each.receipt]
