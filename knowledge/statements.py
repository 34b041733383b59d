"""Statements: what a document's blocks offer as facts, before the catalogue says which fact each one is.

A field is a label with a value, however it is set: "Grade: 7", a table row of two cells, a bold label, a short heading
with its one paragraph below. A sentence is a sentence of a paragraph, list item or field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.catalogue import fold_label
from knowledge.document import Block, Document
from knowledge.label_rows import label_pairs
from knowledge.sentences import sentences, verbatim_span
from knowledge.titles import specialisation

LONGEST = 2000  # characters of a sentence that patterns look at
SHORT = 160  # characters: below a heading that is a label, a paragraph up to here is its value
SIGNED = 60  # characters: what stands below a line to sign on, up to here, is who signs
MOST_VALUES = 4  # blocks below such a heading

_PLAIN_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_TO_FILL_IN = re.compile(r"[_.…\s]*")
_SIGNATURE = re.compile(r":\s*_{3,}\s*$")
_LABELLED = re.compile(r"^([A-Z][^:]{1,58}[^:\s]): (\S.{0,2000})$")


@dataclass(frozen=True, slots=True)
class Field:
    """A label, its value, and the verbatim place that states both."""

    label: str  # folded
    written: str  # the label as written
    value: str  # plain
    start: int
    end: int
    block: Block
    is_heading: bool = False  # the label is a heading, the value stands below it


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block. `matched` is what patterns see: its offsets are those of `block.plain[start:end]`."""

    matched: str
    block: Block
    start: int  # in block.plain
    end: int

    @property
    def plain(self) -> str:
        return self.block.plain[self.start : self.end]

    def place(self, text: str) -> tuple[int, int]:
        """Where it stands in the document's text."""
        return verbatim_span(text, self.block, self.start, self.end)


def matched_form(plain: str) -> str:
    """Quotes and dashes made plain, one character for one, so that offsets stay."""
    return plain.translate(_PLAIN_MARKS)


def fields_of(document: Document, labels: Collection[str]) -> Iterator[Field]:
    """Every label with a value, in order."""
    blocks = document.blocks
    beside: dict[int, str] = {}  # by level, the heading before
    for index, block in enumerate(blocks):
        if block.kind == "field" and block.value and not _TO_FILL_IN.fullmatch(block.value):
            yield Field(fold_label(block.label), block.label, block.value, block.start, block.end, block)
        elif block.kind == "field" and _SIGNATURE.search(block.plain):
            yield from _signed(block, blocks[index + 1 : index + 2])
        elif block.kind == "row":
            yield from _row_fields(block, labels)
        elif block.kind == "paragraph" and block.plain.isupper() and fold_label(block.plain) in labels:
            yield from _below(blocks[: index + 2], index, block.plain)
        elif block.kind in ("paragraph", "item"):
            yield from _labelled_text(block, labels)
        elif block.kind == "heading":
            label = _without_name(block.plain, (*block.heading[-1:], beside.get(block.level, "")))
            if fold_label(label) in labels:
                yield from _below(blocks, index, label)
            else:
                beside[block.level] = block.plain


def _signed(block: Block, below: Sequence[Block]) -> Iterator[Field]:
    """Who signs, as written below the line to sign on: "Approval: ______", then "Head of People"."""
    for name in below:
        if name.kind == "paragraph" and len(name.plain) <= SIGNED and not name.plain.endswith("."):
            yield Field(fold_label(block.label), block.label, name.plain, name.start, name.end, name, is_heading=True)


def _row_fields(block: Block, labels: Collection[str]) -> Iterator[Field]:
    """A row of two cells, the first a label; or cells whose column header is one."""
    cells = [(header, cell) for header, cell in block.cells if cell]
    texts = [cell for _, cell in cells]
    if len(texts) == 2 and fold_label(texts[0].rstrip(": ")) in labels:
        label = texts[0].rstrip(": ")
        yield Field(fold_label(label), label, texts[1], block.start, block.end, block)
    elif any(fold_label(label) in labels for label, _ in label_pairs(block)):
        for label, value in label_pairs(block):
            yield Field(fold_label(label), label, value, block.start, block.end, block)
    else:
        for header, cell in cells:
            if header and fold_label(header) in labels:
                yield Field(fold_label(header), header, cell, block.start, block.end, block)


def _labelled_text(block: Block, labels: Collection[str]) -> Iterator[Field]:
    match = _LABELLED.match(block.plain[:2100])
    if match and fold_label(match[1]) in labels:
        yield Field(fold_label(match[1]), match[1], match[2], block.start, block.end, block)
    elif block.lead_in.endswith(":") and fold_label(block.lead_in.rstrip(": ")) in labels:
        label = block.lead_in.rstrip(": ")
        yield Field(fold_label(label), label, block.plain, block.start, block.end, block, is_heading=True)


def _without_name(heading: str, names: Sequence[str]) -> str:
    """A heading without the one above or before it that it repeats: below "Head Cook", "Head Cook Grade" is "Grade"."""
    name = next((each for each in names if each and heading.startswith(f"{each} ")), "")
    return heading[len(name) :].strip()


def _below(blocks: tuple[Block, ...], index: int, label: str) -> Iterator[Field]:
    """The few short blocks below a heading that is a label."""
    values: list[Block] = []
    for block in blocks[index + 1 : index + 2 + MOST_VALUES]:
        if block.kind == "heading":
            break
        values.append(block)
    if len(values) > MOST_VALUES or any(value.kind in ("field", "row", "code") for value in values):
        return
    for value in values:
        if len(value.plain) <= SHORT and not value.plain.endswith(":"):
            yield Field(fold_label(label), label, value.plain, value.start, value.end, value, is_heading=True)


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Every sentence of paragraphs, items, rows and fields, in order."""
    for block in document.blocks:
        if block.kind in ("heading", "code"):
            continue
        for start, end in sentences(block.plain):
            yield Sentence(matched_form(block.plain[start:end])[:LONGEST], block, start, end)


def other_areas(document: Document) -> frozenset[str]:
    """Headings of areas that the document describes beside the one its title names.

    "Director - Roads" in a document with sections "Roads", "Parks" and "Water", and a sentence that names all three as
    the choices, is not about the parks.
    """
    own = specialisation(document.title).casefold()
    headings = {block.plain for block in document.blocks if block.kind == "heading"}
    if not own or own not in {heading.casefold() for heading in headings}:
        return frozenset()
    others: set[str] = set()
    for sentence in sentences_of(document):
        said = sentence.plain.casefold()
        if own in said:
            others |= {h for h in headings if len(h.split()) <= 6 and h.casefold() != own and h.casefold() in said}
    return frozenset(others)
