"""Stretches of days: what "2024-04" covers, and since when and until when a document is in force."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePosixPath

from knowledge.document import Document, DocumentDate

_WORD = re.compile(r"[^\W\d_]{3,}")
_NEXT_LABEL = re.compile(r"[.;,|]?\s*[A-Z][\w ]{1,30}:\s")  # "Effective 1 May 2024. Owner: Finance"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day until the last, both included; None: without beginning, or without end."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def written(cls, iso: str) -> Period:
        """The days that a date covers: all of April for "2024-04".

        Raises:
            ValueError: it is no date of a form such as "2024-04-01", "2024-04" or "2024", or no day there is.
        """
        parts = [int(part) for part in iso.split("-")]
        match parts:
            case [year]:
                return cls(date(year, 1, 1), date(year, 12, 31))
            case [year, month] if 1 <= month <= 12:
                return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
            case [year, month, day]:
                return cls(date(year, month, day), date(year, month, day))
        raise ValueError(f"{iso!r} is no date")

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def nearest(self, day: date) -> date:
        """The day of the period that is nearest to another."""
        if self.first is not None and day < self.first:
            return self.first
        return self.last if self.last is not None and day > self.last else day


ALWAYS = Period()


def period_of(document: Document) -> Period:
    """Since when and until when a document says that it is in force.

    What its metadata states comes before its text. Where several dates are stated, the longest period counts: a
    document is never left out on the strength of a date that may be about something else.
    """
    own = document.metadata
    since = _days([own.effective] if own.effective else _stated(document, "effective"))
    until = _days([own.expires] if own.expires else _stated(document, "expires"))
    first = min((each.first for each in since if each.first), default=None)
    last = max((each.last for each in until if each.last), default=None)
    return Period(first, last)


def periods_of(documents: Collection[Document]) -> Mapping[str, Period]:
    """Path -> period, of the documents that are not always in force.

    Documents of one folder with the same title and organisation that take effect one after another are versions of
    one: each ends on the day before the next begins.
    """
    periods = {document.path: period_of(document) for document in documents}
    versions: dict[tuple[str, str, str], list[tuple[date, str]]] = {}
    for document in documents:
        if (first := periods[document.path].first) is not None:
            folder = PurePosixPath(document.path).parent.as_posix()
            name = (folder, document.title.casefold(), document.organisation.casefold())
            versions.setdefault(name, []).append((first, document.path))
    for found in versions.values():
        for begins, path in found:
            follows = min((other for other, _ in found if other > begins), default=None)
            if follows is not None:
                ends = min(periods[path].last or date.max, follows - timedelta(days=1))
                periods[path] = replace(periods[path], last=ends)
    return {path: period for path, period in periods.items() if period != ALWAYS}


def _stated(document: Document, kind: str) -> Iterator[str]:
    return (each.iso for each in document.dates if each.kind == kind and each.iso and _stands_alone(document, each))


def _stands_alone(document: Document, stated: DocumentDate) -> bool:
    """Whether the date is the document's: "Effective 1 May 2024 the rate is 45p" only speaks of a rate."""
    block = next((each for each in document.blocks if each.start <= stated.start < each.end), None)
    if block is None or block.kind == "field" or _NEXT_LABEL.match(document.text, stated.end, block.end):
        return True
    return not _WORD.search(document.text, stated.end, block.end)


def _days(dates: Iterator[str] | list[str]) -> list[Period]:
    found = []
    for iso in dates:
        try:
            found.append(Period.written(iso))
        except ValueError:
            continue
    return found
