"""Tables -> rows with their column headers, or fields where the table is a list of labels and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.role_columns import are_ranks

MOST_LABEL_WORDS = 8
MOST_LABEL_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its place in the document's text."""

    start: int
    end: int
    cells: tuple[str, ...]  # plain
    is_header: bool = False
    page: int | None = None


def table_blocks(rows: Sequence[Row], may_head: bool = True) -> Iterator[Block]:
    """One block a row, each cell with the header of its column; header rows give no block of their own.

    [Days | Grade], [15 | 7] gives one row: (Days, 15), (Grade, 7). [Reports to | Dean], [Hours | 37] gives two fields.

    Args:
        may_head: a first row that nothing marks is taken as the header.
    """
    rows = [row for row in rows if any(row.cells)]
    if is_key_value(rows):
        for row in rows:
            if not row.is_header or is_known(row.cells[0]):
                yield _field(row)
        return
    headers: tuple[str, ...] = ()
    unmarked = may_head and len(rows) > 1 and not any(row.is_header for row in rows) and _heads(rows[0], rows[1:])
    for number, row in enumerate(rows):
        if row.is_header or (unmarked and number == 0):
            headers = row.cells
            if len(rows) > 1:
                continue
            headers = ()
        names = headers + ("",) * (len(row.cells) - len(headers))
        cells = tuple((name, cell) for name, cell in zip(names, row.cells, strict=False) if cell)
        plain = " | ".join(cell for cell in row.cells if cell)
        yield Block("row", row.start, row.end, 0, plain, page=row.page, cells=cells)


def _field(row: Row) -> Block:
    label = row.cells[0].rstrip(": ")
    value = " ".join(cell for cell in row.cells[1:] if cell)
    if not value:
        return Block("paragraph", row.start, row.end, 0, label, page=row.page)
    return Block("field", row.start, row.end, 0, f"{label}: {value}", page=row.page, label=label, value=value)


def is_key_value(rows: Sequence[Row]) -> bool:
    """Two columns whose first holds labels: all of their shape, and, below a header, half of them known."""
    if not rows or any(len(row.cells) != 2 for row in rows):
        return False
    body = [row for row in rows if not row.is_header]
    if not body or not all(_is_label(row.cells[0]) for row in body):
        return False
    known = sum(is_known(row.cells[0]) for row in rows)
    if not any(row.is_header for row in rows):
        marked = all(row.cells[0].endswith(":") for row in rows)
        return marked or known * 2 >= len(rows) or (len(rows) == 1 and known == 1)
    return known * 2 >= len(rows)


def _is_label(cell: str) -> bool:
    words = cell.split()
    is_short = 0 < len(words) <= MOST_LABEL_WORDS and len(cell) <= MOST_LABEL_CHARACTERS
    return is_short and cell[0].isupper() and cell[-1] not in ".;,?!"


def is_known(cell: str) -> bool:
    """Whether a cell holds the label of a fact that the catalogue knows."""
    return fold_label(cell.rstrip(": ")) in known_labels()


def _heads(row: Row, others: Sequence[Row]) -> bool:
    """Short names in every cell, without figures, of ranks, or over columns that hold nothing but figures."""
    if not all(cell and len(cell) <= MOST_LABEL_CHARACTERS for cell in row.cells) or _are_pairs((row, *others)):
        return False
    below = [cell for other in others for cell in other.cells[1:] if cell]
    are_figures = len(others) > 1 and all(_starts_with_figure(cell) for cell in below)
    has_figures = any(char.isdigit() for cell in row.cells for char in cell)
    return not has_figures or are_ranks(row.cells[1:]) or (are_figures and not any(map(_starts_with_figure, row.cells)))


def _are_pairs(rows: Sequence[Row]) -> bool:
    """Whether every row holds two labels with their values: "Grade: | 7 | Reports to: | Head Cook"."""
    labels = [cell for row in rows if len(row.cells) == 4 for cell in row.cells[::2] if cell]
    marked = [cell for cell in labels if cell.endswith(":") or is_known(cell)]
    values = [cell for row in rows for cell in row.cells[1::2] if cell.endswith(":") or is_known(cell)]
    return all(len(row.cells) == 4 for row in rows) and len(marked) == len(labels) > len(rows) and not values


def _starts_with_figure(cell: str) -> bool:
    return cell.lstrip("$£€-–~< ")[:1].isdigit()
