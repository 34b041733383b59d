"""Answers from whatever is live, for surfaces that run long: what is published answers within a second.

A thread looks at the file that says what is live. Where that has changed, it loads the new snapshot beside the old one
and puts it in its place with one assignment; a question that is being answered keeps the one it began with.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from bot.answers.answer import Answer, Question
from bot.answers.scope import Scope
from bot.answers.validity import view_in
from bot.answers.why import Explainer, Why
from index.audience import Audience
from index.loading import Loaded, held_in_memory, stamp
from index.snapshot import Manifest, Snapshot
from index.view import View
from knowledge.errors import RolecallError
from knowledge.fact import Role

LOOK_SECONDS = 0.25  # between two looks at what is live
RETRY_SECONDS = 10.0  # between two attempts to load what could not be loaded
REMEMBERED = 4  # audiences for which a new snapshot is made ready before it takes over
ANSWERS_KEPT = 1024  # some kilobytes each; after a letter to all staff many of them ask the same
_log = logging.getLogger(__name__)


class AnswersInScope(Protocol):
    """What answers from one snapshot, such as `ScopedAnswers`; safe to call from several threads."""

    def answer(self, question: Question, scope: Scope) -> Answer: ...

    def prepare(self, scope: Scope) -> None:
        """Make ready what answers in that scope."""


@dataclass(frozen=True, slots=True)
class Status:
    """What answers now."""

    snapshot: str  # id
    problem: str = ""  # why it is not what was published last; "" where it is


@dataclass(frozen=True, slots=True)
class _Answering:
    """One loaded snapshot; never changed, but replaced."""

    loaded: Loaded
    answers: AnswersInScope
    answer: Callable[[Question, Scope], Answer]  # by `answers`, or from memory: nothing else goes into an answer


class LiveAnswers:
    """Answers questions from many threads. Call `close` when nobody asks any more."""

    def __init__(
        self,
        index: Path,
        load: Callable[[Snapshot | None], Loaded],
        answers_from: Callable[[Snapshot], AnswersInScope],
        today: Callable[[], date],
        on_problem: Callable[[str], None] = _log.error,
    ) -> None:
        """Load what is live.

        Args:
            load: `load_live`, given the snapshot that is in memory.
            on_problem: is told once, in a sentence, of each thing that keeps what was published from answering.
        Raises:
            whatever `load` raises.
        """
        self._index = index
        self._load = load
        self._answers_from = answers_from
        self._today = today
        self._on_problem = on_problem
        self._problem = ""
        self._audiences: list[Audience] = []  # the last ones that asked, the newest last
        self._lock = threading.Lock()  # of that list
        self._manifests: dict[str, Manifest] = {}
        self._stamp = stamp(index)
        self._answering = self._open(load(None))
        self._say(self._answering.loaded.fell_back)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="live answers", daemon=True)
        self._thread.start()

    def answer(
        self, question: Question, audience: Audience, on: date | None = None, within: tuple[str, ...] = ()
    ) -> Answer:
        """The answer to the last question of a thread, as that audience may see it, today or on another day.

        Args:
            within: documents and folders that alone may answer; see `Scope.within`.
        """
        answering = self._answering
        self._remember(audience)
        return answering.answer(question, replace(self._scope(answering, audience, on), within=within))

    def roles(self, audience: Audience, within: tuple[str, ...] = ()) -> tuple[Role, ...]:
        """The roles that such an answer may be about, today."""
        answering = self._answering
        scope = replace(self._scope(answering, audience), within=within)
        return view_in(answering.loaded.snapshot.contents, scope).roles

    def to(self, audience: Audience, on: date | None = None) -> AnswersTo:
        """The same, for a surface that always speaks to one audience."""
        return AnswersTo(self, audience, on)

    def explain(
        self,
        explainer_of: Callable[[Snapshot], Explainer],
        question: Question,
        audience: Audience,
        within: tuple[str, ...] = (),
    ) -> Why:
        """Why it is answered as it is. Names documents that the audience may not see: for admins' eyes only."""
        answering = self._answering
        scope = replace(self._scope(answering, audience), within=within)
        return explainer_of(answering.loaded.snapshot).why(question, scope)

    @property
    def loaded(self) -> Loaded:
        """The snapshot that answers now, and what is withdrawn from it."""
        return self._answering.loaded

    def view(self, audience: Audience) -> View:
        """What the audience may see and is in force today, for whatever shows it without a question."""
        answering = self._answering
        return view_in(answering.loaded.snapshot.contents, self._scope(answering, audience))

    @property
    def today(self) -> date:
        """The day that answers go by."""
        return self._today()

    def manifest(self, snapshot_id: str) -> Manifest:
        """What a snapshot that answered is made of; also once it has been replaced and cleared away."""
        return self._manifests[snapshot_id]

    @property
    def status(self) -> Status:
        return Status(self._answering.loaded.snapshot.id, self._problem)

    def close(self) -> None:
        """Look no more. What is loaded goes on answering."""
        self._closed.set()
        self._thread.join()

    def _watch(self) -> None:
        tried = time.monotonic()
        while not self._closed.wait(LOOK_SECONDS):
            seen = stamp(self._index)
            is_due = bool(self._problem) and time.monotonic() - tried > RETRY_SECONDS
            if seen != self._stamp or is_due:
                self._stamp, tried = seen, time.monotonic()
                self._renew()

    def _renew(self) -> None:
        """Load what is live now; where that fails, what is loaded stays."""
        try:
            before = self._answering
            loaded = self._load(before.loaded.snapshot)
            if loaded.snapshot.id != before.loaded.snapshot.id:
                self._answering = self._open(loaded)
            else:  # only what is withdrawn may be another
                self._answering = replace(before, loaded=replace(loaded, snapshot=before.loaded.snapshot))
        except RolecallError as problem:
            self._say(f"{problem} {self.status.snapshot} goes on answering.")
        except Exception as problem:  # a full memory, a broken disk: this thread must live on
            _log.debug("where it happened", exc_info=True)
            what = f"{type(problem).__name__}: {problem}"
            self._say(f"What is live can't be loaded ({what}). {self.status.snapshot} goes on answering.")
        else:
            self._say(loaded.fell_back)

    def _open(self, loaded: Loaded) -> _Answering:
        loaded = held_in_memory(loaded)
        answers = self._answers_from(loaded.snapshot)
        answering = _Answering(loaded, answers, lru_cache(ANSWERS_KEPT)(answers.answer))
        self._manifests[loaded.snapshot.id] = loaded.snapshot.manifest
        with self._lock:
            audiences = tuple(self._audiences)
        for audience in audiences:
            answering.answers.prepare(self._scope(answering, audience))
        return answering

    def _remember(self, audience: Audience) -> None:
        with self._lock:
            if self._audiences[-1:] != [audience]:
                self._audiences = [*(each for each in self._audiences if each != audience), audience][-REMEMBERED:]

    def _scope(self, answering: _Answering, audience: Audience, on: date | None = None) -> Scope:
        return Scope(audience, on or self._today(), answering.loaded.withdrawn)

    def _say(self, problem: str) -> None:
        if problem and problem != self._problem:
            self._on_problem(problem)
        self._problem = problem


@dataclass(frozen=True, slots=True)
class AnswersTo:
    """Answers from what is live to one audience."""

    live: LiveAnswers
    audience: Audience
    on: date | None  # None: today, whichever day that is by then

    def answer(self, question: Question) -> Answer:
        """The answer to the last question of a thread."""
        return self.live.answer(question, self.audience, self.on)
