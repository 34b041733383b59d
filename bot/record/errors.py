"""What can go wrong with the record, each with what to do about it."""

from __future__ import annotations

from knowledge.errors import RolecallError


class RecordError(RolecallError):
    """The record can't be opened, read or written."""


class UnknownReceipt(RecordError):
    """No message has that receipt number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no receipt {number!r} in the record. Receipt numbers look like RC-7F3A9.")


class UnknownPerson(RecordError):
    """Nobody in the record goes by that name."""

    def __init__(self, named: str) -> None:
        super().__init__(
            f"The record knows nobody called {named!r}. Name a pseudonym (P-4KQ7D) or a key (slack:WORKSPACE:USER)."
        )


class ClaimLost(RecordError):
    """The lease ran out and another worker has taken the message over, or it has ended: nothing was stored."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is no longer this worker's: its lease ran out and another has taken it over.")
