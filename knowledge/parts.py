"""Parts: the stretches of a document that describe one role each, where it describes several one after another."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.document import Block, Document
from knowledge.profile import cleaned_title, title_fields
from knowledge.titles import looks_like_title

_NO_WORD = re.compile(r"[^\w ]")


@lru_cache(65_536)
def fold_title(title: str) -> str:
    """The form in which titles are compared: "The Director - Parks" is "director parks"."""
    words = _NO_WORD.sub(" ", title.casefold().replace("&", " and ")).split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def parts_of(document: Document) -> list[tuple[str, Block, int]]:
    """(title, first block, end offset) of each of several roles in one document, or [] where there is only one."""
    starts = _starts_by_field(document) or _starts_by_heading(document)
    if len(starts) < 2:
        return []
    ends = [*(block.start for _, block in starts[1:]), len(document.text) + 1]
    return [(title, block, end) for (title, block), end in zip(starts, ends, strict=True)]


def _starts_by_field(document: Document) -> list[tuple[str, Block]]:
    """Where fields "Title: ..." name different roles. A heading right above with the same name belongs to the role."""
    starts: list[tuple[str, Block]] = []
    seen: set[str] = set()
    blocks = document.blocks
    for block in title_fields(blocks):
        title = cleaned_title(block.value)
        if not title or fold_title(title) in seen:
            continue
        seen.add(fold_title(title))
        index = next(number for number, each in enumerate(blocks) if each.start == block.start)
        above = blocks[index - 1] if index else block
        starts.append((title, above if above.kind == "heading" and above.plain in (title, block.value) else block))
    return starts


def _starts_by_heading(document: Document) -> list[tuple[str, Block]]:
    """Where headings of one level name different roles, and the title of the document none of them."""
    named = [(cleaned_title(block.plain), block) for block in document.blocks if block.kind == "heading"]
    headings = [(title, block) for title, block in named if looks_like_title(title)]
    if not headings or looks_like_title(document.title):
        return []
    level = min(block.level for _, block in headings)
    return [(title, block) for title, block in headings if block.level == level]
