"""Sections of one page that describe a role each, whatever their headings say.

They repeat each other's labels ("Reports to", "Duties", "Requirements"), or their headings announce a description each
("Boat keeper job description").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.lists import QUALIFIERS
from knowledge.titles import looks_like_title
from knowledge.written_titles import announces_job, cleaned_title, names_description

LEAST_SHARED = 2  # labels that a section has in common with another one
LONGEST_NAME = 8  # words
SHORT_LINE = 40  # characters of a line that introduces what stands below it
# One of the labels that they share has to say that people are spoken of, and not meetings or products.
_OF_ROLES = re.compile(
    r"(?:(?:\w+ )?(?:and )?(?:duties|responsibilities)|reports? to|reporting to|responsible to|accountable to"
    r"|(?:the )?role|time commitment)\b.*"
)
# "Level 2", "Step 3", "Essential": what such sections of one role are called.
OF_ONE_ROLE = re.compile(
    r"(?:level|step|phase|stage|week|month|part|section|appendix|option|grade|band)s?\b|.*\d$", re.I
)


def role_sections(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """The headings of these sections with the names of their roles; [] where a page has no two of them."""
    return _alike(blocks) or _announced(blocks)


def _announced(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    found: dict[int, list[tuple[str, Block]]] = {}
    for block in blocks:
        if block.kind == "heading" and names_description(block.plain) and (name := _name(block)):
            found.setdefault(block.level, []).append((name, block))
    return next((each for _, each in sorted(found.items()) if _are_titles([name for name, _ in each])), [])


def _are_titles(names: Sequence[str]) -> bool:
    return len(names) > 1 and 2 * sum(map(looks_like_title, names)) >= len(names)


def _alike(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """The headings of one level whose sections have labels in common as descriptions of roles do, with their names.

    All those of the first level at which most do; [] where no level is such.
    """
    headings = [(number, block) for number, block in enumerate(blocks) if block.kind == "heading"]
    for level in sorted({block.level for _, block in headings}):
        at = [(number, block) for number, block in headings if block.level == level]
        ends = dict(pairwise([*(number for number, block in headings if block.level <= level), len(blocks)]))
        labels = [_labels(blocks[number + 1 : ends[number]]) for number, _ in at]
        often = Counter(label for each in labels for label in each)
        shared = {label for label, times in often.items() if times > 1}
        found = [
            (name, block)
            for (_, block), own in zip(at, labels, strict=True)
            if (name := _name(block)) and _describes_role(block, own & shared)
        ]
        if len(found) > 1 and 2 * len(found) > len(at):
            return found
    return []


def _describes_role(heading: Block, shared: set[str]) -> bool:
    least = 1 if announces_job(heading) else LEAST_SHARED
    return len(shared) >= least and any(map(_OF_ROLES.fullmatch, shared))


def _name(heading: Block) -> str:
    """What a section is called, where that may be a role; else ""."""
    name = cleaned_title(heading.plain)
    if names_description(heading.plain) and looks_like_title(name) and name.endswith("s") and not name.endswith("ss"):
        name = name[:-1]  # "Boat keepers job description": one boat keeper's
    folded = fold_label(name)
    is_label = folded in known_labels() or folded in QUALIFIERS or _OF_ROLES.fullmatch(folded)
    fits = len(name.split()) <= LONGEST_NAME and not name.endswith((".", "?", "!", ":")) and name[:1].isupper()
    return "" if is_label or not fits or OF_ONE_ROLE.match(name) else name


def _labels(section: Sequence[Block]) -> set[str]:
    """What the fields, headings and introducing lines of a section are called, folded."""
    found = set()
    for block in section:
        if block.kind == "field":
            found.add(fold_label(block.label))
        elif block.kind == "heading" or (block.plain.endswith(":") and len(block.plain) <= SHORT_LINE):
            found.add(fold_label(block.plain.rstrip(": ")))
    return found
