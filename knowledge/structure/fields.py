"""Fields: "Label: value", one or several on a line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.catalogue import fold_label
from knowledge.structure.lines import LONGEST_LINE, plain_text, words_of

LONGEST_LABEL = 60  # characters
MOST_LABEL_WORDS = 8

_SUFFIX = words_of("status date dates range number no code hours location ref id")
_NOT_A_LABEL = re.compile(r"\b(?:include|includes|including|is|are|following|must|will|that|this)$", re.IGNORECASE)
_NO_VALUE = re.compile(
    r"(?:tbc|tba|tbd|n/?a|none stated|not stated|not specified|to be confirmed|to be determined|see (?:job )?advert"
    r"|see below|see above|[\W_]*)\.?",
    re.IGNORECASE,
)
_UNKNOWN_AFTER_GAP = re.compile(
    r"(?:\t|[ \u00a0]{2,}|\*\*[ \u00a0]|[|•][ \u00a0])[*\u00a0 ]{0,4}([A-Z][\w/&'’ .-]{1,40})$"
)
_BOLD_OPENS = re.compile(r"[ \u00a0](\*\*[A-Z][\w/&'’ .-]{1,40})$")  # "... - **Count": bold that ends in a colon
_SEPARATOR = re.compile(r"(?:\s+[-–—·])?[\s|•]*$")  # what stands between one field and the next
_COLUMN_GAP = re.compile(r"(?:\t|[ \u00a0]{3,})[*\u00a0 ]*(?=[A-Z][\w/&'’ .-]{1,40}$)")  # so wide that a column ends
# "Grade: H5. You report to the": a line of running text that goes on in the next one.
_RUNS_ON = re.compile(
    r"[.!?] [A-Z][^:]*\b(?:the|an?|of|to|with|and|or|for|in|at|on|by|from|your|our|their|is|are|will)$"
)
# "Job family: Harbour. Grade: H5. You report to the chief pilot.": labels in running text.
_SPEAKS = re.compile(r"\. (?:You|We|The|This|There|It|They) (?:\w+ ){3,}")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """One field in a stretch of text: [start:end] holds label and value, [value:end] the value."""

    start: int
    value: int
    end: int
    label: str  # plain, without the colon


def has_value(value: str) -> bool:
    """Whether a field says anything: "____", "TBC", "N/A" and "see job advert" do not."""
    return not _NO_VALUE.fullmatch(value.strip()) if len(value) < 40 else True


def split_fields(text: str, labels: Collection[str], is_marked: bool = False) -> list[Span]:
    """The fields of one line, or [] where the line is none.

    "Reports to: Dean  Grade: 7" gives two. A later label has to be known or to stand after a gap; the longest known
    label wins, for "Status" sits in "FLSA Status".

    Args:
        text: a line without its bullet; offsets of the spans are relative to it.
        labels: known labels, folded.
        is_marked: the line is a list item: then only known labels make a field.
    """
    head = text[:LONGEST_LINE].replace("\u00a0", " ")
    colon = _first_colon(head)
    if colon < 0:
        return _gap_field(text, head, labels)
    label = plain_text(head[:colon]).strip(" *")
    if not _may_be_label(label):
        return []
    starts = [(0, colon, label)]
    for place in _later_colons(head, colon):
        found = _label_before(head, starts[-1][1] + 1, place, labels)
        if found >= 0:
            starts.append((found, place, plain_text(head[found:place]).strip(" *")))
    ends = [*(start for start, _, _ in starts[1:]), len(text)]
    spans = [_span(text, start, colon, end, label) for (start, colon, label), end in zip(starts, ends, strict=True)]
    first = plain_text(text[spans[0].value : spans[0].end])
    bold = text[spans[0].value : spans[0].end].startswith("**")
    last_value = text[spans[-1].value : spans[-1].end]
    if _RUNS_ON.search(last_value) or (len(spans) > 1 and _SPEAKS.search(last_value)):
        return []
    is_field = _is_field(spans[0].label, first, labels, is_marked, bold or len(spans) > 1)
    return spans if is_field else []


def _first_colon(head: str) -> int:
    colon = head.find(":", 0, LONGEST_LABEL + 12)
    return -1 if colon <= 0 or head[colon + 1 : colon + 3] == "//" or head[colon - 1].isdigit() else colon


def _later_colons(head: str, after: int) -> list[int]:
    return [match.start() for match in re.finditer(r":(?!//)(?!\d)", head[:LONGEST_LINE]) if match.start() > after]


def _may_be_label(label: str) -> bool:
    return 1 < len(label) <= LONGEST_LABEL and label[0].isupper() and len(label.split()) <= MOST_LABEL_WORDS


def _label_before(head: str, floor: int, colon: int, labels: Collection[str]) -> int:
    """Where the label that ends at `colon` starts, or -1. `floor`: the value of the field before starts here."""
    segment = head[floor:colon].rstrip("* ")
    column = _COLUMN_GAP.search(segment)
    if column and plain_text(segment[: column.start()]).strip(" *") and len(segment[column.end() :].split()) <= 4:
        return floor + column.end()
    tokens = [match.start() for match in _TOKEN.finditer(segment)][-MOST_LABEL_WORDS:]
    for start in tokens:
        if segment[start:].lstrip("*")[:1].isupper() and fold_label(segment[start:].strip("*")) in labels:
            return floor + start if plain_text(segment[:start]).strip(" *") else -1
    gap = _BOLD_OPENS.search(segment[-60:]) or _UNKNOWN_AFTER_GAP.search(segment[-60:])
    if gap and plain_text(segment[: len(segment) - len(gap[1])]).strip(" *|•-–—·"):
        return floor + len(segment) - len(gap[1])
    return -1


def _span(text: str, start: int, colon: int, end: int, label: str) -> Span:
    """Trim the value: bold marks that open the label and close after the colon belong to the label."""
    value = colon + 1
    rest = text[value:end]
    opened = text[start:colon].count("**") % 2
    if opened and rest.startswith("**"):
        value += 2
    while value < end and text[value] in " \t\u00a0":
        value += 1
    stop = _before_separator(text, value, end)
    if text[value:stop].count("**") % 2 and text[:stop].endswith("**"):
        stop = _before_separator(text, value, stop - 2)  # they open the next label
    return Span(start, value, stop, label)


def _before_separator(text: str, start: int, end: int) -> int:
    """Where a value that starts at `start` ends: what parts it from the next field stays out."""
    between = _SEPARATOR.search(text[start:end])
    return start + between.start() if between else end


def _is_field(label: str, value: str, labels: Collection[str], is_marked: bool, is_certain: bool) -> bool:
    if not value or (value.startswith("(") and value.endswith(")")):
        return False  # "CAREER PATH: (depending on experience)" is a heading
    if fold_label(label) in labels:
        return True
    if _NOT_A_LABEL.search(label):
        return False
    words = label.split()
    if words[-1].casefold().strip(".") in _SUFFIX and len(words) <= 6:
        return True
    if is_marked or len(words) > 4:
        return False
    is_short = len(value) <= 60 and not value.endswith((".", ";", ","))
    return is_certain or is_short


def _gap_field(text: str, head: str, labels: Collection[str]) -> list[Span]:
    """ "Post title    Librarian": a known label, then a tab or a gap of two spaces or more."""
    gap = re.search(r"\t\s*| {2,}", head[: LONGEST_LABEL + 12])
    if gap is None or fold_label(head[: gap.start()]) not in labels or not head[:1].isupper():
        return []
    return [Span(0, gap.end(), len(text), plain_text(head[: gap.start()]))] if head[gap.end() :].strip() else []
