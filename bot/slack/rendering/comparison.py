"""A comparison as a table: one row a fact, one column a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.slack.rendering.blocks import Block
from bot.slack.rendering.escaping import escape, escaped_length, one_line
from bot.slack.rendering.fitting import SECTION

MOST_ROWS, MOST_CELLS = 100, 20
NOT_STATED = "not stated"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The block, and how many rows didn't fit."""

    block: Block
    left_out: int


def table_of(answer: Answer) -> Table | None:
    """The answer's lines as a table of whole rows; None where they are no table, and are shown as they are."""
    rows = rows_of(answer) if answer.kind == "compare" else ()
    if not rows or len(rows[0]) > MOST_CELLS:
        return None
    kept: list[Row] = []
    room = SECTION
    for row in rows[:MOST_ROWS]:
        room -= sum(escaped_length(cell) for cell in row)
        if room < 0:
            break
        kept.append(row)
    if len(kept) < 2:
        return None
    cells = [[{"type": "raw_text", "text": escape(one_line(cell)) or "–"} for cell in row] for row in kept]
    block = {"type": "table", "column_settings": [{"is_wrapped": True}] * len(kept[0]), "rows": cells}
    return Table(block, len(rows) - len(kept))


def rows_of(answer: Answer) -> tuple[Row, ...]:
    """The heading and one row a fact; () where the text is not of the form that `bot.answers.compare` writes.

    A block of lines there is the fact's label with a colon, "• role: statement" for each role that states it, and one
    line for those that don't.
    """
    blocks = [block.split("\n") for block in answer.text.split("\n\n")]
    stated = [dict(_stated(line) for line in block[1:] if line.startswith("• ")) for block in blocks]
    roles = tuple(dict.fromkeys(role for facts in stated for role in facts))
    if len(roles) < 2 or any(not _is_whole(block, facts, roles) for block, facts in zip(blocks, stated, strict=True)):
        return ()
    body = [
        (block[0].removesuffix(":"), *(facts.get(role, NOT_STATED) for role in roles))
        for block, facts in zip(blocks, stated, strict=True)
    ]
    return (("Fact", *roles), *body)


def _stated(line: str) -> tuple[str, str]:
    role, _, statement = line.removeprefix("• ").partition(": ")
    return role, statement


def _is_whole(block: Sequence[str], facts: dict[str, str], roles: Sequence[str]) -> bool:
    """Whether each role is in the block, by what it states or among those that state nothing."""
    lacking = [role for role in roles if role not in facts]
    expected = [phrasing.missing(lacking)] if lacking else []
    others = [line for line in block[1:] if not line.startswith("• ")]
    is_told_apart = len(facts) == sum(line.startswith("• ") for line in block)
    return block[0].endswith(":") and others == expected and is_told_apart and all(facts.values())
