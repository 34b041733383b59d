"""What a question was asked by: the id of its message in the record tells, also after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answers.answer import Answer
from bot.record.message import Incoming

MOST_ROLES = 3  # named in a line

# typed: a message in Slack, whose timestamp is the id. command: /ask. modal: a shortcut's. choice: a button below a
# question back. share: "Share in channel".
By = Literal["typed", "command", "modal", "choice", "share"]


@dataclass(frozen=True, slots=True)
class Origin:
    """ "choice-RC-7F3A9/2" -> by "choice", of "RC-7F3A9/2". The same origin is answered once, however often clicked."""

    by: By
    of_what: str  # the id of what it was asked by: trigger, modal, or the value of the button

    @property
    def message(self) -> str:
        """As the record keeps it."""
        return self.of_what if self.by == "typed" else f"{self.by}-{self.of_what}"

    @classmethod
    def of(cls, incoming: Incoming) -> Origin:
        for by in _BY:
            if incoming.message.startswith(f"{by}-"):
                return cls(by, incoming.message.removeprefix(f"{by}-"))
        return cls("typed", incoming.message)

    def note(self, incoming: Incoming) -> str:
        """What stands above the answer where the question itself can't be read there."""
        asked = incoming.question.text
        if self.by == "share":
            name = incoming.person.name if incoming.person else ""
            return f"{name or 'A colleague'} asked: {asked}"
        return f"You asked: {asked}" if self.by in ("command", "modal", "choice") else ""


def read_as(incoming: Incoming, answer: Answer) -> str:
    """How a follow-up was read: about which roles of the thread that it doesn't name itself; "" where about none."""
    said = incoming.question.text.casefold()
    unsaid = [role for role in answer.roles if role.casefold() not in said]
    if not incoming.question.earlier or not unsaid or answer.status not in ("answered", "not_found"):
        return ""
    return f"Reading this as a question about: {', '.join(unsaid[:MOST_ROLES])}"


_BY: tuple[By, ...] = ("command", "modal", "choice", "share")
