"""Rows of a table without headers that state labels and their values: "Policy number | HR-7 | Version | 4.1"."""

from __future__ import annotations

from knowledge.document import Block

MOST_LABEL_WORDS = 5


def label_pairs(row: Block) -> tuple[tuple[str, str], ...]:
    """One or two labels, colons off, each with its value; () for any other row."""
    cells = [cell for _, cell in row.cells if cell]
    if row.kind != "row" or len(cells) not in (2, 4) or any(header for header, _ in row.cells):
        return ()
    pairs = tuple(zip((cell.rstrip(": ") for cell in cells[::2]), cells[1::2], strict=True))
    return pairs if all(_is_label(label) for label, _ in pairs) else ()


def _is_label(text: str) -> bool:
    return text[:1].isupper() and len(text.split()) <= MOST_LABEL_WORDS and not any(map(str.isdigit, text))
