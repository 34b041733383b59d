"""Drafts: the lines of a text that belong together, before it is known which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.catalogue import fold_label
from knowledge.structure.fields import has_value, split_fields
from knowledge.structure.lines import Line, plain_text, wrap_width

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?$")
MOST_LINES = 300  # of one draft; joining more would take quadratic time

_HASHES = re.compile(r"(#{1,6})\s+")


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines that make one block. [start:end] are offsets into the text, bullets left out."""

    kind: Literal["text", "item", "field", "hashes"]
    line: int
    start: int
    end: int
    plain: str
    indent: int
    mark: str
    blank_before: bool
    label: str = ""
    value: str = ""
    lines: int = 1
    level: int = 0  # of a heading written with hashes


def drafts_of(text: str, lines: list[Line], skipped: set[int], labels: Collection[str]) -> list[Draft]:
    """Join the lines that run on, split those with several fields, and leave out `skipped`."""
    width = wrap_width(lines)
    drafts: list[Draft] = []
    blank, last = True, None
    for index, line in enumerate(lines):
        if line.is_blank or index in skipped:
            blank = True
            continue
        if drafts and last is not None and _continues(drafts[-1], last, line, blank, width, labels, text):
            drafts[-1] = _joined(drafts[-1], line)
        else:
            following = lines[index + 1] if index + 1 < len(lines) else None
            drafts.extend(_new_drafts(text, line, blank, following, width, labels))
        blank, last = False, line
    return _label_value_pairs(text, _unmarked_items(drafts), labels)


def _new_drafts(
    text: str, line: Line, blank: bool, following: Line | None, width: int, labels: Collection[str]
) -> list[Draft]:
    verbatim = text[line.body : line.end]
    hashes = _HASHES.match(verbatim) if not line.mark else None
    if hashes:
        plain = plain_text(verbatim[hashes.end() :]).rstrip("# ")
        start = line.body + hashes.end()
        return [Draft("hashes", line.number, start, line.end, plain, 0, "", True, level=len(hashes[1]))]
    spans = split_fields(verbatim, labels, is_marked=bool(line.mark))
    if spans and width and fold_label(spans[0].label) not in labels and following and _starts_lower(following):
        spans = []  # "Responsibilities include: Performs / and oversees": running text
    if not spans:
        kind: Literal["text", "item"] = "item" if line.mark else "text"
        return [Draft(kind, line.number, line.body, line.end, line.plain, line.indent, line.mark, blank)]
    return [
        Draft(
            "field",
            line.number,
            line.body + span.start,
            line.body + span.end,
            plain_text(verbatim[span.start : span.end]),
            line.indent,
            line.mark,
            blank and number == 0,
            span.label,
            _stated(plain_text(verbatim[span.value : span.end])),
        )
        for number, span in enumerate(spans)
    ]


def _stated(value: str) -> str:
    return value if has_value(value) else ""


def _starts_lower(line: Line) -> bool:
    return line.plain[:1].islower() and not line.mark


def _continues(
    draft: Draft, last: Line, line: Line, blank: bool, width: int, labels: Collection[str], text: str
) -> bool:
    """Whether `line` runs on from `draft`, whose last line is `last`."""
    if blank or line.mark or draft.lines >= MOST_LINES or draft.kind == "hashes" or _HASHES.match(line.plain):
        return False
    if draft.kind == "field" and not draft.value:
        return False
    if line.plain[:1].islower():
        return not draft.plain.endswith(":") or bool(width)
    ends = bool(_SENTENCE_END.search(last.plain)) or draft.plain.endswith(":")
    if _opens_section(line, ends, labels):
        return False
    spans = split_fields(text[line.body : line.end], labels)
    if spans and (not _fills(last, line, width) or (ends and fold_label(spans[0].label) in labels)):
        return False
    if draft.mark and line.indent > last.indent and last.indent == draft.indent:
        return True
    if _fills(last, line, width):
        return not (_is_short_line(last, width) and draft.lines == 1)
    return bool(width) and not ends and not _is_short_line(last, width) and not _looks_like_name(draft)


