"""Lines of PDF pages -> headings, paragraphs, items and tables, found by the size and place of the type."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from knowledge.readers.elements import Cell, Element, Heading, Item, Paragraph, Table, elements_text
from knowledge.readers.inline import MOST_HEADING_CHARACTERS, MOST_HEADING_WORDS
from knowledge.readers.labels import line_spans
from knowledge.readers.layout import BULLET, HYPHEN, NUMBER
from knowledge.readers.pdf_heads import LINE_PITCH, without_running_heads
from knowledge.readers.pdf_lines import Line
from knowledge.readers.tables import is_known
from knowledge.titles import looks_like_title

LARGER = 1.1  # times the body size: type of a heading
SAME_PLACE = 3.0  # points
SAME_LINE = 2.5  # points between the baselines of two cells of a row
MOST_CELL_LINES = 12
CELL_PITCH = 1.35  # times the type's size: the largest step within a cell
LEAST_LINES = 8  # of a column, from which a few that are far longer tell of no more room
WIDE = 0.75  # of the longest of them, which the column's own don't reach
LOOSER = 1.25  # times the usual step of the page
SENTENCE_END = re.compile(r"[.!?:;][\"'”’)]?$")

Row = list[list[Line]]  # cells of lines


def elements_of(pages: Sequence[tuple[list[Line], float]]) -> list[Element]:
    """The elements of a document, given the lines and the height of each of its pages."""
    lines = without_running_heads(pages)
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return _Builder(lines, body).elements()


class _Builder:
    """Goes through the lines once."""

    def __init__(self, lines: list[Line], body: float) -> None:
        self._lines = lines
        self._body = body
        self._levels = self._heading_levels()
        self._edges = _right_edges(lines)
        self._steps = _usual_steps(lines)
        self._indents: list[float] = []  # of the bullets of the list now open

    def elements(self) -> list[Element]:
        found: list[Element] = []
        index = 0
        while index < len(self._lines):
            rows, end = self._rows(index)
            if rows:
                found += _numbered(rows) or [self._table(rows)]
                index = end
                self._indents = []
                continue
            element, index = self._element(index)
            found.append(element)
        self._set_title_apart(found)
        return found

    def _set_title_apart(self, found: list[Element]) -> None:
        """A title set in the type of the headings below it is above them all the same."""
        first = found[0] if found else None
        alike = [each for each in found[1:] if isinstance(each, Heading)]
        if not isinstance(first, Heading) or not any(each.level == first.level for each in alike):
            return
        line = self._lines[0]
        margin = min(each.left for each in self._lines if each.page == line.page)
        if line.left > margin + 2 * line.size or looks_like_title(elements_text([first])):
            for each in alike:
                each.level += 1

    def _element(self, index: int) -> tuple[Element, int]:
        line = self._lines[index]
        level = self._level(line)
        end = index + 1
        if level:
            while end < len(self._lines) and self._level(self._lines[end]) == level and self._is_next(end, LINE_PITCH):
                end += 1
            self._indents = []
            return Heading([each.runs for each in self._lines[index:end]], level, line.page), end
        bullet = _is_bullet(line)
        if index and line.page == self._lines[index - 1].page and line.baseline > self._lines[index - 1].baseline:
            self._indents = []  # on at the top of the next column, where the same depth has another edge
        while end < len(self._lines) and self._goes_on(index, end):
            end += 1
        runs = [each.runs for each in self._lines[index:end]]
        if not bullet:
            self._indents = [] if not _is_number(line) else self._indents
            return Paragraph(runs, wrapped=True, page=line.page), end
        return Item(runs, self._depth(line.left), wrapped=True, page=line.page), end

    def _depth(self, left: float) -> int:
        """Level of a bullet by its indent among those of the list now open."""
        while self._indents and left < self._indents[-1] - SAME_PLACE:
            self._indents.pop()
        if not self._indents or left > self._indents[-1] + SAME_PLACE:
            self._indents.append(left)
        return len(self._indents) - 1

    def _heading_levels(self) -> dict[float, int]:
        """Level by size: every size clearly above the body's in which a line short enough is set."""
        sizes = {round(line.size * 2) / 2 for line in self._lines if _is_short(line)}
        larger = sorted((size for size in sizes if size >= self._body * LARGER), reverse=True)
        return {size: level for level, size in enumerate(larger[:6], start=1)}

    def _level(self, line: Line) -> int:
        """The heading level of a line, 0 for none. Bold lines of body size are seen to when they are laid out."""
        if not _is_short(line) or _is_bullet(line) or not any(c.isalpha() for c in line.text):
            return 0
        return self._levels.get(round(line.size * 2) / 2, 0)

    def _is_next(self, index: int, pitch: float) -> bool:
        """Whether a line stands right below the one before it."""
        before, line = self._lines[index - 1], self._lines[index]
        step = before.baseline - line.baseline
        return before.page == line.page and 0 < step <= pitch * max(before.size, line.size)

    def _goes_on(self, first: int, index: int) -> bool:
        """Whether the paragraph that starts at line `first` goes on in line `index`."""
        start, before, line = self._lines[first], self._lines[index - 1], self._lines[index]
        if self._level(line) or _is_bullet(line) or (_is_number(line) and not _runs_on(before, line)):
            return False
        if before.text.endswith(HYPHEN):
            return True
        if len(line.cells) > 1 or abs(line.size - before.size) > 0.1 * before.size:
            return False
        if before.bold != line.bold and (before.bold or _is_short(line)) and not _runs_on(before, line):
            return False
        if before.page != line.page:
            return _runs_on(before, line)
        if not self._is_next(index, LINE_PITCH):
            return bool(before.baseline < line.baseline) and _runs_on(before, line)  # on in the next column
        step = before.baseline - line.baseline
        if step > LOOSER * self._steps[line.page] and step > LOOSER * before.size:
            return False
        if line.left > before.left + SAME_PLACE and not (
            index - 1 == first and (_is_bullet(start) or _is_number(start))
        ):
            return False  # the first line of a new paragraph is set in
        if line.left < start.left - SAME_PLACE and _is_bullet(start):
            return False  # back at the margin: the item is over
        if line_spans(line.text, False) and not _runs_on(before, line):
            return False
        return _runs_on(before, line) or self._is_full(before, line)

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether a line ends where it does for want of room: the next word would not have fitted."""
        word = line.words[0]
        edge = self._edges[before.page, round(before.left / SAME_PLACE)]
        if before is not line and _is_bullet(before):
            edge = max(edge, self._edges[line.page, round(line.left / SAME_PLACE)])
        return before.right + 0.25 * before.size + (word.right - word.left) > edge - 0.5

    def _rows(self, index: int) -> tuple[list[Row], int]:
        """(rows of cells of lines, index after them) of a table that starts at this line; no rows where none does."""
        rows: list[Row] = []
        while index < len(self._lines):
            row, end = self._row(index)
            row = _in_columns(rows[0], row) if rows and len(row) > 1 else row
            if len(row) < 2:
                break
            rows.append(row)
            index = end
        if len(rows) == 1 and not (len(rows[0]) == 2 and is_known(_cell_text(rows[0][0]))):
            return [], index
        return rows, index

    def _row(self, index: int) -> tuple[Row, int]:
        """(cells of the row that starts at this line, index after it); no cells where it can't be one.

        PDFium gives a row cell by cell, each with all its lines, and goes on with the next cell on the same line where
        their baselines meet.
        """
        first = self._lines[index]
        if self._level(first) or _is_bullet(first) or _is_number(first):
            return [], index
        cells = [[cell] for cell in first.cells]
        index += 1
        while index < len(self._lines) and not self._level(self._lines[index]):
            head, *others = self._lines[index].cells
            if _wraps(cells[-1], head) and (len(cells) > 1 or self._has_cell_beside(cells[-1], index)):
                cells[-1].append(head)
            elif self._is_beside(cells, index):
                cells.append([head])
            else:
                break
            cells += [[cell] for cell in others]
            index += 1
        return cells, index

    def _is_beside(self, cells: Row, index: int) -> bool:
        """Whether a cell to the right of the others starts in this line: wherever in the row's height it stands."""
        line = self._lines[index]
        if line.page != cells[0][0].page or any(line.left <= above.right for above in cells[-1]):
            return False
        last = line
        for below in self._lines[index + 1 : index + MOST_CELL_LINES]:
            if not _wraps([line, last], below):
                break
            last = below
        row = [each.baseline for cell in cells for each in cell]
        return line.baseline >= min(row) - SAME_LINE and last.baseline <= max(row) + SAME_LINE

    def _has_cell_beside(self, cell: list[Line], index: int) -> bool:
        """Whether the first cell of a row, which goes on in this line, has another beside it."""
        grown = list(cell)
        while index < len(self._lines) and len(grown) < MOST_CELL_LINES:
            line = self._lines[index]
            if not _wraps(grown, line.cells[0]):
                return self._is_beside([grown], index)
            if line.columns:
                return True
            grown.append(line)
            index += 1
        return False

    def _table(self, rows: list[Row]) -> Table:
        table: list[list[Cell]] = []
        for number, row in enumerate(rows):
            is_header = number == 0 and len(rows) > 1 and all(line.bold for cell in row for line in cell)
            is_header = is_header and not all(each.bold for other in rows[1:] for cell in other for each in cell)
            table.append([_cell(lines, is_header) for lines in row])
        return Table(table, rows[0][0][0].page)


