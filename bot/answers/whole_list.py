"""The whole list or short section around a piece of evidence: who asks for several things wants all of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Citation
from bot.answers.reading import Evidence
from bot.answers.sections import Section
from knowledge.document import Block, Document

LEAST = 2  # blocks that make a list
MOST_OF_LIST = 0.5  # share of its items that are shown already, from which all of it is shown
ENOUGH = 3  # items that have to be shown for that
_KINDS = ("item", "row")  # of blocks that stand in one


def whole_list(evidence: Evidence, document: Document, most: int, or_section: bool = True) -> Section | None:
    """The list that the evidence is part of or introduces, else its section; None where that takes more characters.

    `or_section`: whether a section of paragraphs counts, too; it lists nothing.
    """
    here = _block_at(evidence, document)
    if here is None:
        return None
    beside = _list_at(document, here)
    under = [each for each in document.blocks if each.kind != "heading" and each.heading == here.heading]
    section = tuple(under) if or_section or any(each.kind in _KINDS for each in under) else ()
    for lead_in, blocks in ((beside[0].lead_in if beside else "", beside), ("", section)):
        if len(blocks) >= LEAST and sum(len(block.plain) + 3 for block in blocks) <= most:
            return Section(here.heading, lead_in, blocks)
    return None


def share_shown(best: Evidence, cited: Sequence[Citation], document: Document) -> tuple[int, int]:
    """Of the list or table that the best evidence is in: how many items are cited, how many it has; (0, 0): none."""
    here = _block_at(best, document)
    if here is None or here.kind not in _KINDS:
        return 0, 0
    items = [each for each in document.blocks if _stands_beside(each, here)]
    places = [(each.start, each.end) for each in cited if each.document == document.path]
    shown = [each for each in items if any(start < each.end and each.start < end for start, end in places)]
    return len(shown), len(items)


def is_mostly_shown(shown: int, items: int) -> bool:
    """Whether so much of a list is shown that leaving out the rest would mislead."""
    return shown >= ENOUGH and shown >= MOST_OF_LIST * items


def _block_at(evidence: Evidence, document: Document) -> Block | None:
    return next((block for block in document.blocks if block.start <= evidence.start < block.end), None)


def _list_at(document: Document, here: Block) -> tuple[Block, ...]:
    """The items around a block or behind it, with what is nested in them; () where it is part of no list."""
    if here.kind in _KINDS:
        items = [each for each in document.blocks if _stands_beside(each, here)]
    else:
        items = [each for each in document.blocks if each.kind in _KINDS and each.lead_in == here.plain]
    leads = {each.plain for each in items}
    nested = {id(each) for each in document.blocks if each.kind == "item" and each.lead_in in leads}
    own = {id(each) for each in items}
    return tuple(each for each in document.blocks if id(each) in own | nested)


def _stands_beside(one: Block, other: Block) -> bool:
    return (one.kind, one.heading, one.lead_in, one.level) == (other.kind, other.heading, other.lead_in, other.level)
