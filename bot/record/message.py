"""What a surface hands to the record, and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.answers.answer import Answer, Question

State = Literal["received", "answered", "posting", "posted", "failed"]
Outcome = Literal["answered", "not_found", "clarify", "refused", "chat", "failed"]
Verdict = Literal["right", "wrong", "outdated", "should_not_have_answered"]

SURFACES = ("slack", "teams", "terminal")
ENDED = frozenset({"posted", "failed"})
OUTCOMES: tuple[Outcome, ...] = ("answered", "not_found", "clarify", "refused", "chat", "failed")
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "outdated", "should_not_have_answered")


def storable(text: str) -> str:
    """The text as every database takes it: no NUL, no half of a surrogate pair."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a surface."""

    surface: str  # "terminal", "slack", "teams"
    workspace: str  # holds no colon
    user: str  # the surface's own id
    name: str = ""  # as the surface shows it; kept beside the key, for whoever may look behind the pseudonym

    @property
    def key(self) -> str:
        return storable(f"{self.surface}:{self.workspace}:{self.user}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message that addresses Rolecall. The first four fields are its unique key."""

    surface: str
    workspace: str
    channel: str
    message: str  # the surface's own id of the message: what a retry of it has again
    person: Person | None
    question: Question
    thread: str = ""  # the surface's own id of the thread; "" where it has none

    @property
    def key(self) -> str:
        return storable("\x1f".join((self.surface, self.workspace, self.channel, self.message)))

    @property
    def thread_key(self) -> str | None:
        return thread_key(self.surface, self.workspace, self.channel, self.thread) if self.thread else None


def thread_key(surface: str, workspace: str, channel: str, thread: str) -> str:
    """What all messages of one thread share."""
    return storable("\x1f".join((surface, workspace, channel, thread)))


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's right to answer a message, until the lease runs out.

    `state` says what is left to do: "received": answer it; "answered": post `answer`; "posting": it may have been
    posted already, so look whether it was, and where that can't be told, fail it with "may have been posted".
    """

    id: int  # of the message
    number: str  # its receipt
    worker: str
    attempt: int  # 1 for the first; a claim of an earlier attempt is no longer good
    state: State
    incoming: Incoming | None  # None where who and where have been erased meanwhile
    answer: Answer | None = None  # where there is one already


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message that was handed in."""

    number: str  # its receipt
    is_new: bool  # False: a retry or a twin of one that is here already; it must not be answered again
    state: State
    claim: Claim | None = None  # where it is new, and was to be claimed at once


@dataclass(frozen=True, slots=True)
class Provenance:
    """What answered, so that an answer can be given again and compared."""

    code: str  # version and digest of our code: "0.1.0+3f6a9c21"
    model: str  # name and fingerprint of the models
    filters: Mapping[str, object] = field(default_factory=dict)  # what else it was held to, besides its scope
