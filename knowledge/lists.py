"""Lists: the items below a heading or after an introducing line, with the facts that they state.

Where there are no items the sentences of the paragraphs are the list, and "Duties include: ..." is a list in one
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.catalogue import Catalogue, Entry, fold_label
from knowledge.document import Block, Document
from knowledge.sentences import last_sentence, sentences, verbatim_span
from knowledge.statements import matched_form

QUALIFIERS = frozenset(
    (
        "required",
        "desired",
        "preferred",
        "essential",
        "desirable",
        "minimum",
        "mandatory",
        "optional",
        "general",
        "other",
    )
)
_INLINE = re.compile(
    r"(?P<name>[A-Z][\w ,&/'’-]{2,50}?)(?: (?:include|includes|are|include the following))?: (?=\S.{40})"
)
LEAST_SECTIONS = 3  # of a heading over the whole document
SHORT = 60  # characters: lines up to here, right below a heading, are a list without bullets


@dataclass(frozen=True, slots=True)
class List:
    """Items that belong together. `path` is their section path with the introducing line last."""

    path: tuple[str, ...]
    items: tuple[Block, ...]
    claimed_by: frozenset[str]  # names of the facts they state


def lists_of(document: Document, catalogue: Catalogue) -> list[List]:
    """Every list that states a fact.

    The nearest name decides: below "Requirements" the list after "Knowledge of:" is knowledge, not requirements.
    """
    grouped: dict[tuple[tuple[str, ...], str], list[Block]] = {}
    for block in document.blocks:
        if block.kind not in ("heading", "code") and (block.heading or block.lead_in):
            grouped.setdefault((block.heading, block.lead_in), []).append(block)
    found = [each for block in document.blocks for each in _within(document, block, catalogue)]
    over_all = _over_all(document)
    for (heading, lead_in), below in grouped.items():
        own = heading[1:] if over_all and heading[:1] == over_all else heading
        claimed_by = _claimed_by(own, lead_in, catalogue, below[0].kind == "row")
        items = _items(document, below, _is_prose(claimed_by, catalogue)) if claimed_by else ()
        if items:
            path = (*heading, lead_in.rstrip(": ")) if lead_in else heading
            found.append(List(path, items, claimed_by))
    return found


def _over_all(document: Document) -> tuple[str, ...]:
    """The heading of the whole document, such as "Job description" over all its sections: it names no list in it."""
    first = next((block.plain for block in document.blocks if block.kind == "heading"), "")
    sections = [block for block in document.blocks if block.kind == "heading" and block.heading == (first,)]
    others = [block for block in document.blocks if block.kind == "heading" and not block.heading]
    return (first,) if len(sections) >= LEAST_SECTIONS and len(others) == 1 else ()


def _claimed_by(heading: tuple[str, ...], lead_in: str, catalogue: Catalogue, is_table: bool = False) -> frozenset[str]:
    names = [last_sentence(lead_in)] if lead_in.endswith(":") or is_table else []
    if heading and fold_label(heading[-1]) in QUALIFIERS and len(heading) > 1:
        names.append(f"{heading[-2]} {heading[-1]}")  # "Required" alone names nothing
    else:
        names.extend(reversed(heading[-2:]))
    for name in names:
        claims = frozenset(entry.name for entry in catalogue if _is_named(entry, name))
        if claims:
            return claims
    return frozenset()


def _is_named(entry: Entry, name: str) -> bool:
    if not entry.lists:
        return False
    folded = matched_form(name).rstrip(": ")[:200]
    is_named = any(pattern.search(folded) for pattern in entry.lists)
    return is_named and not (entry.value == "list" and any(pattern.search(folded) for pattern in entry.excluded))


def _is_prose(claimed_by: frozenset[str], catalogue: Catalogue) -> bool:
    """Whether the facts are statements of a paragraph ("purpose") rather than lists ("duties")."""
    return all(entry.value != "list" for entry in catalogue if entry.name in claimed_by)


def _items(document: Document, below: Sequence[Block], is_prose: bool) -> tuple[Block, ...]:
    """The outermost items; where there are none the paragraphs, short lines up to the first longer one."""
    items = tuple(block for block in below if block.kind in ("item", "row") and block.level == 0)
    if items:
        return items
    paragraphs: list[Block] = []
    for block in below:
        if block.kind != "paragraph":
            break
        if paragraphs and len(paragraphs[0].plain) <= SHORT < len(block.plain):
            break
        if not block.plain.endswith(":"):
            paragraphs.append(block)
    if is_prose:
        return tuple(paragraphs)
    return tuple(part for block in paragraphs if not _INLINE.match(block.plain) for part in _parts(document, block, 0))


def _within(document: Document, block: Block, catalogue: Catalogue) -> Iterator[List]:
    """The list in a paragraph such as "Duties include: Lends books. Shelves them."."""
    match = _INLINE.match(block.plain) if block.kind in ("paragraph", "field") else None
    if match is None:
        return
    claimed_by = _claimed_by((), match["name"].strip() + ":", catalogue)
    parts = tuple(_parts(document, block, match.end())) if claimed_by else ()
    if parts and not _is_prose(claimed_by, catalogue):
        yield List((*block.heading, match["name"].strip()), parts, claimed_by)


def _parts(document: Document, block: Block, after: int) -> Iterator[Block]:
    """The sentences of a block, each as a block of its own."""
    for start, end in sentences(block.plain[after:]):
        plain = block.plain[after + start : after + end]
        first, last = verbatim_span(document.text, block, after + start, after + end)
        line = block.line + document.text.count("\n", block.start, first)
        yield replace(block, kind="item", start=first, end=last, line=line, plain=plain, label="", value="")
