"""Which lines of a plain text are headings, and how deep they stand."""

from __future__ import annotations

import re

from knowledge.catalogue import fold_label
from knowledge.structure.drafts import Draft
from knowledge.structure.lines import word_count, words_of

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|must|may|can|could|should|shall|do|does|provides?|requires?"
    r"|includes?|reports?|works|manages|supports|ensures|assists|performs|please|apply|you|we|your|i|he|she|they)\b",
    re.IGNORECASE,
)
_SMALL = words_of("a an and as at by for from in into of on or the to with vs per via & / - – —")
_QUALIFIER = words_of(
    "required desired preferred essential desirable minimum mandatory optional general specific other additional"
)
_ENDS_OPEN = re.compile(r"\b(?:of|in|to|for|with|and|the|at|by|include|includes|including|following)$", re.IGNORECASE)
_NAMES_PART = re.compile(r"^(?:what|who|why|how|where|when)\b", re.IGNORECASE)  # "What you will do"
_NUMBERED = re.compile(r"^(?:\d|[ivxA-Z]+[.)])")

_NO_HEADING = re.compile(r"@|https?:|www\.|, [A-Z]{2}(?: \d{5})?$|^(?:Full|Part)[- ][Tt]ime")

MOST_WORDS, MOST_CHARACTERS = 12, 90
LIST_MARKS_ONLY = "•●▪◦·*+–—‣►▶➢➤✓✔■□◆○-o"


def heading_levels(drafts: list[Draft], labels: frozenset[str]) -> list[int]:
    """One level per draft: 0 no heading, 1 CAPITALS, 2 Title Case and the like, 3 a qualifier below another heading."""
    levels = [_level(drafts, index, labels) for index in range(len(drafts))]
    _drop_lines_of_lists(drafts, levels, labels)
    _drop_masthead(drafts, levels, labels)
    _drop_empty(drafts, levels)
    for index, draft in enumerate(drafts):
        if levels[index] == 2 and fold_label(draft.plain.rstrip(":")) in _QUALIFIER:
            levels[index] = 3 if _stands_below(levels, index, drafts) else 2
    return levels


def _level(drafts: list[Draft], index: int, labels: frozenset[str]) -> int:
    draft = drafts[index]
    if draft.kind == "hashes":
        return draft.level
    if draft.kind == "field" or draft.lines > 1 or not _may_be_heading(draft):
        return 0
    if draft.kind == "item" and not _is_numbered_heading(drafts, index):
        return 0
    if not _stands_apart(drafts, index):
        return 0
    text = draft.plain.rstrip(":").strip()
    letters = [character for character in re.split(r"[:(]", text)[0] if character.isalpha()]
    lead_in = draft.plain.endswith(":") and _is_lead_in(drafts, index)
    if len(letters) >= 3 and sum(map(str.isupper, letters)) >= 0.85 * len(letters) and not lead_in:
        return 1 if len(letters) > 4 else 2
    if lead_in:
        return 0
    if fold_label(text) in labels or _is_title_case(text):
        return 2
    is_name = bool(_NAMES_PART.match(text)) or not _VERB.search(text)
    if draft.plain.endswith(":"):
        return 2 if is_name else 0
    most = 10 if text.endswith("?") else 8
    is_sentence_case = len(text.split()) <= most and (text.endswith("?") or is_name)
    return 2 if is_sentence_case and draft.blank_before and len(text.split()) > 1 else 0


def _may_be_heading(draft: Draft) -> bool:
    text = draft.plain
    fits = len(text) <= MOST_CHARACTERS and len(text.split()) <= MOST_WORDS
    starts_well = text[:1].isupper() or text[:1].isdigit()
    return (
        fits
        and starts_well
        and not text.endswith((".", ";", ","))
        and word_count(text) >= 1
        and not _NO_HEADING.search(text)
    )


def _stands_apart(drafts: list[Draft], index: int) -> bool:
    """Before it a blank line, list, field or sentence's end; after it longer text, a list, a field or a heading."""
    draft = drafts[index]
    before = drafts[index - 1] if index else None
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    if after is None:
        return False
    opens = draft.blank_before or before is None or before.kind != "text" or before.plain.endswith((".", "!", "?", ":"))
    if not opens and before is not None:
        opens = before.lines == 1 and _may_be_heading(before) and len(before.plain) < 60
    if after.kind != "text" or len(after.plain) > len(draft.plain) or after.plain.endswith("."):
        return opens
    return opens and (draft.plain.endswith(":") or draft.plain.isupper() or _may_be_heading(after))


