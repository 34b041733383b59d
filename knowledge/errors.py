"""Every error that Rolecall raises on purpose: each says what is wrong, where, and what to do.

RolecallError
├── Unreadable          one file gives no text; the others are read all the same
├── CatalogueError      the catalogue of facts is not valid
├── index.errors ...    snapshots, models
└── bot.errors ...      settings, questions
"""

from __future__ import annotations


class RolecallError(Exception):
    """Base of all errors whose text may be shown to a person as it is."""


class Unreadable(RolecallError):
    """A file that gives no text. `reason` is a short clause for the build report: "password-protected".

    `may_pass`: reading the same bytes again may go well, as when the process that read them was killed from outside.
    `timed_out`: it took too long by the clock, which a busy machine may be to blame for.
    """

    def __init__(self, reason: str, *, may_pass: bool = False, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_pass = may_pass
        self.timed_out = timed_out


class CatalogueError(RolecallError):
    """The catalogue of role facts is not valid; the text names the file, the fact and the key."""
