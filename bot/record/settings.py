"""What can be chosen about the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """The `record:` section of the settings file."""

    file: Path | None = None  # the SQLite file; None: record.sqlite beside the index
    url: str = field(default="", repr=False)  # of a PostgreSQL database, in place of the file; may hold a password
    required: bool = False  # without a record, no answer: also in the terminal
    identity_days: float | None = 365  # who asked and where is erased after so long by `rolecall record expire`
    text_days: float | None = 1095  # questions, answers, reasons and notes, likewise; None keeps for ever
    lease_seconds: float = 60  # after which a message whose worker says nothing is given to another
    head_file: Path | None = None  # `rolecall serve` and `record maintain` note the head of the chain in it
    head_hours: float = 24  # how often
    expire_hours: float = 24  # how often they erase what is too old
    fewest_people: int = 5  # that trends and topics tell apart: smaller groups are pooled, and never told by number

    def url_beside(self, index: Path) -> str:
        """The address of the database, for an index that is kept there."""
        if self.url:
            return self.url
        file = self.file or index.parent / "record.sqlite"
        return f"sqlite:///{file.absolute()}"
