"""Rows of tables: where the question names one, the others of the same table answer something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.evidence import ScoredUnit
from bot.answers.wording import content_stems
from knowledge.passages import Unit

_LAST = re.compile(r"[?!.]\s+|\b(?:what|how) about\b")
_FOOTNOTE = re.compile(r"(?<=[a-z])\d\b")  # "Lunch2": the number of a note that stood above the line


def rows_named(question: str, chosen: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """What was chosen, less the rows of a table of which another row that was chosen is named.

    "How much may dinner cost?" is about the row that begins with "Dinner", and not about the one with "Lunch".
    """
    for said in (_LAST.split(question)[-1], question):  # a thread's last message first
        asked = content_stems(said)
        named = {id(each) for each in chosen if each.unit.kind == "row" and _is_named(each.unit, asked)}
        if named:
            break
    tables = {each.passage.id for each in chosen if id(each) in named}
    return [each for each in chosen if each.unit.kind != "row" or each.passage.id not in tables or id(each) in named]


def _is_named(unit: Unit, asked: frozenset[str]) -> bool:
    """Whether the question holds every word of a row's first cell: of "Meal: Dinner; Most we pay: £32", "Dinner"."""
    first = unit.plain.partition("; ")[0]
    name = content_stems(_FOOTNOTE.sub("", first.partition(": ")[2] or first))
    return bool(name) and name <= asked
