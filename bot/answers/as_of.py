"""The day that a question asks about: "as of 1 March 2025", "in 2019, what was ...", "what will ... be next year?".

Only what is clearly a day to look back or ahead to is taken for one: a question about "the 2019 audit" is none, and
neither is "are we open on 25 December 2027?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.dates import find_dates
from knowledge.period import Period

_EXPLICIT = re.compile(r"\b(?:as (?:of|at)|back (?:in|on))\s+", re.IGNORECASE)
_IN_PASSING = re.compile(r"\b(?:in|on|during)\s+", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?P<explicit>as of )?(?P<which>next|last) (?P<unit>year|month)\b", re.IGNORECASE)
_GOING_ON = re.compile(r"(?:and|but)?\s*(?:(?:what|how)\s+about)?", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|wasn[’']t|weren[’']t|did|didn[’']t|had|used to)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|won[’']t|shall|going to)\b|[’']ll\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:for|of|in|on|from|until|till|by|since|before|after|the)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?![\d/-]|\s*(?:hours|days|words|pounds|dollars))")
_EDGE = " ,;:–—-"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day that a question asks about, and the question without it."""

    on: date
    rest: str  # "" where nothing else is said: "and in 2019?"
    is_explicit: bool  # "as of ..."; else it is one only where something else was or will be in force on that day


def read_as_of(question: str, today: date) -> AsOf | None:
    """The day a question asks about; None where it asks about today or nothing is clearly a day.

    Of a month or a year it is the day nearest to `today`: the last of 2019, the first of next year.
    """
    for match in _EXPLICIT.finditer(question):
        if (found := _days_at(question, match.end(), is_labelled=True)) is not None:
            period, end = found
            return AsOf(period.nearest(today), _without(question, match.start(), end), is_explicit=True)
    for start, end, period, is_explicit in _mentioned(question, today):
        rest = _without(question, start, end)
        if is_explicit or not rest or (_stands_apart(question, start, end) and _fits_tense(question, period, today)):
            return AsOf(period.nearest(today), rest, is_explicit)
    return None


def _mentioned(question: str, today: date) -> Iterator[tuple[int, int, Period, bool]]:
    """Where other days are named that may be meant, which they are, and whether they surely are."""
    for match in _RELATIVE.finditer(question):
        period = _relative(match["which"].lower(), match["unit"].lower(), today)
        yield match.start(), match.end(), period, bool(match["explicit"])
    for match in _IN_PASSING.finditer(question):
        if (found := _days_at(question, match.end(), is_labelled=False)) is not None:
            yield match.start(), found[1], found[0], False


def _days_at(question: str, start: int, *, is_labelled: bool) -> tuple[Period, int] | None:
    """The days that are written at this place, and where they end."""
    for each in find_dates(question[start:], is_labelled):
        if each.start == 0 and each.iso and not each.time:
            return Period.written(each.iso), start + each.end
    year = _YEAR.match(question, start)
    return (Period.written(year[0]), year.end()) if year else None


def _stands_apart(question: str, start: int, end: int) -> bool:
    """Whether it opens the question, before a comma, or closes it: "in the 2019 audit" and "for next year" don't."""
    before, after = question[:start].rstrip(), question[end:].lstrip()
    if not before:
        return after.startswith(",")
    return not after.strip("?!. ") and not _PREPOSITION.search(before)


def _fits_tense(question: str, period: Period, today: date) -> bool:
    """Whether the question looks back at days that are over, or ahead to days to come."""
    if period.last is not None and period.last < today:
        return _PAST.search(question) is not None
    return period.first is not None and period.first > today and _FUTURE.search(question) is not None


def _relative(which: str, unit: str, today: date) -> Period:
    step = 1 if which == "next" else -1
    if unit == "year":
        return Period.written(f"{today.year + step:04}")
    months = today.year * 12 + today.month - 1 + step
    return Period.written(f"{months // 12:04}-{months % 12 + 1:02}")


def _without(question: str, start: int, end: int) -> str:
    """The question without these characters; "" where only words such as "and what about" are left."""
    before, after = question[:start].rstrip(_EDGE), question[end:].lstrip(_EDGE)
    if not before:
        return "" if not after.strip("?!. ") else after[:1].upper() + after[1:]
    if not after.strip("?!. ") and _GOING_ON.fullmatch(before):
        return ""
    return f"{before} {after}" if after[:1].isalnum() else before + after
