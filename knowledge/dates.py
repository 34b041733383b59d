"""Dates as documents write them: found by patterns, checked by the calendar, as precise as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"(?:,?\s(?:at\s)?(?P<time>\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)|\d{1,2}:\d\d|noon|midnight))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDED = (
    re.compile(rf"\b{_NAME}\s{{0,2}}{_DAY},?\s{{0,2}}(?P<year>(?:19|20)\d\d)\b{_TIME}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s{{0,2}}(?:of\s)?{_NAME},?\s{{0,2}}(?P<year>(?:19|20)\d\d)\b{_TIME}", re.IGNORECASE),
    re.compile(rf"\b{_NAME},?\s{{0,2}}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
)
# These need a date's label before them: "3/6/12 month reviews" is none, and 2019 may be a budget.
_LABELLED = (
    re.compile(
        rf"(?<![\d/.])(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-](?P<year>(?:19|20)?\d\d)(?![\d/]){_TIME}"
    ),
    re.compile(r"(?<![\d/.])(?P<number>\d{1,2})[/-](?P<year>(?:19|20)\d\d)(?![\d/])"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)[-/](?P<number>\d\d)(?![\d/-])"),
    re.compile(rf"\b{_DAY}\s{{0,2}}{_NAME}(?!\w)", re.IGNORECASE),
    re.compile(rf"\b{_NAME}\s{{0,2}}{_DAY}(?!\w)", re.IGNORECASE),
    re.compile(r"(?<![\d/$£€.,-])(?P<year>(?:19|20)\d\d)(?![\d/])"),
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date with its place in the text it was found in."""

    start: int
    end: int
    written: str  # "July 13th, 2022, 5pm"
    iso: str  # "2022-07-13", "2013-08", "2013"; "" where the order of day and month, or the year, can't be told
    time: str = ""  # as written: "5pm"


def find_dates(text: str, is_labelled: bool = False) -> list[WrittenDate]:
    """The dates of a text, in order, none overlapping. Days that no calendar has are left out.

    "Revised 08/2013" has one when labelled, iso "2013-08", and none otherwise.

    Args:
        is_labelled: the text is the value of a date field: then figures alone are dates too.
    """
    found: list[WrittenDate] = []
    for pattern in (*_WORDED, *(_LABELLED if is_labelled else ())):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            iso = _iso(match.groupdict())
            if iso is not None:
                time = match.groupdict().get("time") or ""
                found.append(WrittenDate(match.start(), match.end(), match[0], iso, time))
    return sorted(found, key=lambda each: each.start)


def in_words(iso: str) -> str:
    """ "2024-05-03" -> "3 May 2024", "2024-05" -> "May 2024", "2024" -> "2024"."""
    year, *rest = iso.split("-")
    names = [_MONTHS[int(rest[0]) - 1].capitalize()] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *names, year])


def _iso(parts: dict[str, str | None]) -> str | None:
    """ISO form, "" where it can't be told, None where the figures are no date."""
    year = parts.get("year")
    if year and len(year) == 2:
        year = f"{'19' if int(year) >= 70 else '20'}{year}"
    first, second = parts.get("first"), parts.get("second")
    if first and second and year:
        return _iso_of_figures(int(first), int(second), int(year))
    month = _month(parts)
    day = int(parts["day"]) if parts.get("day") else None  # type: ignore[arg-type]  # mypy can't see that it is set
    if month is None and day is None:
        return year
    if month is None or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year}-{month:02}"
    if not _exists(int(year or 2000), month, day):
        return None
    return f"{year}-{month:02}-{day:02}" if year else ""


def _month(parts: dict[str, str | None]) -> int | None:
    name, number = parts.get("month"), parts.get("number")
    if name:
        return next(index for index, month in enumerate(_MONTHS, start=1) if month.startswith(name.casefold()[:3]))
    return int(number) if number else None


def _iso_of_figures(first: int, second: int, year: int) -> str | None:
    """8/16/07 is American by its 16; 3/4/07 can't be told apart, 4/4/07 need not be."""
    readings = {
        f"{year}-{month:02}-{day:02}" for month, day in ((first, second), (second, first)) if _exists(year, month, day)
    }
    if not readings:
        return None
    return readings.pop() if len(readings) == 1 else ""


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
