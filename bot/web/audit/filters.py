"""The filters of the list, read from the address of a page and written into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.record.message import OUTCOMES, SURFACES, VERDICTS
from bot.record.query import Filters

FEEDBACK = ("helpful", "not_helpful", "none")
CHOICES: Mapping[str, Sequence[str]] = {
    "outcome": OUTCOMES,
    "surface": SURFACES,
    "feedback": FEEDBACK,
    "verdict": (*VERDICTS, "none"),
}
NAMES = ("text", "since", "until", "outcome", "verdict", "feedback", "surface", "role", "document", "section", "person")
LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the fields as typed, the filters they make, and what is wrong with them."""

    typed: Mapping[str, str]  # every name of `NAMES`; "" where nothing was typed
    filters: Filters
    problems: Sequence[str] = ()

    @property
    def pairs(self) -> Mapping[str, str]:
        """What belongs into an address."""
        return {name: value for name, value in self.typed.items() if value}


def read_filters(query: Mapping[str, str], zone: ZoneInfo) -> Asked:
    """The fields of an address; days are meant in `zone`, and the last one is included."""
    typed = {name: query.get(name, "").strip()[:LONGEST] for name in NAMES}
    values: dict[str, Any] = {}
    problems = []
    for name, value in typed.items():
        if not value:
            continue
        try:
            values[name] = _READ.get(name, _as_typed)(name, value, zone)
        except ValueError as problem:
            problems.append(str(problem))
    return Asked(typed, Filters(**values), problems)


def _as_typed(name: str, value: str, _: ZoneInfo) -> str:
    known = CHOICES.get(name)
    if known is not None and value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}.")
    return value


def _since(_: str, value: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(_day(value), time(), zone)


def _until(_: str, value: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(_day(value) + timedelta(days=1), time(), zone)


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no day such as 2026-03-09.") from None
    if not 1970 < day.year < 9999:  # beyond, no moment can be worked out
        raise ValueError(f"{value!r} lies outside of what can be looked for.")
    return day


_READ: Mapping[str, Callable[[str, str, ZoneInfo], Any]] = {"since": _since, "until": _until}
