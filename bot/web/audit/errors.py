"""What can go wrong on a page, in words for whoever looks at it."""

from __future__ import annotations

from knowledge.errors import RolecallError


class Refused(RolecallError):
    """Whoever asks may not; the text says why."""


class BadForm(RolecallError):
    """What was sent can't be taken; the text says what to do."""
