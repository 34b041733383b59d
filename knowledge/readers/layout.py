"""Elements -> the visible text, laid out line by line, and the blocks that point into it.

Paragraphs are parted by an empty line, items and rows stand on a line each, cells are parted by a tab, and a field
reads "Label: value".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import Block, BlockKind
from knowledge.readers.assemble import BOLD_LINE
from knowledge.readers.elements import (
    Cell,
    Code,
    Element,
    Field,
    Heading,
    Item,
    Lines,
    Paragraph,
    Run,
    Table,
    elements_text,
    line_text,
)
from knowledge.readers.inline import is_bold_heading
from knowledge.readers.labels import line_spans
from knowledge.readers.limits import Limits
from knowledge.readers.plain import fold, has_words
from knowledge.readers.tables import Row, is_key_value, is_known, table_blocks
from knowledge.readers.words import english_words

BULLET = re.compile(r"(?:(?:[•●▪◦·‣►▶➢➤✓✔■□◆○\uf0b7\uf0a7\uf0d8]|[–-](?=\s)|o(?=\s+[A-Z]))\s*)+")
NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))\s+(?=\S)")
LONG_VALUE = 3  # paragraphs or items: a cell with as many is a section, its label a heading
HYPHEN = "\u0002"  # PDFium's sign for a hyphen that parts a word at the end of a line


class Layout:
    """Takes elements in reading order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: list[str] = []
        self._length = 0
        self._last: type[Element] | None = None
        self.blocks: list[Block] = []
        self.notes: list[str] = []

    @property
    def text(self) -> str:
        """What was laid out so far."""
        return "\n".join(self._lines) + "\n"

    def write(self, elements: Sequence[Element]) -> None:
        """Lay out elements, up to the limit of characters."""
        elements = _typed_lists(elements)
        for index, element in enumerate(elements):
            if self._length > self._limits.text_characters:
                self.notes = [f"cut: only the first {self._limits.text_characters:,} characters are read"]
                return
            following = elements[index + 1] if index + 1 < len(elements) else None
            self._write(element, following)

    def _write(self, element: Element, following: Element | None) -> None:
        if not (type(element) is self._last and isinstance(element, (Item, Field))):
            self._gap()
        match element:
            case Heading():
                self._block("heading", element.lines, element.page, level=element.level, joins=True)
            case Paragraph():
                self._paragraph(element, following)
            case Item():
                self._words("item", element.lines, element.page, element.level, element.wrapped)
            case Field():
                self._field(element.label, element.value, element.page)
            case Code():
                self._code(element.text)
            case Table():
                self._table(element)
        self._last = type(element)

    def _gap(self) -> None:
        if self._lines and self._lines[-1]:
            self._line("")

    def _line(self, text: str) -> int:
        """Write one line; its offset."""
        start = self._length
        self._lines.append(text)
        self._length += len(text) + 1
        return start

    def _paragraph(self, element: Paragraph, following: Element | None) -> None:
        runs = [run for line in element.lines for run in (*line, (" ", False))]
        plain = fold("".join(text for text, _ in runs))
        leads_in = plain.endswith(":") and isinstance(following, Item)
        if element.level == 0 and is_bold_heading(runs) and not leads_in:
            self._block("heading", element.lines, element.page, level=BOLD_LINE, joins=True)
            return
        self._words("paragraph", element.lines, element.page, element.level, element.wrapped)

    def _words(self, kind: BlockKind, lines: Lines, page: int | None, level: int, wrapped: bool) -> None:
        """A paragraph or item: fields where its lines hold them, else one block."""
        if not any(has_words(line_text(line)) for line in lines):
            return
        groups: list[Lines] = [lines] if wrapped else [[line] for line in lines]
        spans = [line_spans(_marked(group)[0], kind == "item") for group in groups]
        if not any(spans):
            self._block(kind, lines, page, level=level)
            return
        for group, found in zip(groups, spans, strict=True):
            if not found:
                self._block(kind, group, page, level=level)
                continue
            places = _marked(group)[1]
            start = self._length
            for line in group:
                self._line(line_text(line).replace(HYPHEN, "-"))
            verbatim = "\n".join(line_text(line) for line in group)
            for span in found:
                first, value, end = places[span.start], places[span.value], places[span.end]
                label = fold(span.label.replace("*", ""))
                said = _joined(verbatim[value:end])
                block = Block(
                    "field", start + first, start + end, 0, f"{label}: {said}", page=page, label=label, value=said
                )
                self.blocks.append(block if said else replace(block, kind="paragraph", plain=label, label=""))

    def _block(self, kind: BlockKind, lines: Lines, page: int | None, level: int = 0, joins: bool = False) -> None:
        texts = [line_text(line) for line in lines]
        texts = [text for text in texts if text]
        if not has_words("".join(texts)):
            return
        plain = _joined("\n".join(texts))
        starts = [self._line(text.replace(HYPHEN, "-")) for text in texts]
        if joins:
            plain = plain.rstrip(": ") if level == BOLD_LINE else plain
        self.blocks.append(Block(kind, starts[0], self._length - 1, 0, plain, page=page, level=level))

    def _field(self, label: str, value: str, page: int | None) -> None:
        label, value = fold(label).rstrip(": "), fold(value)
        start = self._line(f"{label}: {value}")
        field = Block("field", start, self._length - 1, 0, f"{label}: {value}", page=page, label=label, value=value)
        self.blocks.append(field if label and value else replace(field, kind="paragraph", label="", value=""))

    def _code(self, text: str) -> None:
        text = text.strip("\n")
        if has_words(text):
            start = self._line(text)
            self.blocks.append(Block("code", start, self._length - 1, 0, fold(text)))

    def _table(self, table: Table) -> None:
        if _is_frame(table):
            for cell in (cell for row in table.rows for cell in row):
                self.write(cell.elements)
            return
        rows = [_row(row, table.page) for row in table.rows]
        rows_cells = [(row, cells) for row, cells in zip(rows, table.rows, strict=True) if any(row.cells)]
        if is_key_value([row for row, _ in rows_cells]):
            for row, cells in rows_cells:
                self._key_value(row, cells)
            return
        placed = []
        for row, _ in rows_cells:
            start = self._line("\t".join(row.cells))
            placed.append(replace(row, start=start, end=self._length - 1))
        self.blocks += table_blocks(placed)

    def _key_value(self, row: Row, cells: list[Cell]) -> None:
        """A label and what it labels: a field, or a section where that is long."""
        if len(cells[-1].elements) >= LONG_VALUE:
            self._gap()
            self._block("heading", [[(row.cells[0], True)]], row.page, level=BOLD_LINE, joins=True)
            self.write(cells[-1].elements)
            self._gap()
        elif not row.is_header or is_known(row.cells[0]):
            self._field(row.cells[0], row.cells[1], row.page)
        else:  # "Item | Detail" above the labels says nothing of its own
            self._line("\t".join(row.cells))


