"""A case: a question handed to people, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from bot.record.message import Person

State = Literal["open", "claimed", "closed"]
OPENED, CLAIMED, REPLIED, CLOSED, REOPENED = (
    "case_opened",
    "case_claimed",
    "case_replied",
    "case_closed",
    "case_reopened",
)
DRAFTED = "answer_drafted"  # an approved answer that waits for a second person
APPROVED = "approved"  # a draft was written into the documents folder, by another person than who wrote it
STEPS = (
    OPENED,
    CLAIMED,
    REPLIED,
    CLOSED,
    REOPENED,
    DRAFTED,
    APPROVED,
)  # kinds of entries, as docs/record.md names them


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did with a case."""

    seq: int  # of its entry in the chain
    at: datetime
    kind: str  # one of STEPS
    person: Person | None  # None: erased
    text: str | None  # what they wrote; None: nothing, or erased

    @property
    def by(self) -> str:
        """The name of whoever did it; "" once they are erased."""
        return (self.person.name or self.person.user) if self.person is not None else ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one."""

    message: int
    number: str  # of the receipt, which is also the case's
    state: State
    asker: Person | None  # whoever handed it over; None: erased
    holder: Person | None  # whoever has claimed it
    steps: tuple[Step, ...]  # oldest first
    card: tuple[str, ...]  # where the surface shows it, by names of its own; () where it doesn't yet
    shown_seq: int  # the last step that the card shows
    told_seq: int  # the last step that whoever asked was told of

    @property
    def last_seq(self) -> int:
        return self.steps[-1].seq

    @property
    def untold(self) -> tuple[Step, ...]:
        """What whoever asked has still to be told."""
        return tuple(step for step in self.steps if step.seq > self.told_seq and step.kind in (REPLIED, CLOSED))

    @property
    def drafts(self) -> tuple[Step, ...]:
        """Approved answers that wait for a second person; of several the last one counts."""
        last = next((step for step in reversed(self.steps) if step.kind in (DRAFTED, APPROVED)), None)
        return (last,) if last is not None and last.kind == DRAFTED else ()

    def approval_of(self, seq: int) -> Step | None:
        """The step that approved the draft of that step; None where none did."""
        about_drafts = [step for step in self.steps if step.kind in (DRAFTED, APPROVED)]
        following = next((later for draft, later in pairwise(about_drafts) if draft.seq == seq), None)
        return following if following is not None and following.kind == APPROVED else None
