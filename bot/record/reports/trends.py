"""Trends: questions, outcomes, feedback and response times, period by period, for all or group by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bot.record.message import OUTCOMES, Outcome
from bot.record.query import Filters
from bot.record.reports.columns import NONE, Columns, Numbers, Table, View
from bot.record.reports.groups import FEWEST, Pool, people_count, people_in, split, too_few
from bot.record.reports.pairs import each_once
from bot.record.reports.periods import Unit, edges, unit_for
from bot.record.times import microseconds, now

Group = Literal["surface", "channel", "document", "role"]
GROUPS: tuple[Group, ...] = ("surface", "channel", "document", "role")
MOST_GROUPS = 12  # shown by themselves
OTHERS = "all others"


@dataclass(frozen=True, slots=True)
class Point:
    """What happened to the questions received in one period; feedback counts when the question was asked."""

    start: datetime
    questions: int
    outcomes: Mapping[Outcome, int]  # every outcome; what isn't answered yet is in none
    helpful: int
    not_helpful: int
    p50: float | None  # milliseconds until the answer; None: there was none
    p95: float | None

    @property
    def not_found_rate(self) -> float | None:
        """Of the questions that the documents could have answered, the share for which they didn't: 0..1."""
        asked = self.outcomes["answered"] + self.outcomes["not_found"]
        return self.outcomes["not_found"] / asked if asked else None

    @property
    def helpful_rate(self) -> float | None:
        """Of the answers on which somebody said whether they helped, the share that did: 0..1."""
        said = self.helpful + self.not_helpful
        return self.helpful / said if said else None


@dataclass(frozen=True, slots=True)
class Series:
    """The periods of one group, or of all questions."""

    group: str  # "" for all; else its name, `too_few` or `OTHERS`
    people: int | None  # different ones, as far as they are known; None: fewer than may be told of a group
    whole: Point  # all periods together
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """What `trends` gives."""

    unit: Unit
    end: datetime  # of the last period
    all: Series
    by: Group | None
    groups: tuple[Series, ...]  # most questions first; a question about two documents is in both
    head: str  # of the chain, when this was read


def trends(
    columns: Columns,
    filters: Filters,
    unit: Unit | None = None,
    by: Group | None = None,
    *,
    zone: tzinfo = UTC,
    fewest: int = FEWEST,
    most_groups: int = MOST_GROUPS,
) -> Trends:
    """The periods from the first to the last question that passes, or between the filters' times where they are given.

    Args:
        unit: of a period; one that suits the time where it is left out.
        by: also group by group.
        zone: whose days and months.
        fewest: people of a group that is shown by itself.
    Raises:
        RecordError: there are too many periods.
    """
    with columns.view() as view:
        rows = np.flatnonzero(view.rows(filters))
        first, last = _time(view.table, rows, filters)
        chosen = unit or unit_for(first, last)
        starts = edges(first, last, chosen, zone)
        total = _series(view.table, rows, starts, "")
        groups = tuple(_groups(view, rows, starts, by, fewest, most_groups)) if by is not None else ()
        return Trends(chosen, starts[-1], total, by, groups, str(view.head))


def _time(table: Table, rows: Numbers, filters: Filters) -> tuple[int, int]:
    """First and last moment shown."""
    first = int(table.received_at[rows[0]]) if len(rows) else now()
    last = int(table.received_at[rows[-1]]) if len(rows) else first
    if filters.since is not None:
        first = microseconds(filters.since)
    if filters.until is not None:
        last = microseconds(filters.until) - 1
    return first, max(first, last)


def _groups(
    view: View, rows: Numbers, starts: Sequence[datetime], by: Group, fewest: int, most: int
) -> Iterator[Series]:
    names, group, of = _grouped(view, rows, by)  # of each pair of group and message
    if not len(group):
        return
    person = view.table.person[of]
    messages = np.bincount(group, minlength=len(names))
    people = people_in(group, person, len(names))
    pool = Pool(group, person)
    chosen = split(messages, people, pool, fewest)
    for each in chosen.shown[:most]:
        yield _series(view.table, of[slice(*np.searchsorted(group, (each, each + 1)))], starts, names[each])
    rest = np.zeros(len(names), np.bool_)
    rest[list(chosen.shown[most:])] = True
    for mask, name in ((rest, OTHERS), (chosen.pooled, too_few(fewest))):
        if mask.any():
            series = _series(view.table, each_once(of[mask[group]]), starts, name)
            yield series if (series.people or 0) >= fewest else replace(series, people=None)


def _grouped(view: View, rows: Numbers, by: Group) -> tuple[Sequence[str], Numbers, Numbers]:
    """Names of groups; for each pair of a group and one of the rows, the group's place and the row, in this order."""
    table = view.table
    if by in ("surface", "channel"):
        codes = (table.surface if by == "surface" else table.channel)[rows]
        known = codes != NONE
        order = np.argsort(codes[known], kind="stable")  # the rows stay ascending within each group
        names = table.surfaces if by == "surface" else table.channels
        return names, codes[known][order].astype(np.int64), rows[known][order]
    pairs = view.pairs("document" if by == "document" else "role")
    passes = np.zeros(len(table), np.bool_)
    passes[rows] = True
    chosen = passes[pairs.message]
    return pairs.values, pairs.value[chosen].astype(np.int64), pairs.message[chosen].astype(np.int64)


def _series(table: Table, rows: Numbers, starts: Sequence[datetime], name: str) -> Series:
    """`rows`: ascending."""
    bounds = np.searchsorted(table.received_at[rows], [microseconds(edge) for edge in starts])
    periods = len(starts) - 1
    period = np.repeat(np.arange(periods), np.diff(bounds))
    rows = rows[bounds[0] : bounds[-1]]
    bounds = bounds - bounds[0]
    outcomes = _counted(period, table.outcome[rows], periods, len(OUTCOMES))
    helpful = _counted(period, table.helpful[rows], periods, 2)
    spent = table.milliseconds[rows]
    points = [
        _point(starts[place], outcomes[place], helpful[place], int(stop - start), spent[start:stop])
        for place, (start, stop) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    ]
    whole = _point(starts[0], outcomes.sum(axis=0), helpful.sum(axis=0), len(rows), spent)
    return Series(name, people_count(table.person[rows]), whole, tuple(points))


def _counted(period: Numbers, code: npt.NDArray[np.int8], periods: int, codes: int) -> Numbers:
    """How often each code occurs in each period: (periods, codes); negative ones are left out."""
    known = code >= 0
    return np.bincount(period[known] * codes + code[known], minlength=periods * codes).reshape(periods, codes)


def _point(start: datetime, outcomes: Numbers, helpful: Numbers, questions: int, spent: Any) -> Point:
    p50, p95 = _percentiles(spent)
    counts = dict(zip(OUTCOMES, outcomes.tolist(), strict=True))
    return Point(start, questions, counts, int(helpful[1]), int(helpful[0]), p50, p95)


def _percentiles(milliseconds: npt.NDArray[np.float32]) -> tuple[float | None, float | None]:
    """Median and 95th percentile, by nearest rank."""
    known = milliseconds[~np.isnan(milliseconds)]
    if not len(known):
        return None, None
    ranks = [max(0, int(np.ceil(share * len(known))) - 1) for share in (0.5, 0.95)]
    parted = np.partition(known, ranks)
    return round(float(parted[ranks[0]]), 3), round(float(parted[ranks[1]]), 3)
