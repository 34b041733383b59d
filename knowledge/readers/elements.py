"""Elements: what HTML, DOCX and PDF have in common once their markup is understood."""

from __future__ import annotations

from dataclasses import dataclass

Run = tuple[str, bool]  # text, whether it is bold
Lines = list[list[Run]]  # lines as the reader of the document sees them


@dataclass(slots=True)
class Heading:
    """A heading that the format marks as one; level 1 is the outermost."""

    lines: Lines
    level: int
    page: int | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph. `wrapped`: its lines end where the page did, so they are one line; else each ends on purpose."""

    lines: Lines
    wrapped: bool = False
    page: int | None = None
    level: int = 0  # above 0: a further paragraph of a list item


@dataclass(slots=True)
class Item:
    """A list item; level 0 is the outermost list."""

    lines: Lines
    level: int
    wrapped: bool = False
    page: int | None = None


@dataclass(slots=True)
class Field:
    """A label and its value, as in a definition list."""

    label: str
    value: str
    page: int | None = None


@dataclass(slots=True)
class Code:
    """Preformatted text."""

    text: str


@dataclass(slots=True)
class Cell:
    """A cell of a table, with whatever is in it."""

    elements: list[Element]
    is_header: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells."""

    rows: list[list[Cell]]
    page: int | None = None


Element = Heading | Paragraph | Item | Field | Code | Table


def line_text(runs: list[Run]) -> str:
    """A line as it is laid out: runs of spaces folded, tabs kept, as they may part a label from its value."""
    return "\t".join(" ".join(part.split()) for part in "".join(text for text, _ in runs).split("\t")).strip("\t ")


def elements_text(elements: list[Element]) -> str:
    """The words of elements in one line, for a cell."""
    parts = []
    for element in elements:
        match element:
            case Heading() | Paragraph() | Item():
                parts += [line_text(line) for line in element.lines]
            case Field():
                parts.append(f"{element.label}: {element.value}")
            case Code():
                parts.append(element.text)
            case Table():
                parts += [elements_text(cell.elements) for row in element.rows for cell in row]
    return " ".join(" ".join(part.split()) for part in parts if part)
