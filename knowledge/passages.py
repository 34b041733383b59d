"""Documents to passages and units: what is searched, read and quoted.

A passage is a stretch of about 120 words under one heading: large enough to be understood, small enough to be about one
thing. Its units are the sentences, list items, table rows and fields that an answer can quote; a unit is never cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from knowledge.cells import cells_of
from knowledge.document import Block, Document
from knowledge.fact import Stretch
from knowledge.label_rows import label_pairs
from knowledge.sentences import sentences, verbatim_span

WORDS_A_PASSAGE = 120  # aimed at; measured best among 60, 120 and 200
MOST_WORDS_A_PASSAGE = 170
LONG_ITEM = 40  # words from which a list item is taken sentence by sentence
WIDE_ROW = 45  # words from which a table row is taken cell by cell
LONG_NAME = 12  # words from which a row's first cell introduces no other and is a unit of its own


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch that can answer: a sentence, a list item, a table row or cell, a field."""

    start: int  # offsets into Document.text
    end: int
    line: int
    plain: str  # markup gone, white space folded
    context: str = ""  # what introduces it: the lead-in of its list, or the row and column of its cell
    page: int | None = None
    kind: str = "sentence"  # or "item", "row", "cell", "field", "code"


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim stretch of one document under one heading: what is found and cited."""

    id: str  # same words, same id; where the passage stands stays out, so one that only moved keeps its embedding
    document: str
    title: str
    heading: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def path(self) -> str:
        """ "Leave > Parental leave": the title and headings, outermost first, none said twice."""
        names = [self.title, *self.heading]
        return " > ".join(name for number, name in enumerate(names) if name and name not in names[:number])

    @property
    def text(self) -> str:
        """What is embedded and matched, the path left out."""
        lines: list[str] = []
        for unit, before in zip(self.units, (None, *self.units), strict=False):
            if unit.context and (before is None or before.context != unit.context):
                lines.append(unit.context)  # the sentence before the list says it too; leaving it out found no more
            lines.append(unit.plain)
        return "\n".join(lines)


def split_passages(document: Document) -> tuple[Passage, ...]:
    """The document's passages in reading order; together they hold every unit once."""
    passages: list[Passage] = []
    content = (block for block in document.blocks if block.kind != "heading" and block.plain)
    for heading, blocks in groupby(content, key=table_heading):
        units = [unit for block in blocks for unit in split_units(document, block)]
        passages += (_passage(document, heading, tuple(group)) for group in _groups(units))
    return tuple(passages)


def table_heading(block: Block) -> tuple[str, ...]:
    """The section path of a block, for the cell of a role's column that of its table: a row stays together."""
    return block.heading[:-1] if block.is_of_column else block.heading


def within_stretch(passage: Passage, document: Document, stretch: Stretch) -> tuple[Passage, tuple[int, ...]]:
    """What of a passage is about one role, and the numbers of the units that this is."""
    starts = [block.start for block in document.blocks]
    blocks = [document.blocks[bisect_right(starts, unit.start) - 1] for unit in passage.units]
    kept = tuple(number for number, block in enumerate(blocks) if stretch.holds(block))
    if not any(blocks[number].is_of_column for number in kept) and len(kept) == len(passage.units):
        return passage, kept
    heading = max((blocks[number].heading for number in kept), key=len, default=passage.heading)
    return _passage(document, heading, tuple(own_unit(passage.units[number], blocks[number]) for number in kept)), kept


def own_unit(unit: Unit, block: Block) -> Unit:
    """A unit as it reads where all is about the role of its column, whose name need not be said again."""
    if not block.is_of_column:
        return unit
    return replace(unit, context=unit.context.removeprefix(f"{block.heading[-1]} - "))


def _passage(document: Document, heading: tuple[str, ...], units: tuple[Unit, ...]) -> Passage:
    said = (f"{unit.context}\x1e{unit.plain}" for unit in units)
    words = "\x1f".join((document.path, document.title, *heading, *said)).encode("utf-8", "surrogatepass")
    return Passage(sha256(words).hexdigest()[:16], document.path, document.title, heading, units)


def _groups(units: list[Unit]) -> Iterator[list[Unit]]:
    """Neighbouring units in groups of about WORDS_A_PASSAGE words; a short rest stays with the last group."""
    sizes = [len(unit.plain.split()) for unit in units]
    left = sum(sizes)
    group: list[Unit] = []
    words = 0
    for unit, size in zip(units, sizes, strict=True):
        full = words + size > MOST_WORDS_A_PASSAGE or (words >= WORDS_A_PASSAGE and left > WORDS_A_PASSAGE // 3)
        if group and full:
            yield group
            group, words = [], 0
        group.append(unit)
        words += size
        left -= size
    if group:
        yield group


def split_units(document: Document, block: Block) -> Iterator[Unit]:
    """The units of one block, in reading order."""
    whole = Unit(block.start, block.end, block.line, block.plain, block.lead_in, block.page, block.kind)
    words = len(block.plain.split())
    if block.is_of_column:
        yield replace(whole, context=f"{block.heading[-1]} - {block.lead_in.rstrip(':')}".strip(" -"), kind="cell")
    elif block.kind == "row":
        yield from _cells(document, block, whole) if words > WIDE_ROW else (replace(whole, plain=_row(block)),)
    elif block.kind == "paragraph" or (block.kind == "item" and words > LONG_ITEM):
        yield from _sentences(document, block)
    else:
        yield whole


def _sentences(document: Document, block: Block) -> Iterator[Unit]:
    for first, last in sentences(block.plain):
        start, end = verbatim_span(document.text, block, first, last)
        line = block.line + document.text.count("\n", block.start, start)
        yield Unit(start, end, line, block.plain[first:last].strip(), block.lead_in, block.page, "sentence")


def _row(block: Block) -> str:
    """ "Spend: $10,000 or more; Quotes: 3". Cells without headers are labels and their values, or stand alone."""
    if pairs := label_pairs(block):
        return "; ".join(f"{label}: {value}" for label, value in pairs)
    cells = [f"{header}: {cell}" if header else cell for header, cell in block.cells if cell]
    return "; ".join(cells) or block.plain


def _cells(document: Document, block: Block, whole: Unit) -> Iterator[Unit]:
    """One unit a cell, introduced by its row's first cell and its column's header."""
    cells = cells_of(document.text, block)
    if len(cells) < 2:
        yield replace(whole, plain=_row(block))
        return
    name = cells[0].plain if cells[0].column == 0 else ""
    has_long_name = len(name.split()) > LONG_NAME
    for cell in cells:
        if cell.column == 0 and not has_long_name:
            continue
        introduced_by = (cell.header,) if has_long_name else (cell.header, name)
        context = " - ".join(part for part in introduced_by if part)
        yield Unit(cell.start, cell.end, block.line, cell.plain, context, block.page, "cell")
