"""Rows and columns of tables: where the question names one, the others of the same table answer something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.answers.evidence import ScoredUnit
from bot.answers.reading import Evidence
from bot.answers.wording import content_stems
from knowledge.approved_sources import block_at
from knowledge.document import Block, Document
from knowledge.passages import Unit

_LAST = re.compile(r"[?!.]\s+|\b(?:what|how) about\b")
_NOT_ASKED = re.compile(r"\b(?:not|nor|except|excluding|rather than|instead of)\b[^,.;?!]*")
_LABEL = re.compile(r"([^:–—]{1,30}?)(?::| [–—]) ")
_LABELLED = ("item", "field")
_FOOTNOTE = re.compile(r"(?<=[a-z])\d\b")  # "Lunch2": the number of a note that stood above the line


def rows_named(question: str, chosen: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """What was chosen, less the rows of a table, items of a list or fields, of which another that was chosen is named.

    "How much may dinner cost?" is about the row that begins with "Dinner", and not about the one with "Lunch"; "what is
    S2?" about the item "S2: ...".
    """
    named: set[int] = set()
    for said in (_LAST.split(question)[-1], question):  # a thread's last message first
        asked = content_stems(said)
        named = {id(each) for each in chosen if (name := _name_of(each.unit)) and name <= asked}
        if named:
            break
    groups = {_group(each) for each in chosen if id(each) in named}
    return [each for each in chosen if _group(each) not in groups or id(each) in named]


def _group(one: ScoredUnit) -> tuple[str, ...]:
    """What tells the table, or the list of items with labels, that a unit is part of; else the unit itself."""
    unit = one.unit
    if unit.kind in _LABELLED and _name_of(unit):
        return one.passage.id, unit.kind, unit.context
    if unit.kind == "cell" and _name_of(unit):
        return one.passage.document, *one.passage.heading
    return (one.passage.id, unit.kind) if unit.kind == "row" else (one.passage.id, unit.kind, "", str(unit.start))


def _name_of(unit: Unit) -> frozenset[str]:
    """Stems of a row's first cell, or of an item's label: of "Meal: Dinner; Most we pay: £32", "Dinner".

    Of a cell, where only one column is read, too: there, its row alone introduces it.
    """
    if unit.kind == "cell":
        return frozenset() if " - " in unit.context else content_stems(unit.context)
    if unit.kind == "row":
        first = unit.plain.partition("; ")[0]
        return content_stems(_FOOTNOTE.sub("", first.partition(": ")[2] or first))
    label = _LABEL.match(unit.plain) if unit.kind in _LABELLED else None
    return content_stems(label[1]) if label else frozenset()


def asked_stems(question: str) -> frozenset[str]:
    """Stems of a question's words, less those behind "not" or "except"."""
    return content_stems(_NOT_ASKED.sub(" ", question))


def columns_named(question: str, evidence: Iterable[Evidence], documents: Mapping[str, Document]) -> Iterator[Evidence]:
    """The same, of a row only those columns that the question names, beside its first cell; the quote is all of it.

    "What is desirable?" is about the column of that name, and not about the one with what is essential.
    """
    asked = asked_stems(question)
    for one in evidence:
        block = block_at(documents[one.document], one.start)
        plain = _in_columns(block, asked) if block and block.kind == "row" and one.end <= block.end else ""
        yield replace(one, plain=plain) if plain else one


def _in_columns(row: Block, asked: frozenset[str]) -> str:
    (header, first), *others = row.cells or (("", ""),)
    named = [(name, cell) for name, cell in others if (stems := content_stems(name)) and stems <= asked]
    if not named or len(named) == len(others):
        return ""
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in ((header, first), *named))
