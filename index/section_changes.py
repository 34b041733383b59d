"""Which sections of a document are not as they were, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from knowledge.document import Document

How = Literal["added", "removed", "changed", "renamed"]
Heading = tuple[str, ...]  # path, outermost first; () above the first heading
Lines = tuple[str, ...]  # one a block: markup gone, white space folded


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section that is not as it was, and its lines that differ."""

    heading: Heading
    how: How
    added: Lines = ()
    removed: Lines = ()
    was: Heading = ()  # renamed: the heading before


def section_changes(before: Document, after: Document) -> tuple[tuple[SectionChange, ...], int]:
    """The sections that differ, in the order of the document, those that are gone last; and how many there are now."""
    old, new = _sections(before), _sections(after)
    found: list[SectionChange] = []
    if top := _renamed_top(old, new):
        found.append(SectionChange(top[1:], "renamed", was=top[:1]))
        old = {(*top[1:], *heading[1:]) if heading[:1] == top[:1] else heading: lines for heading, lines in old.items()}
    renamed = _renamed(old, new)
    for heading, lines in new.items():
        if heading in renamed:
            found.append(SectionChange(heading, "renamed", was=renamed[heading]))
        elif heading not in old:
            found.append(SectionChange(heading, "added", added=lines))
        elif lines != old[heading]:
            added, removed = _differing(old[heading], lines)
            found.append(SectionChange(heading, "changed", added, removed))
    gone = [heading for heading in old if heading not in new and heading not in renamed.values()]
    found += [SectionChange(heading, "removed", removed=old[heading]) for heading in gone]
    return tuple(found), len(new)


def _sections(document: Document) -> dict[Heading, Lines]:
    """The lines below each heading; a heading without any is a section all the same."""
    lines: dict[Heading, list[str]] = {}
    for block in document.blocks:
        if block.kind == "heading":
            lines.setdefault((*block.heading, block.plain), [])
        elif block.plain:
            lines.setdefault(block.heading, []).append(block.plain)
    return {heading: tuple(held) for heading, held in lines.items()}


def _renamed_top(old: Mapping[Heading, Lines], new: Mapping[Heading, Lines]) -> Heading:
    """(outermost heading before, the one now), where just one was exchanged: what stands below it has not moved."""
    before, after = (dict.fromkeys(heading[0] for heading in sections if heading) for sections in (old, new))
    gone, come = [each for each in before if each not in after], [each for each in after if each not in before]
    return (gone[0], come[0]) if len(gone) == len(come) == 1 and _share_lines(old, new, gone[0], come[0]) else ()


def _share_lines(old: Mapping[Heading, Lines], new: Mapping[Heading, Lines], before: str, after: str) -> bool:
    """Whether any line below the one heading stands below the other, too."""
    was, now = (
        {line for heading, lines in sections.items() if heading[:1] == (top,) for line in lines}
        for sections, top in ((old, before), (new, after))
    )
    return not was.isdisjoint(now)


def _renamed(old: Mapping[Heading, Lines], new: Mapping[Heading, Lines]) -> dict[Heading, Heading]:
    """Heading now -> heading before, where the same lines stand below another heading."""
    left = {lines: heading for heading, lines in reversed(list(old.items())) if lines and heading not in new}
    renamed: dict[Heading, Heading] = {}
    for heading, lines in new.items():
        if heading not in old and lines in left:
            renamed[heading] = left.pop(lines)
    return renamed


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[Lines, Lines]:
    """The lines that are new, and those that are gone."""
    added: list[str] = []
    removed: list[str] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += before[first:last]
            added += after[start:end]
    return tuple(added), tuple(removed)
