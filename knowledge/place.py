"""Where documents are read from, beside the documents folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds the documents of one source."""

    prefix: str  # what their paths begin with: "handbook/"
    root: Path
    skipped: tuple[tuple[str, str], ...] = ()  # (name below it, why): what was not brought there
    note: str = ""  # what it was read at
    is_failing: bool = False  # its source can't be read now, and this is the last copy