def _row(cells: list[Cell], page: int | None) -> Row:
    is_header = bool(cells) and all(cell.is_header for cell in cells)
    return Row(0, 0, tuple(fold(elements_text(cell.elements)) for cell in cells), is_header, page)


def _is_frame(table: Table) -> bool:
    """Whether a table only places things on the page: one column, or headings and tables in its cells."""
    if all(len(row) <= 1 for row in table.rows):
        return True
    cells = [cell for row in table.rows for cell in row if not cell.is_header]
    return any(isinstance(element, (Heading, Table)) for cell in cells for element in cell.elements)


def _typed_lists(elements: Sequence[Element]) -> list[Element]:
    """Paragraphs that start with a typed bullet become items, and so do numbered ones where two follow each other."""
    marks = [_mark(element) for element in elements]
    typed: list[Element] = []
    for index, (element, mark) in enumerate(zip(elements, marks, strict=True)):
        if isinstance(element, (Paragraph, Item)) and mark:
            is_number = not BULLET.fullmatch(mark)
            neighbours = marks[max(index - 1, 0) : index] + marks[index + 1 : index + 2]
            if isinstance(element, Item) or not is_number or any(n and not BULLET.fullmatch(n) for n in neighbours):
                level = element.level
                element = Item(_without(element.lines, len(mark)), level, element.wrapped, element.page)
        typed.append(element)
    return typed


def _mark(element: Element) -> str:
    """The bullet or number that a paragraph starts with; a typed bullet in an item too."""
    if not isinstance(element, (Paragraph, Item)) or not element.lines:
        return ""
    if isinstance(element, Paragraph) and is_bold_heading([run for line in element.lines for run in line]):
        return ""
    text = "".join(text for text, _ in element.lines[0])
    mark = BULLET.match(text.lstrip()) or (NUMBER.match(text.lstrip()) if isinstance(element, Paragraph) else None)
    lead = len(text) - len(text.lstrip())
    return text[: lead + mark.end()] if mark and (mark.end() < len(text.strip()) or len(element.lines) > 1) else ""


def _without(lines: Lines, characters: int) -> Lines:
    """The lines without the first characters."""
    first: list[Run] = []
    for text, bold in lines[0]:
        cut = min(characters, len(text))
        characters -= cut
        if text[cut:]:
            first.append((text[cut:], bold))
    return [first, *lines[1:]]


def _marked(lines: Lines) -> tuple[str, list[int]]:
    """(the lines in one, bold marked by ** as in Markdown; for each of its offsets the one in the laid out text)."""
    marked: list[str] = []
    places: list[int] = []
    at = 0
    for number, line in enumerate(lines):
        if number:
            marked.append(" ")
            places.append(at)
            at += 1
        text = line_text(line)
        bold = _bold_flags(line, text)
        for index, character in enumerate(text):
            opens = bold[index] and not (index and bold[index - 1])
            closes = not bold[index] and index > 0 and bold[index - 1]
            if opens or closes:
                marked += "**"
                places += [at, at]
            marked.append(character)
            places.append(at)
            at += 1
        if bold and bold[-1]:
            marked += "**"
            places += [at, at]
    return "".join(marked), [*places, at]


def _bold_flags(line: list[Run], text: str) -> list[bool]:
    """For each character of the folded line whether it is bold; a space is bold between bold words only."""
    flags = [bold for part, bold in line for character in part if not character.isspace()]
    folded: list[bool] = []
    at = 0
    for character in text:
        if character.isspace():
            folded.append(0 < at < len(flags) and flags[at - 1] and flags[at])
        else:
            folded.append(flags[at])
            at += 1
    return folded


def _joined(text: str) -> str:
    """Lines in one, words that were parted at a line end whole again."""
    while (at := text.find(f"{HYPHEN}\n")) >= 0:
        before = re.search(r"\w*$", text[max(at - 40, 0) : at])
        after = re.match(r"\w*", text[at + 2 : at + 42])
        first, second = before[0] if before else "", after[0] if after else ""
        words = english_words()
        whole = (first + second).lower() in words or not (first.lower() in words and second.lower() in words)
        text = text[:at] + ("" if whole else "-") + text[at + 2 :]
    return fold(text)
