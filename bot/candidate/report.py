"""The report on a candidate: typed, kept beside the index, drawn by whichever surface shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bot.candidate.preview import Preview
from index.changes import Changes
from index.durable import replace_file
from index.warnings.warning import DocumentWarning

FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read."""

    path: str
    reason: str
    is_lost: bool = False  # it could be, in what is live: its document stops answering
    is_new: bool = True  # it is not among those that could not be read then either


@dataclass(frozen=True, slots=True)
class Returning:
    """A withdrawn document that answers again once the candidate is live: it is of another version."""

    path: str
    reason: str  # for which it was withdrawn


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of a candidate before somebody decides."""

    candidate: str  # id of the snapshot
    base: str  # id of what was live, which it is compared with; "" where nothing was
    documents: int
    passages: int
    roles: int
    facts: int
    changes: Changes
    embedded: int | None = None  # texts; None: the build is not known any more, nor how long it took
    seconds: float = 0.0
    failures: tuple[Failure, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  # (path, what was left out), of documents that are new or have changed
    returning: tuple[Returning, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    sources: tuple[str, ...] = ()  # what each source beside the folder was read at, a line each
    others: tuple[str, ...] = ()  # what else is not as it was: the model, the code that reads; sentences
    preview: Preview | None = None  # None: no question has been asked yet

    @property
    def lost(self) -> tuple[Failure, ...]:
        """The files whose documents stop answering because they can't be read any more."""
        return tuple(each for each in self.failures if each.is_lost)


def keep_report(index: Path, report: Report) -> None:
    """Keep it until the next one. What staff asked is not in the file: it stays where it can be erased."""
    kept = replace(report, preview=report.preview.without_questions() if report.preview else None)
    replace_file(index / FILE, msgspec.json.encode(kept))


def kept_report(index: Path, candidate: str) -> Report | None:
    """The report on that candidate; None where there is none, or none that can be read."""
    try:
        report = msgspec.json.decode((index / FILE).read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None
    return report if report.candidate == candidate else None
