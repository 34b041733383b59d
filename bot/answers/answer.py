"""Question in, Answer out: the types every surface speaks. Nothing here knows a chat product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answers.scope import Scope

Status = Literal["answered", "not_found", "clarify", "refused", "chat"]
AnswerKind = Literal["fact", "passage", "list", "compare", "aggregate", "approved", "chat", "refusal", "none"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, and what the same thread asked before. `earlier` is oldest first."""

    text: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where staff can check: the verbatim words and the place they stand in."""

    document: str  # path below the documents folder
    title: str
    section: tuple[str, ...]  # outermost first
    quote: str  # a slice of Document.text, character for character
    line: int
    page: int | None = None
    date: str = ""  # the document's own date, in words: "revised 08/2013"
    version: str = ""  # SHA-256 of the document's file, hexadecimal
    start: int = 0  # offsets of `quote` into Document.text
    end: int = 0
    score: float | None = None  # of the evidence, where it was found by reading; compared within one answer only


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on when a question fits several roles or documents: a button."""

    label: str
    question: str  # what choosing it asks, complete in itself


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown, what it rests on, and the numbers behind the decision.

    `text` is plain text for chat: short lines, "•" bullets, no markup of any product. It holds what was asked in the
    document's words; sources stand apart in `citations`.
    """

    status: Status
    text: str
    kind: AnswerKind = "none"
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    confidence: float = 1.0  # 0..1, calibrated: the share of such answers that are right
    threshold: float = 0.0  # the bar that `confidence` was held against
    nearest: tuple[str, ...] = ()  # titles of the nearest documents, when nothing answers
    roles: tuple[str, ...] = ()  # titles of the roles that the question was taken to be about
    snapshot: str = ""  # id of the snapshot that it was answered from
    scope: Scope | None = None  # what it was held to; None: all documents of the snapshot, whatever the day