def _numbered(rows: list[Row]) -> list[Element]:
    """The items of a list whose numbers stand in a column of their own, without a full stop; [] for a table."""
    numbers = [_cell_text(row[0]) for row in rows]
    if len(rows[0]) != 2 or numbers != [str(number) for number in range(1, len(rows) + 1)]:
        return []
    return [Item([line.runs for line in row[1]], 0, wrapped=True, page=row[0][0].page) for row in rows]


def _wraps(cell: list[Line], line: Line) -> bool:
    """Whether a cell goes on in a line: right below its last, from the same left edge."""
    above = cell[-1]
    is_below = 0 < above.baseline - line.baseline <= CELL_PITCH * line.size
    is_aligned = abs(line.left - cell[0].left) <= SAME_PLACE
    return above.page == line.page and is_below and is_aligned and len(cell) < MOST_CELL_LINES


def _cell_text(cell: list[Line]) -> str:
    return " ".join(line.text for line in cell)


def _cell(lines: list[Line], is_header: bool) -> Cell:
    return Cell([Paragraph([line.runs for line in lines], wrapped=True)] if lines else [], is_header)


def _in_columns(first: Row, row: Row) -> Row:
    """The cells of a row below the columns of the first one, an empty one where none is; [] where they don't fit."""
    placed: Row = []
    left = list(row)
    for column in first:
        placed.append(left.pop(0) if left and column and _is_aligned(column, left[0]) else [])
    return [] if left else placed


