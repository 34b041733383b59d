"""Parts: the stretches of a document that describe one role each, where it describes several one after another."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.document import Block, Document
from knowledge.role_sections import OF_ONE_ROLE, SHORT_LINE, role_sections
from knowledge.titles import RANKS, has_role_noun, looks_like_title
from knowledge.written_titles import (
    announces_job,
    cleaned_title,
    names_jobs,
    title_fields,
    title_in_place,
    titles_below,
    titles_run_in,
)

# "Manager, Kitchen Responsibilities": a section about the level before, and no level.
_OF_ONE = re.compile(
    r"\b(?:responsibilities|requirements|duties|grades?|qualifications|skills|indicators|levels?)$", re.I
)
LEAST_STEPS = 3  # headings or lines that name ranks of one kind of job and make a ladder
LEAST_KIND = 2  # words that lines have in common which name ranks
LONGEST_LEAD = 80  # characters
_LEVELS = re.compile(r"(?:(?:job|role|career) )?levels?", re.I)  # the headings below name one each
_NO_WORD = re.compile(r"[^\w ]")


@lru_cache(65_536)
def fold_title(title: str) -> str:
    """The form in which titles are compared: "The Director - Parks" is "director parks"."""
    words = _NO_WORD.sub(" ", title.casefold().replace("&", " and ")).split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def title_in_full(document: Document) -> str:
    """The one heading that makes a role of what a page is called: "Director of Parks" on the page "Parks"; else ""."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    top = min((block.level for block in headings), default=0)
    named = [cleaned_title(block.plain) for block in headings if block.level == top]
    titles = [title for title in named if looks_like_title(title)]
    is_one = len(titles) == 1 and set(fold_title(document.title).split()) <= set(fold_title(titles[0]).split())
    return titles[0] if is_one else ""


def parts_of(document: Document) -> list[tuple[str, Block, int]]:
    """(title, first block, end offset) of each of several roles in one document, or [] where there is only one."""
    starts = _starts_by_field(document) or _starts_on_page_of_jobs(document)
    sections = [] if starts or looks_like_title(document.title) else role_sections(document.blocks)
    starts = starts or _with_titles_beside(document, sections) or _starts_by_heading(document)
    levels = [] if starts else _levels(document)
    starts = starts or levels or _steps(document)
    if len(starts) < 2 and not (starts and (announces_job(starts[0][1]) or _is_of_jobs(document))):
        return []
    ends = [*(block.start for _, block in starts[1:]), len(document.text) + 1]
    is_nested = bool(sections) and all(_holds_something(document, first) for _, first in sections)
    ends_of = [end_of_section] if levels or is_nested else [_end_of_page]
    if names_jobs(document.title):  # the next heading of that level is the next job's, whatever it says
        ends_of = [_end_of_page, end_of_section]
    ends = [
        min(end, *(find(document, first) for find in ends_of)) for (_, first), end in zip(starts, ends, strict=True)
    ]
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


def _starts_on_page_of_jobs(document: Document) -> list[tuple[str, Block]]:
    """The headings that name a job each, of a page that says that it is about jobs: "Openings", "Night Porter job"."""
    if names_jobs(document.title):
        return titles_below(document.blocks) or titles_run_in(document.blocks)
    return titles_run_in(document.blocks) if is_page_of_jobs(document) else []


def is_page_of_jobs(document: Document) -> bool:
    """Whether its title or its heading says that a page is about jobs to be had; a section of it may be, too."""
    first = next((block for block in document.blocks if block.kind == "heading"), None)
    is_headed = first is not None and first.level == 1 and names_jobs(first.plain)
    return names_jobs(document.title) or (is_headed and not looks_like_title(document.title))


def _starts_by_heading(document: Document) -> list[tuple[str, Block]]:
    """Where headings of one level name different roles, and the title of the document none of them."""
    following = dict(zip(map(id, document.blocks), document.blocks[1:], strict=False))
    named = [
        (title_in_place(block, following.get(id(block))) or cleaned_title(block.plain), block)
        for block in document.blocks
        if block.kind == "heading"
    ]
    headings = [(title, block) for title, block in named if looks_like_title(title)]
    if not headings or looks_like_title(document.title):
        return []
    level = min(block.level for _, block in headings)
    return [(title, block) for title, block in headings if block.level == level]


