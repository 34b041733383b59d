"""Answers that are written down: what the terminal asks through, where one person waits for each answer."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.answers.answer import Answer, Question
from bot.record.errors import ClaimLost, RecordError
from bot.record.message import Claim, Incoming, Person, Provenance
from bot.record.record import Record

T = TypeVar("T")


class Answers(Protocol):
    """Whatever answers."""

    def answer(self, question: Question) -> Answer: ...


class Recorded:
    """Answers, and writes down what was asked, answered and shown.

    A record that can't be written is said once. The answer is given all the same, unless the record is required: the
    person at the terminal is better served so, and knows that this one was not kept.
    """

    def __init__(
        self,
        answers: Answers,
        open_record: Callable[[], Record],
        provenance: Callable[[str], Provenance],
        person: Person,
        on_problem: Callable[[str], None],
        *,
        required: bool = False,
    ) -> None:
        """`provenance` is asked with the id of a snapshot, `on_problem` is told a sentence."""
        self._answers = answers
        self._open = open_record
        self._provenance = provenance
        self._person = person
        self._on_problem = on_problem
        self._required = required
        self._worker = f"{person.key}:{secrets.token_hex(4)}"
        self._thread = secrets.token_hex(16)
        self._record: Record | None = None
        self._is_broken = False
        self._pending: Claim | None = None  # answered, and not yet shown

    @property
    def receipt(self) -> str:
        """The number of the answer that was given last; "" where it was not recorded."""
        return self._pending.number if self._pending else ""

    def answer(self, question: Question) -> Answer:
        """The answer, recorded.

        Raises:
            RecordError: it can't be recorded, and the record is required.
        """
        self._pending = None
        claim = self._try(lambda record: self._receive(record, question))
        began = time.perf_counter()
        try:
            answer = self._answers.answer(question)
        except BaseException as problem:
            if claim is not None:
                reason = f"broke while answering: {type(problem).__name__}"
                self._try(lambda record: record.failed(claim, reason))
            raise
        milliseconds = (time.perf_counter() - began) * 1000
        if claim is not None:
            self._pending = self._try(lambda record: self._store(record, claim, answer, milliseconds))
        return answer

    def shown(self) -> str:
        """Call it when the answer stands on the screen; its receipt number, "" where it was not recorded."""
        claim, self._pending = self._pending, None
        if claim is None:
            return ""
        self._try(lambda record: record.posted(claim, ["screen"]))
        return claim.number

    def new_thread(self) -> None:
        """What is asked from here on has nothing to do with what was asked before."""
        self._thread = secrets.token_hex(16)

    def _receive(self, record: Record, question: Question) -> Claim | None:
        person = self._person
        incoming = Incoming(
            person.surface, person.workspace, "terminal", secrets.token_hex(16), person, question, thread=self._thread
        )
        return record.receive(incoming, self._worker).claim

    def _store(self, record: Record, claim: Claim, answer: Answer, milliseconds: float) -> Claim:
        record.answered(claim, answer, milliseconds, self._provenance(answer.snapshot), posting_to=["screen"])
        return claim

    def _try(self, write: Callable[[Record], T]) -> T | None:
        """What it gives, or None where the record can't be written and need not be."""
        if self._is_broken:
            return None
        try:
            if self._record is None:
                self._record = self._open()
                self._record.fail_abandoned(self._person.surface, self._worker)
            return write(self._record)
        except ClaimLost:  # the machine slept through the lease; another terminal has put it down as abandoned
            return None
        except RecordError as problem:
            if self._required:
                raise
            self._is_broken = True
            self._on_problem(f"{problem}\nThis answer is not recorded.")
            return None
