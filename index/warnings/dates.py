"""Documents without a date, not in force, or past their review."""

from __future__ import annotations

from collections.abc import Iterator

from index.warnings.collection import Collection
from index.warnings.warning import DocumentWarning
from knowledge.period import Period


def no_effective_date(collection: Collection) -> Iterator[DocumentWarning]:
    """Documents that don't say since when they hold: they answer whatever day is asked about."""
    for each in collection.traits:
        if each.first is None:
            yield DocumentWarning("no_effective_date", (each.path,), f"“{each.title}” doesn't say since when it holds")


def not_in_force(collection: Collection) -> Iterator[DocumentWarning]:
    """Documents that don't answer as current: their time is over, or has yet to come."""
    for each in collection.traits:
        if each.last is not None and each.last < collection.today:
            said = f"“{each.title}” ended on {each.last}: it doesn't answer any more"
            yield DocumentWarning("expired", (each.path,), said, str(each.last))
        elif each.first is not None and each.first > collection.today:
            said = f"“{each.title}” holds from {each.first} on: it doesn't answer before"
            yield DocumentWarning("not_yet", (each.path,), said, str(each.first))


def past_review(collection: Collection) -> Iterator[DocumentWarning]:
    """Documents that should have been reviewed by now; they answer, and citations say so."""
    for each in collection.traits:
        due = _last_day(each.review)
        if due is not None and due < collection.today.isoformat():
            yield DocumentWarning("past_review", (each.path,), f"“{each.title}” was due for review {each.review}", due)


def _last_day(iso: str) -> str | None:
    try:
        last = Period.written(iso).last if iso else None
    except ValueError:
        return None
    return last.isoformat() if last else None
