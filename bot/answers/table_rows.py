"""Rows of tables: where the question names one, the others of the same table answer something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.evidence import ScoredUnit
from bot.answers.wording import content_stems
from knowledge.passages import Unit


def rows_named(question: str, chosen: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """What was chosen, less the rows of a table of which another row that was chosen is named.

    "How much may dinner cost?" is about the row that begins with "Dinner", and not about the one with "Lunch".
    """
    asked = content_stems(question)
    named = {id(each) for each in chosen if each.unit.kind == "row" and _is_named(each.unit, asked)}
    tables = {each.passage.id for each in chosen if id(each) in named}
    return [each for each in chosen if each.unit.kind != "row" or each.passage.id not in tables or id(each) in named]


def _is_named(unit: Unit, asked: frozenset[str]) -> bool:
    """Whether the question holds every word of a row's first cell: of "Meal: Dinner; Most we pay: £32", "Dinner"."""
    first = unit.plain.partition("; ")[0]
    name = content_stems(first.partition(": ")[2] or first)
    return bool(name) and name <= asked
