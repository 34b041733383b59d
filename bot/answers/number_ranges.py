"""Rows of tables that hold for a range of numbers: after seven years, "5-10 yrs" is the row, and no other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.evidence import ScoredUnit
from bot.answers.lexicon import lexicon

_NUMBER = r"[$£€]?\s?(\d[\d,]*(?:\.\d+)?)\s?(k\b)?"
_UNIT = r"\s?(years?|yrs?|months?|weeks?|days?|hours?|hrs?|miles?|km|people|staff|employees)?"
_BETWEEN = re.compile(rf"{_NUMBER}{_UNIT}\s?(?:-|–|—|to|up to)\s?{_NUMBER}{_UNIT}\b.{{0,20}}", re.IGNORECASE)
_FROM = re.compile(rf"(?:over|more than|above|at least|from)\s?{_NUMBER}{_UNIT}.{{0,20}}", re.IGNORECASE)
_AND_MORE = re.compile(
    rf"{_NUMBER}{_UNIT}\s?(?:\+|or more|and (?:over|above|more)|plus\b){_UNIT}.{{0,20}}", re.IGNORECASE
)
_BELOW = re.compile(rf"(?:under|less than|fewer than|below|up to)\s?{_NUMBER}{_UNIT}.{{0,20}}", re.IGNORECASE)
_SAID = re.compile(rf"(?<![\w.-]){_NUMBER}{_UNIT}(?![\w-])", re.IGNORECASE)
_LEAST_ROWS = 2  # of one table with a range in the same column: else it is no table of ranges


@dataclass(frozen=True, slots=True)
class NumberRange:
    """From `low` to `high`, both in it. `unit`: "year", "hour", ..., or "" where none is said."""

    low: float
    high: float
    unit: str = ""

    def holds(self, number: float, unit: str) -> bool:
        """Whether the number lies in it, in the same unit where both say one."""
        return self.low <= number <= self.high and (unit == self.unit or not unit or not self.unit)


def range_in(cell: str) -> NumberRange | None:
    """What a cell such as "5-10 yrs", "10+ years", "under 5" or "50,001 - 70,000" says; None for any other."""
    text = cell.strip()
    if match := _BETWEEN.fullmatch(text):
        low, low_k, unit, high, high_k, other = match.groups()
        return NumberRange(_value(low, low_k or high_k), _value(high, high_k), _unit(other or unit))
    if match := _FROM.fullmatch(text):
        return NumberRange(_value(match[1], match[2]), math.inf, _unit(match[3]))
    if match := _AND_MORE.fullmatch(text):
        return NumberRange(_value(match[1], match[2]), math.inf, _unit(match[3] or match[4]))
    if match := _BELOW.fullmatch(text):
        return NumberRange(-math.inf, _value(match[1], match[2]), _unit(match[3]))
    return None


def rows_in_range(question: str, chosen: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """What was chosen, less the rows of a table whose range does not hold the number that the question says.

    All stays where no row's range or more than one holds it.
    """
    said = list(_numbers(question))
    tables: dict[str, list[ScoredUnit]] = {}
    for each in chosen:
        if each.unit.kind == "row":
            tables.setdefault(each.passage.id, []).append(each)
    left_out: set[int] = set()
    for rows in tables.values():
        kept = _fitting(said, rows)
        left_out.update(id(row) for row in rows if kept is not None and row is not kept)
    return [each for each in chosen if id(each) not in left_out]


def _fitting(said: Sequence[tuple[float, str]], rows: Sequence[ScoredUnit]) -> ScoredUnit | None:
    """The one row whose range holds a number that is said; None where it can't be told."""
    cells = [[part.rpartition(": ")[2] for part in row.unit.plain.split("; ")] for row in rows]
    for place in range(max(map(len, cells), default=0)):
        ranges = [range_in(parts[place]) if place < len(parts) else None for parts in cells]
        if sum(each is not None for each in ranges) < _LEAST_ROWS:
            continue
        fitting = [
            row
            for row, each in zip(rows, ranges, strict=True)
            if each is not None and any(each.holds(number, unit) for number, unit in said)
        ]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _numbers(question: str) -> Iterator[tuple[float, str]]:
    words = lexicon().number_words
    written = re.sub(r"[a-z]+", lambda match: str(words.get(match[0], match[0])), question.lower())
    for match in _SAID.finditer(written):
        yield _value(match[1], match[2]), _unit(match[3])


def _value(figures: str, thousands: str | None) -> float:
    return float(figures.replace(",", "")) * (1000 if thousands else 1)


def _unit(written: str | None) -> str:
    bare = (written or "").lower().removesuffix("s")
    return {"yr": "year", "hr": "hour", "staff": "people", "employee": "people"}.get(bare, bare)