def _opens_section(line: Line, ends: bool, labels: Collection[str]) -> bool:
    """ "Required:" after the end of a sentence, however full the line before is."""
    is_label = line.plain.endswith(":") and len(line.plain.split()) <= 6
    return ends and (is_label or fold_label(line.plain) in labels)


def _fills(last: Line, line: Line, width: int) -> bool:
    """Whether the first word of `line` would not have fitted on the line before."""
    if not width:
        return False
    word = line.plain.split(" ", 1)[0]
    return last.end - last.start + last.indent + 1 + len(word) > width


def _is_short_line(line: Line, width: int) -> bool:
    return line.end - line.start < 0.6 * width


def _looks_like_name(draft: Draft) -> bool:
    """A single line in Title Case without a sentence's end: more likely a heading than running text."""
    words = [word for word in draft.plain.split() if len(word) > 3]
    return draft.kind == "text" and draft.lines == 1 and bool(words) and all(word[0].isupper() for word in words)


def _joined(draft: Draft, line: Line) -> Draft:
    plain = f"{draft.plain} {line.plain}"
    value = f"{draft.value} {line.plain}" if draft.kind == "field" else ""
    return replace(draft, end=line.end, plain=plain, value=value, lines=draft.lines + 1)


def _unmarked_items(drafts: list[Draft]) -> list[Draft]:
    """In a run of bullets, a line that lost its mark is an item too."""
    whole = list(drafts)
    for index in range(1, len(drafts) - 1):
        before, draft, after = whole[index - 1], drafts[index], drafts[index + 1]
        between = before.kind == after.kind == "item" and not draft.blank_before and not after.blank_before
        if draft.kind == "text" and between and before.mark == after.mark and not draft.plain.endswith(":"):
            is_longer = len(draft.plain) > 25 and draft.plain[:1].isupper()
            if is_longer:
                whole[index] = replace(draft, kind="item", mark=before.mark, indent=before.indent)
    return whole


def _label_value_pairs(text: str, drafts: list[Draft], labels: Collection[str]) -> list[Draft]:
    """Two pairs or more of a known label on one line and its value on the next are fields."""
    starts: set[int] = set()
    index = 0
    while index + 1 < len(drafts):
        label, value = drafts[index], drafts[index + 1]
        is_pair = label.kind == value.kind == "text" and label.lines == 1 and _is_label(label, labels)
        is_section = value.blank_before and (label.plain.isupper() or value.plain.endswith("."))
        if (
            is_pair
            and not is_section
            and len(value.plain) <= 80
            and not _is_label(value, labels)
            and not value.plain.endswith(":")
        ):
            starts.add(index)
            index += 2
        else:
            index += 1
    pairs = {start for start in starts if start - 2 in starts or start + 2 in starts}
    paired: list[Draft] = []
    for index, draft in enumerate(drafts):
        if index in pairs:
            value = drafts[index + 1]
            plain = plain_text(text[draft.start : value.end])
            label_text = draft.plain.rstrip(": ")
            paired.append(
                replace(draft, kind="field", end=value.end, plain=plain, label=label_text, value=_stated(value.plain))
            )
        elif index - 1 not in pairs:
            paired.append(draft)
    return paired


def _is_label(draft: Draft, labels: Collection[str]) -> bool:
    return len(draft.plain) <= 60 and draft.plain[:1].isupper() and fold_label(draft.plain.rstrip(": ")) in labels


def series_label(draft: Draft) -> str:
    """The folded label of a draft that may be one of a series ("Competency: ..."), or "" for none."""
    label, colon, value = draft.plain.partition(": ")
    is_short = len(draft.plain) <= 200 and not value.endswith((".", ";")) and len(label.split()) <= 4
    is_dated = any(character.isdigit() for character in value)  # a document may well have been revised three times
    fits = draft.kind in ("field", "text") and colon and is_short and not is_dated and label[:1].isupper()
    return fold_label(label) if fits else ""


def series_labels(drafts: list[Draft]) -> set[str]:
    """Labels that come three times or more, each time with another value: a series of headings, no facts."""
    values: dict[str, list[str]] = {}
    for draft in drafts:
        values.setdefault(series_label(draft), []).append(draft.plain.casefold())
    return {label for label, plain in values.items() if label and len(plain) >= 3 and len(set(plain)) == len(plain)}
