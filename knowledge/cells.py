"""Cells of a table's row: where each stands in the text of its document."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.document import Block


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something, with its place; white space around it is left out."""

    column: int  # 0 is the first one
    header: str  # of its column, "" where the table has none
    plain: str
    start: int  # offsets into Document.text
    end: int


def cells_of(text: str, row: Block) -> tuple[Cell, ...]:
    """The cells of a row in order, empty ones left out; () where it can't be told which stretch is which cell."""
    spans = enumerate(_spans(text[row.start : row.end], row.start))
    filled = [(column, first, text[first:last]) for column, (first, last) in spans if text[first:last].strip()]
    if len(filled) != len(row.cells):
        return ()
    return tuple(
        Cell(column, header, plain, first + len(cell) - len(cell.lstrip()), first + len(cell.rstrip()))
        for (header, plain), (column, first, cell) in zip(row.cells, filled, strict=True)
    )


def _spans(row: str, start: int) -> list[tuple[int, int]]:
    """Where the cells of a row stand, white space included; `start` is the row's own offset."""
    is_markdown = row.lstrip().startswith("|")
    spans: list[tuple[int, int]] = []
    for piece in row.replace("\\|", "\x00\x00").split("|" if is_markdown else "\t"):
        spans.append((start, start + len(piece)))
        start += len(piece) + 1
    if is_markdown:
        spans = spans[1:-1] if row.rstrip().endswith("|") else spans[1:]
    return spans