def _is_aligned(column: list[Line], cell: list[Line]) -> bool:
    above, below = column[0], cell[0]
    return abs(above.left - below.left) <= SAME_PLACE or abs(above.right - below.right) <= SAME_PLACE


def _is_short(line: Line) -> bool:
    text = line.text
    return len(text) <= MOST_HEADING_CHARACTERS and len(text.split()) <= MOST_HEADING_WORDS


def _is_bullet(line: Line) -> bool:
    return bool(BULLET.match(line.text))


def _is_number(line: Line) -> bool:
    return bool(NUMBER.match(line.text))


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next."""
    return not SENTENCE_END.search(before.text) and line.text[:1].islower()


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """By page and left edge: how far lines that start there reach, less the few that cross a column's edge.

    A title over two columns starts where the left one does, and would leave room at the end of each of its lines.
    """
    reached: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for line in lines:
        place = round(line.left / SAME_PLACE)
        for near in (place - 1, place, place + 1):  # rounding may part neighbours
            reached[line.page, near].append((line.right - line.left, line.right))
    edges: defaultdict[tuple[int, int], float] = defaultdict(float)
    for where, found in reached.items():
        found.sort(reverse=True)
        few = max(2, len(found) // 10)
        crosses = len(found) >= LEAST_LINES and found[few][0] < WIDE * found[0][0]
        edges[where] = found[few][1] if crosses else max(right for _, right in found)
    return edges


def _usual_steps(lines: Sequence[Line]) -> dict[int, float]:
    """By page: the usual step from a line to the one below it, in points."""
    steps: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for before, line in pairwise(lines):
        step = before.baseline - line.baseline
        if before.page == line.page and 0 < step <= LINE_PITCH * line.size:
            steps[line.page][round(step * 2) / 2] += 1
    usual: defaultdict[int, float] = defaultdict(lambda: 1000.0)
    for page, counted in steps.items():
        most = max(counted.values())
        usual[page] = min(step for step, count in counted.items() if count * 2 >= most)
    return usual
