"""Tables whose columns are about one role each, as career ladders have them: a column is read like a section.

| Category | Cook (L2) | Head Cook (L3) |        below "Cook (L2)": "Scope: One meal", "Trust: Work is tasted."
| Scope    | One meal  | The menu       |        below "Head Cook (L3)": "Scope: The menu", ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from knowledge.catalogue import fold_label
from knowledge.cells import cells_of
from knowledge.document import Block, Document
from knowledge.known_labels import known_labels
from knowledge.parts import fold_title
from knowledge.titles import RANKS, looks_like_title
from knowledge.written_titles import cleaned_title

LEAST_LABELS = 2  # rows with labels of facts, which make roles of columns whose ranks don't
LEAST_WORDS = 5  # of a cell in the middle: a table of amounts by rank is read row by row


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """A column that is about one role."""

    title: str
    section: tuple[str, ...]  # the section path of its cells: the column's header is the last
    first: Block


def with_columns_as_sections(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; of tables whose columns are roles, each cell as an item below the header of its column."""
    for _, group in groupby(blocks, key=lambda each: (each.kind == "row", each.heading)):
        table = list(group)
        roles = _role_headers(table) if table[0].kind == "row" else ()
        name = ""
        for block in table:
            cells = cells_of(text, block) if roles else ()
            if len(cells) < 2:  # no row of such a table, or the name of a group of its rows
                yield replace(block, kind="heading", level=len(block.heading) + 1, cells=()) if roles else block
                continue
            name = cells[0].plain if cells[0].column == 0 else name
            for cell in cells:
                if cell.column > 0:
                    yield replace(
                        block,
                        kind="item",
                        start=cell.start,
                        end=cell.end,
                        line=block.line + text.count("\n", block.start, cell.start),
                        plain=cell.plain,
                        heading=(*block.heading, cell.header),
                        lead_in=f"{name}:" if name else "",
                        cells=(),
                        is_of_column=True,
                    )


def are_ranks(headers: Sequence[str]) -> bool:
    """Whether these are ranks of one kind of job: "Junior Cook (L1)", "Cook (L2)", "Senior Cook (L3)"."""
    words = [frozenset(fold_title(header).split()) for header in headers]
    alike = frozenset.intersection(*words) - RANKS if len(words) > 1 else frozenset()
    return bool(alike) and sum(bool(each & RANKS) for each in words) * 2 >= len(words)


def _role_headers(table: Sequence[Block]) -> tuple[str, ...]:
    """The headers behind the first, where each names a role and the rows say something of all of them; else ()."""
    columns = dict.fromkeys(header for row in table for header, _ in row.cells)
    _, *headers = columns or ("",)
    titles = [cleaned_title(header) for header in headers]
    if len(headers) < 2 or not all(titles):
        return ()
    lengths = [len(cell.split()) for row in table for _, cell in row.cells[1:]]
    are_jobs = all(map(looks_like_title, titles))
    if median(lengths) >= LEAST_WORDS and (are_ranks(headers) or (are_jobs and _are_of_one_kind(titles))):
        return tuple(headers)
    labels = {row.cells[0][1] for row in table if fold_label(row.cells[0][1].rstrip(": ")) in known_labels()}
    return tuple(headers) if len(labels) >= LEAST_LABELS and are_jobs else ()


def _are_of_one_kind(titles: Sequence[str]) -> bool:
    """Whether titles of jobs share two words: "Help Desk Analyst", "Help Desk Manager"."""
    return len(frozenset.intersection(*(frozenset(fold_title(title).split()) for title in titles))) > 1


def role_columns(document: Document) -> list[RoleColumn]:
    """The columns of a document that are about a role each, in order."""
    firsts: dict[tuple[str, ...], Block] = {}
    for block in document.blocks:
        if block.is_of_column:
            firsts.setdefault(block.heading, block)
    return [RoleColumn(section[-1], section, first) for section, first in firsts.items()]


def in_columns(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the cells of such a table column by column instead of row by row."""
    ordered: list[Block] = []
    for is_of_column, group in groupby(blocks, key=lambda each: each.is_of_column):
        by_column: dict[tuple[str, ...], list[Block]] = {}
        for block in group:
            by_column.setdefault(block.heading if is_of_column else (), []).append(block)
        ordered += (block for column in by_column.values() for block in column)
    return ordered
