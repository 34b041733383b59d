"""Lists whose first item stands behind the label that introduces them: "REQUIREMENTS: 1. Good ears", "2. Good eyes"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from knowledge.document import Block

_FIRST_ITEM = re.compile(r"(?:1[.)]|[aA]\)|[•*-]) (?=\w)")


def with_lists_behind_labels(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; such a field is a line that introduces the list, and its first item."""
    lead_in = ""
    for block, following in zip_longest(blocks, blocks[1:]):
        first = _FIRST_ITEM.match(block.value) if block.kind == "field" else None
        at = text.find(first[0], block.start + len(block.label), block.end) if first else -1
        if first is not None and at >= 0 and following is not None and following.kind == "item":
            lead_in = f"{block.label}:"
            yield replace(block, kind="paragraph", end=at, plain=lead_in, label="", value="")
            item = replace(block, kind="item", start=at + len(first[0]), plain=block.value[first.end() :])
            yield replace(item, label="", value="", level=following.level, lead_in=lead_in)
        elif block.kind == "item" and lead_in and not block.lead_in:
            yield replace(block, lead_in=lead_in)
        else:
            lead_in = lead_in if block.kind == "item" else ""
            yield block
