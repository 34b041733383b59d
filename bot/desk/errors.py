"""What can go wrong with a case, each with what to do about it."""

from __future__ import annotations

from knowledge.errors import RolecallError


class DeskError(RolecallError):
    """A step that a case doesn't allow just now; nothing was changed."""


class NoCase(DeskError):
    """Nobody has handed that question over."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no case for {number}.")


class CaseTaken(DeskError):
    """Somebody else has claimed it."""

    def __init__(self, number: str, holder: str) -> None:
        super().__init__(f"{holder or 'Somebody else'} has claimed {number} already. Talk to them before you reply.")
        self.holder = holder


class CaseClosed(DeskError):
    """It has been closed."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} has been closed. Reopen it first.")


class ClosedAlready(DeskError):
    """Somebody has closed it before."""

    def __init__(self, number: str, by: str) -> None:
        super().__init__(f"{by or 'Somebody'} has closed {number} already.")


class NotClosed(DeskError):
    """It is open: it was never closed, or somebody has reopened it before."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is open already.")


class DraftApproved(DeskError):
    """Somebody has approved that draft before."""

    def __init__(self, number: str, by: str) -> None:
        super().__init__(f"{by or 'Somebody'} has approved this answer to {number} already.")


class AskerErased(DeskError):
    """Whoever handed it over has been erased, or has deleted the question: nobody can be told."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Whoever asked {number} has been erased, so a reply would reach nobody. You can close it.")


class NoTopicCase(DeskError):
    """Of a sensitive topic, only its name is kept: there is nothing to hand over."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is about a topic of which nothing is kept. Please turn to the contact named there.")
