"""Drafts and levels -> blocks, each with its section path and what introduces it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePosixPath

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.sentences import last_sentence
from knowledge.structure.drafts import Draft, drafts_of, series_label, series_labels
from knowledge.structure.headings import heading_levels
from knowledge.structure.lines import furniture, split_lines

MOST_BLOCKS = 50_000  # what comes after is one block
LONGEST_LEAD_IN = 200  # characters of what introduces a list


def structure_text(text: str, path: str, labels: Collection[str] | None = None) -> tuple[Block, ...]:
    """Plain text -> blocks in reading order. Menus and running heads are left out; they stay in `text`.

    "Title: Librarian\\n\\nDuties\\n\\n- Lends books" gives a field, a heading and an item below ("Duties",).

    Args:
        text: the decoded file with "\\n" line ends.
        path: below the documents folder; only its ending counts.
        labels: labels of fields; the catalogue's where None.
    """
    del path  # Markdown has a reader of its own
    known = frozenset(fold_label(label) for label in (known_labels() if labels is None else labels))
    lines = split_lines(text)
    skipped = furniture(lines)
    drafts = drafts_of(text, lines, skipped, known)[:MOST_BLOCKS]
    drafts = _series_as_headings(drafts)
    return tuple(_blocks(drafts, heading_levels(drafts, known)))


def _lead_in(paragraph: str) -> str:
    """What of a paragraph introduces the list below: all of a short one that ends in a colon, or its last sentence."""
    if not paragraph.endswith(":"):
        return ""
    last = paragraph if len(paragraph) <= LONGEST_LEAD_IN else last_sentence(paragraph)
    return last if len(last) <= LONGEST_LEAD_IN else ""


def _series_as_headings(drafts: list[Draft]) -> list[Draft]:
    series = series_labels(drafts)
    return [replace(draft, kind="hashes", level=3) if series_label(draft) in series else draft for draft in drafts]


def _blocks(drafts: list[Draft], levels: list[int]) -> list[Block]:
    blocks: list[Block] = []
    path: list[tuple[int, str]] = []
    lead_in, depths = "", [(0, "")]
    for index, (draft, level) in enumerate(zip(drafts, levels, strict=True)):
        if level:
            path = [(above, title) for above, title in path if above < level]
            heading = tuple(title for _, title in path)
            plain = draft.plain.rstrip(": ") or draft.plain
            blocks.append(Block("heading", draft.start, draft.end, draft.line, plain, heading, level=level))
            path.append((level, plain))
            lead_in = ""
            continue
        heading = tuple(title for _, title in path)
        block = Block("paragraph", draft.start, draft.end, draft.line, draft.plain, heading)
        if draft.kind == "field":
            if _ends_document(drafts, index):
                heading = ()
            block = replace(block, kind="field", heading=heading, label=draft.label, value=draft.value)
        elif draft.kind == "item":
            depths = _depths(depths, draft, starts=not blocks or blocks[-1].kind != "item")
            block = replace(block, kind="item", level=len(depths) - 1, lead_in=lead_in)
        else:
            lead_in = _lead_in(draft.plain)
        blocks.append(block)
    return blocks


def _depths(depths: list[tuple[int, str]], draft: Draft, starts: bool) -> list[tuple[int, str]]:
    """The stack of (indent, kind of mark) of the lists that `draft` stands in, outermost first."""
    kind = "number" if draft.mark != "o" and draft.mark.replace(".", "").strip("()").isalnum() else draft.mark
    if starts:
        return [(draft.indent, kind)]
    for depth, (indent, known) in enumerate(depths):
        if (draft.indent, kind) == (indent, known) or (kind == known and abs(draft.indent - indent) <= 1):
            return depths[: depth + 1]
    while len(depths) > 1 and depths[-1][0] > draft.indent:
        depths = depths[:-1]
    return [*depths, (draft.indent, kind)] if draft.indent >= depths[-1][0] else [(draft.indent, kind)]


def _ends_document(drafts: list[Draft], index: int) -> bool:
    """Reviewed, Revised and the like at the very end belong to the document, not to its last section."""
    rest = drafts[index : index + 7]
    return len(rest) <= 6 and all(draft.kind == "field" and any(map(str.isdigit, draft.value[:12])) for draft in rest)


def stem(path: str) -> str:
    """The file name without its ending, read as words: "roles/branch_manager.txt" is "branch manager"."""
    return " ".join(PurePosixPath(path).stem.replace("_", " ").replace("-", " ").split())