def _is_lead_in(drafts: list[Draft], index: int) -> bool:
    """ "Knowledge of:" and "You will be expected to:" introduce a list; "What you will do" names a section."""
    draft = drafts[index]
    text = draft.plain.rstrip(":").strip()
    if _ENDS_OPEN.search(text):
        return True
    if _NAMES_PART.match(text):
        return False
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    return bool(after and after.kind == "item" and not _is_title_case(text) and _VERB.search(text))


def _is_title_case(text: str) -> bool:
    words = [word.strip("()[]\"'“”‘’,:;/&-–—") for word in re.split(r"[\s/]+", text)]
    long = [word for word in words if len(word) > 3 and word.casefold() not in _SMALL]
    counted = long or [word for word in words if word]
    return bool(counted) and all(word[0].isupper() or word[0].isdigit() for word in counted)


def _is_numbered_heading(drafts: list[Draft], index: int) -> bool:
    """ "2. Main duties" before text or bullets, not before "3. ..." and not after "1. ..."."""
    draft = drafts[index]
    if not _NUMBERED.match(draft.mark) or len(draft.plain.split()) > 8:
        return False
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    if after is None or (after.kind == "item" and after.mark not in LIST_MARKS_ONLY and "." not in after.mark[:-1]):
        return False
    before = drafts[index - 1] if index else None
    is_sibling = before is not None and before.kind == "item" and before.mark not in LIST_MARKS_ONLY
    return not is_sibling or draft.blank_before


def _drop_lines_of_lists(drafts: list[Draft], levels: list[int], labels: frozenset[str]) -> None:
    """Short lines right under one another, in a text that sets its paragraphs apart, are a list, not headings."""
    if sum(draft.blank_before for draft in drafts) < 0.3 * len(drafts):
        return
    for index in range(1, len(drafts)):
        draft, before = drafts[index], drafts[index - 1]
        if draft.kind == before.kind == "text" and levels[index] and not draft.blank_before:
            for place in (index - 1, index):
                if levels[place] == 2 and not _names_section(drafts[place], labels):
                    levels[place] = 0


def _drop_masthead(drafts: list[Draft], levels: list[int], labels: frozenset[str]) -> None:
    """Of several names one after another near the top (organisation, title, place), only the last may be a heading."""
    for index in range(min(15, len(drafts) - 1)):
        is_name = levels[index] in (1, 2) and drafts[index].kind == "text" and not _names_section(drafts[index], labels)
        if is_name and levels[index + 1] and not drafts[index + 1].plain.endswith(":"):
            levels[index] = 0


def _names_section(draft: Draft, labels: frozenset[str]) -> bool:
    return draft.plain.endswith(":") or fold_label(draft.plain) in labels


def _drop_empty(drafts: list[Draft], levels: list[int]) -> None:
    """A heading with nothing before a higher heading is content ("Valid driver's license"); so is one at the end."""
    following = 99
    for index in range(len(levels) - 1, -1, -1):
        if not levels[index]:
            following = 99
            if drafts[index].kind == "field" and _is_date_of_document(drafts, index):
                following = 0
            continue
        nothing_below = index + 1 == len(levels) or following == 0 or following < levels[index]
        if nothing_below and drafts[index].kind != "hashes":
            levels[index] = 0
            following = 99
        else:
            following = levels[index]


def _is_date_of_document(drafts: list[Draft], index: int) -> bool:
    """A date field in the last lines belongs to the document, not to the section before it."""
    return index >= len(drafts) - 6 and drafts[index].value[:1].isdigit() and len(drafts[index].value) <= 30


def _stands_below(levels: list[int], index: int, drafts: list[Draft]) -> bool:
    """A qualifier ("Required:") names nothing alone: it goes below the heading right before it, or beside a sibling."""
    if index and levels[index - 1] in (1, 2):
        return True
    for earlier in range(index - 1, -1, -1):
        if levels[earlier]:
            return levels[earlier] == 3
        if drafts[earlier].kind == "text" and len(drafts[earlier].plain) > 200:
            return False
    return False
