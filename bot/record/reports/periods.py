"""Hours, days, weeks and months of a time zone, as the edges between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from bot.record.errors import RecordError
from bot.record.times import microseconds, moment

Unit = Literal["hour", "day", "week", "month"]
UNITS: tuple[Unit, ...] = ("hour", "day", "week", "month")
MOST = 800  # periods in one chart: a month by hour, two years by day


def unit_for(first: int, last: int) -> Unit:
    """One that gives some 20 to 100 periods between two moments, in microseconds since 1970."""
    days = (last - first) / 86_400_000_000
    return "hour" if days <= 3 else "day" if days <= 92 else "week" if days <= 366 else "month"


def edges(first: int, last: int, unit: Unit, zone: tzinfo = UTC) -> list[datetime]:
    """The starts of all periods that `first` to `last` reach into, and the end of the last; in `zone`.

    Raises:
        RecordError: there are more than `MOST`.
    """
    found = []
    for edge in _from(_start(moment(first).astimezone(zone), unit), unit):
        found.append(edge)
        if microseconds(edge) > last:
            return found
        if len(found) > MOST:
            raise RecordError(f"More than {MOST} periods of one {unit} each: choose a longer unit or a shorter time.")
    raise AssertionError  # the periods never end


def _start(when: datetime, unit: Unit) -> datetime:
    if unit == "hour":
        return when.replace(minute=0, second=0, microsecond=0)
    day = when.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _from(start: datetime, unit: Unit) -> Iterator[datetime]:
    while True:
        yield start
        if unit == "hour":  # by the clock of the world: an hour that a time zone skips or repeats is one as well
            start = (start.astimezone(UTC) + timedelta(hours=1)).astimezone(start.tzinfo)
        elif unit == "month":
            start = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        else:
            start += timedelta(days=7 if unit == "week" else 1)