def _with_titles_beside(document: Document, sections: list[tuple[str, Block]]) -> list[tuple[str, Block]]:
    """The sections that describe roles, and those beside them that have the title of one for a heading."""
    levels = {block.level for _, block in sections}
    known = {block.start for _, block in sections}
    others = [each for each in _starts_by_heading(document) if each[1].level in levels and each[1].start not in known]
    return sorted([*sections, *others], key=lambda each: each[1].start)


def _is_of_jobs(document: Document) -> bool:
    """Whether a page says that it is about jobs to be had, of which one heading may name the only one."""
    names = (document.title, *(block.plain for block in document.blocks if block.kind == "heading"))
    return any(names_jobs(name) for name in names)


def is_run_in(first: Block) -> bool:
    """Whether the block with which a part begins holds its title and text: "Night Porter: works from ten to six"."""
    return first.kind in ("paragraph", "item") or (first.kind == "field" and looks_like_title(first.label))


def _end_of_page(document: Document, first: Block) -> int:
    """Where the part below a heading ends that stands among others on a page of jobs.

    A heading of a higher level goes on with something else, and so does what says "Requirements:" a second time.
    """
    if is_run_in(first):
        headings = (block.start for block in document.blocks if block.kind == "heading" and block.start > first.start)
        return next(headings, len(document.text) + 1)
    if first.kind != "heading":
        return len(document.text) + 1
    said: set[str] = set()
    before = first
    for block in document.blocks:
        if block.start <= first.start:
            continue
        if block.kind == "heading" and block.level < first.level:
            return block.start
        if block.kind == "paragraph" and block.plain.endswith(":") and len(block.plain) <= SHORT_LINE:
            if block.plain in said:
                return before.start if before.kind == "paragraph" else block.start
            said.add(block.plain)
        elif block.kind == "heading" and block.level == first.level:
            said.clear()  # the next job
        before = block
    return len(document.text) + 1


def _levels(document: Document) -> list[tuple[str, Block]]:
    """Headings that name levels of the role in the title: "Head Kitchen Cook", "Manager, Kitchen" of "Kitchen Cook".

    They hold all of its words, or one that says which kind of job it is, or stand below a heading "Levels".
    """
    if not looks_like_title(document.title):
        return []
    whole = frozenset(fold_title(document.title).split())
    kind = frozenset(word for word in whole if not has_role_noun(word))
    found: dict[str, tuple[str, Block]] = {}
    for block in document.blocks:
        title = cleaned_title(block.plain) if block.kind == "heading" else ""
        words = frozenset(fold_title(title).split())
        is_of_one = any(title.startswith(f"{name} ") and _OF_ONE.search(title) for name, _ in found.values())
        is_level = whole <= words or kind & words or (block.heading and _LEVELS.fullmatch(block.heading[-1]))
        if title and looks_like_title(title) and not is_of_one and is_level:
            found.setdefault(fold_title(title), (title, block))
    return list(found.values())


def _steps(document: Document) -> list[tuple[str, Block]]:
    """Lines that introduce a list each and name the ranks of one job: "Junior Boat Staff:", "Boat Staff II:".

    They differ by nothing but words for ranks, and what they share says which kind of job it is.
    """
    blocks = document.blocks
    following = dict(zip(map(id, blocks), blocks[1:], strict=False))
    leads = [
        (block.plain[:-1], block)
        for block in blocks
        if block.kind == "paragraph"
        and block.plain.endswith(":")
        and len(block.plain) <= LONGEST_LEAD
        and (below := following.get(id(block))) is not None
        and below.lead_in == block.plain
    ]
    alike: dict[frozenset[str], list[tuple[str, Block]]] = {}
    for title, block in leads:
        words = frozenset(fold_title(title).split())
        if words & RANKS and not OF_ONE_ROLE.match(title):
            alike.setdefault(words - RANKS, []).append((title, block))
    return next((steps for kind, steps in alike.items() if len(kind) >= LEAST_KIND and len(steps) >= LEAST_STEPS), [])


def _holds_something(document: Document, heading: Block) -> bool:
    """Whether something stands below a heading before the next one that is not below it."""
    following = next((block for block in document.blocks if block.start > heading.start), None)
    return following is not None and (following.kind != "heading" or following.level > heading.level)


def end_of_section(document: Document, first: Block) -> int:
    """Where the section of a heading ends; headings of its own level that repeat its words belong to it."""
    following = (block for block in document.blocks if block.kind == "heading" and block.start > first.start)
    others = (each.start for each in following if each.level <= first.level and not each.plain.startswith(first.plain))
    return next(others, len(document.text) + 1)
