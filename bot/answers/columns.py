"""A column of a table as an answer: "what is desirable?" of a person specification, row by row."""

from __future__ import annotations

from itertools import groupby

from bot.answers.answer import Answer
from bot.answers.sections import Section, of_items
from bot.answers.sources import Sources, wants_list
from bot.answers.table_rows import asked_stems
from bot.answers.thread import Request
from bot.answers.wording import content_stems
from knowledge.document import Block
from knowledge.fact import Role

_LEAST_COLUMNS = 3  # beside a label and its value, nothing is left to choose


def column_asked(request: Request, role: Role, sources: Sources) -> Answer | None:
    """The one column that a question for several things names of a table about the role; None where it names a row."""
    if not wants_list(request) or request.text != request.own_text:
        return None
    asked = asked_stems(request.own_text)
    blocks = sources.documents[role.document].blocks
    rows = (each for each in blocks if each.kind == "row" and each.cells and role.is_about(each))
    for _, group in groupby(rows, key=lambda row: (row.heading, row.cells[0][0])):
        table = list(group)
        columns = list(dict.fromkeys(header for row in table for header, _ in row.cells))
        named = [header for header in columns[1:] if (stems := content_stems(header)) and stems <= asked]
        if len(columns) < _LEAST_COLUMNS or not all(columns) or len(named) != 1:
            continue
        filled = [row for row in table if _cell(row, named[0])]
        is_row_named = any((stems := content_stems(row.cells[0][1])) and stems <= asked for row in filled)
        if filled and not is_row_named:
            items = [(f"{row.cells[0][1]}: {_cell(row, named[0])}", row) for row in filled]
            return of_items(f"{role.title} – {named[0]}", items, role.document, sources.statements)
    return None


def row_named(request: Request, role: Role, sources: Sources) -> Section | None:
    """Of a role that is a column of a table, the cells of the row that a question names: "trust of the lead cook"."""
    asked = asked_stems(request.own_text)
    blocks = [block for block in sources.documents[role.document].blocks if block.is_of_column]
    own = [block for block in blocks if block.heading == role.section and block.lead_in]
    named = [block for block in own if (stems := content_stems(block.lead_in)) and stems <= asked]
    lead_ins = {block.lead_in for block in named}
    return Section(role.section, named[0].lead_in, tuple(named)) if len(lead_ins) == 1 else None


def _cell(row: Block, header: str) -> str:
    """What stands in that column; rows leave empty cells out."""
    return dict(row.cells[1:]).get(header, "").strip()
