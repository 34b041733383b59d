"""The last step of every reader: blocks in reading order -> blocks with lines, section paths and lead-ins.

A reader says what a block is and where; what follows from its neighbours is worked out here once, so that the same
document gives the same blocks whatever its format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import Block
from knowledge.readers.label_lists import with_lists_behind_labels
from knowledge.readers.limits import Limits
from knowledge.readers.tables import is_known
from knowledge.role_columns import with_columns_as_sections
from knowledge.sentences import last_sentence

BOLD_LINE = 90  # level of a heading that is only a bold line: below all others, whatever their levels
LEAD_IN_CHARACTERS = 300  # of a paragraph before a list that are kept as its lead-in
MOST_VALUE = 60  # characters of a value below its label


def assemble(text: str, blocks: Sequence[Block], limits: Limits) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """(blocks with `line`, `heading`, `level` and `lead_in` filled in, notes on what was cut).

    Empty blocks are dropped.
    """
    kept = _labels_above_values([block for block in blocks if block.plain and block.start < block.end])
    kept = list(with_lists_behind_labels(text, kept))
    notes = []
    if len(kept) > limits.blocks:
        notes.append(f"cut: only the first {limits.blocks:,} of {len(kept):,} paragraphs, items and rows are read")
        kept = kept[: limits.blocks]
    kept, said = _capped(kept, limits)
    placed = _with_lead_ins(_with_places(text, _level_bold_lines(kept)))
    return tuple(with_columns_as_sections(text, placed)), tuple(notes + said)


def _labels_above_values(blocks: list[Block]) -> list[Block]:
    """In a column of facts, known labels each with a short value right below are fields: "SALARY" / "£39,355"."""
    pairs = [place for place in range(len(blocks) - 1) if _is_pair(blocks[place], blocks[place + 1])]
    beside = {place for place in pairs if place + 2 in pairs or place - 2 in pairs}
    joined: list[Block] = []
    place = 0
    while place < len(blocks):
        label, value = blocks[place], blocks[min(place + 1, len(blocks) - 1)]
        is_pair = place in beside
        plain = f"{label.plain.rstrip(': ')}: {value.plain}"
        if is_pair:
            named = label.plain.rstrip(": ")
            label = replace(label, kind="field", end=value.end, plain=plain, level=0, label=named, value=value.plain)
        joined.append(label)
        place += 2 if is_pair else 1
    return joined


def _is_pair(label: Block, value: Block) -> bool:
    """Whether a line is a known label and the next its value; a heading has more below it than a value."""
    are_lines = label.kind == "paragraph" and value.kind in ("paragraph", "heading") and label.page == value.page
    return are_lines and is_known(label.plain) and len(value.plain) <= MOST_VALUE and not is_known(value.plain)


def _capped(blocks: list[Block], limits: Limits) -> tuple[list[Block], list[str]]:
    """Headings and fields beyond the limits become paragraphs; long titles and values are cut, in `plain` only."""
    counts = {"heading": 0, "field": 0}
    most = {"heading": limits.headings, "field": limits.fields}
    capped = []
    for block in blocks:
        if block.kind in counts:
            counts[block.kind] += 1
            if counts[block.kind] > most[block.kind]:
                block = replace(block, kind="paragraph", level=0, label="", value="")
            elif block.kind == "heading" and len(block.plain) > limits.title_characters:
                block = replace(block, plain=block.plain[: limits.title_characters])
            elif len(block.value) > limits.value_characters:
                block = replace(block, value=block.value[: limits.value_characters])
        capped.append(block)
    said = [
        f"only the first {most[kind]:,} of {count:,} {kind}s are read as {kind}s"
        for kind, count in counts.items()
        if count > most[kind]
    ]
    return capped, said


def _level_bold_lines(blocks: list[Block]) -> list[Block]:
    """Bold lines become headings one level below the deepest heading of the document."""
    level = max((block.level for block in blocks if block.kind == "heading" and block.level < BOLD_LINE), default=0) + 1
    return [replace(b, level=level) if b.kind == "heading" and b.level == BOLD_LINE else b for b in blocks]


def _with_places(text: str, blocks: list[Block]) -> list[Block]:
    """Line numbers and section paths."""
    placed = []
    path: list[tuple[int, str]] = []
    line, reached = 1, 0
    for block in blocks:
        line += text.count("\n", reached, block.start)
        reached = block.start
        if block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
        placed.append(replace(block, line=line, heading=tuple(plain for _, plain in path)))
        if block.kind == "heading":
            path.append((block.level, block.plain))
    return placed


def _with_lead_ins(blocks: list[Block]) -> list[Block]:
    """Items and rows learn the line that introduces them."""
    led: list[Block] = []
    lead_ins: list[str] = []  # by level of the list now open
    before: Block | None = None  # the last block that is no part of the list now open
    for block in blocks:
        if block.kind == "item" and not block.lead_in:
            if not lead_ins:
                lead_ins = [_lead_in(before)]
            del lead_ins[block.level + 1 :]
            while len(lead_ins) <= block.level:
                lead_ins.append(_lead_in(led[-1]) if led else "")
            block = replace(block, lead_in=lead_ins[block.level])
        elif block.kind == "row" and not block.lead_in:
            if before is not None and (before.plain.endswith(":") or _is_caption(before)):
                block = replace(block, lead_in=_lead_in(before))
        elif not (block.kind == "paragraph" and block.level > 0):  # a further paragraph of an item ends no list
            lead_ins = []
            before = block
        led.append(block)
    return led


def _is_caption(block: Block) -> bool:
    """Whether the line above a table says what it is of: "Vacation time"."""
    is_short = len(block.plain) <= MOST_VALUE and block.plain[:1].isupper()
    return block.kind == "paragraph" and is_short and block.plain[-1] not in ".!?;,"


def _lead_in(block: Block | None) -> str:
    """The introducing words of the block before a list; a heading is in the items' section path already."""
    if block is None or block.kind not in ("paragraph", "item"):
        return ""
    if len(block.plain) <= LEAD_IN_CHARACTERS:
        return block.plain
    return last_sentence(block.plain)[-LEAD_IN_CHARACTERS:]
