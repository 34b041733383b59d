"""Line: one line of plain text, taken apart; and the lines that are page furniture, not content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

WIDEST = 130  # columns of a text that is wrapped by hand; a paragraph on one line is mostly longer
LONGEST_LINE = 2000  # characters of a line that any pattern looks at

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"))
_MARK = re.compile(
    r"(?:[•●▪◦·*+–—‣►▶➢➤✓✔■□◆○\uf0b7\uf0a7\uf0d8-]|o(?=\s+[A-Z])"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(?\d{1,2}[.)]|\(?[a-z][.)]|[A-Z][.)](?=\s+[A-Z])|\(?[ivx]{1,4}[.)])(?:\s+|$)"
)
# Whole lines that are links or buttons of a page; "|" and line ends part them.
_NAVIGATION_LINES = """
    skip navigation|skip to content|skip to main content|skip to main|skip to navigation
    careers portal|main menu|menu|share|share this|share this page|print|print this page
    print page|close|search|home|login|log in|log out|sign in|sign up|register|back
    back to top|top of page|return to top|next|previous|tweet|facebook|twitter|linkedin
    instagram|email this|apply now|save job|back to search results|back to search
    view all jobs|job search|search jobs|site map|sitemap|cookie policy|privacy policy
    terms of use|accept cookies|rechercher|contact us|all rights reserved|toggle navigation
    breadcrumb|you are here|follow us|subscribe|read more|show more|view map|powered by
    refer a friend|send to a friend|email a friend|print job|back to jobs
"""
_NAVIGATION = frozenset(line.strip() for line in _NAVIGATION_LINES.replace("\n", "|").split("|"))
_PAIRED_MARK = re.compile(r"\*\*|`|(?<!_)__(?!_)")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: [start:end] is its text without outer white space, [body:end] without the bullet either."""

    number: int  # 1-based
    start: int
    body: int
    end: int
    indent: int  # columns of white space before it, a tab counts 4
    mark: str  # the bullet or number it starts with, "" for none
    plain: str  # the body: markup gone, white space folded

    @property
    def is_blank(self) -> bool:
        return not self.plain


def plain_text(verbatim: str) -> str:
    """Markup marks and invisible characters gone, white space folded: "**Salary:**  £9" is "Salary: £9"."""
    text = _PAIRED_MARK.sub("", verbatim.translate(_INVISIBLE))
    text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())


def split_lines(text: str) -> list[Line]:
    """Every line of the text, blank ones too, in order."""
    lines: list[Line] = []
    start = 0
    for number, verbatim in enumerate(text.split("\n"), start=1):
        lines.append(_line(number, start, verbatim))
        start += len(verbatim) + 1
    return lines


def _line(number: int, offset: int, verbatim: str) -> Line:
    stripped = verbatim.strip("\ufeff").lstrip()
    before = verbatim[: len(verbatim) - len(stripped)] if stripped else verbatim
    stripped = stripped.rstrip()
    start = offset + len(before)
    mark = _MARK.match(stripped[:80])
    skipped, written = 0, ""
    while mark and mark.end() < len(stripped):  # "- A. The position" has two
        written = written or mark[0].strip()
        skipped += mark.end()
        mark = _MARK.match(stripped[skipped : skipped + 80]) if not written[-1].isalnum() and skipped < 12 else None
    plain = plain_text(stripped[skipped:])
    if not any(character.isalnum() for character in plain) and "__" not in stripped:
        plain = ""  # a lone bullet or a rule
    indent = sum(4 if character == "\t" else 1 for character in before)
    return Line(number, start, start + skipped, start + len(stripped), indent, written, plain)


def furniture(lines: list[Line]) -> set[int]:
    """Indices of lines that belong to the page, not to the document: menus, running heads and feet.

    A running head is a line with a digit or a link that comes back, its digits aside, three times or more, far apart.
    """
    found = {
        index
        for index, line in enumerate(lines)
        if line.plain and line.plain.casefold().strip(" .>»|") in _NAVIGATION and not line.mark
    }
    masked = [re.sub(r"\d+", "0", line.plain.casefold()) for line in lines]
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        is_candidate = line.plain and not line.mark and ":" not in line.plain and len(line.plain) <= 120
        if is_candidate and ("0" in masked[index] or "www." in masked[index]):
            places.setdefault(masked[index], []).append(index)
    for indices in places.values():
        apart = all(later - earlier >= 12 for earlier, later in pairwise(indices))
        if len(indices) >= 3 and apart and indices[-1] - indices[0] > 0.35 * len(lines):
            found.update(indices)
    return found


def wrap_width(lines: list[Line]) -> int:
    """Columns at which the text was wrapped by hand, or 0 where each line is a paragraph of its own.

    Wrapped: 12 lines or more are long, nine in ten of those fit 130 columns, and over half run on into the next; or
    4 run on, and nearly all of them are so full that the next word would not have fitted.
    """
    widths = [line.end - line.start + line.indent for line in lines]
    long = [index for index, width in enumerate(widths) if width > 50]
    if len(long) < 4 or sorted(widths[index] for index in long)[int(len(long) * 0.9)] > WIDEST:
        return 0
    width = max(widths[index] for index in long if widths[index] <= WIDEST)
    run_on = [index for index in long if _runs_on(lines, index)]
    full = [index for index in run_on if widths[index] + 1 + len(lines[index + 1].plain.split(" ", 1)[0]) > width - 4]
    if (len(long) >= 12 and len(run_on) > 0.55 * len(long)) or (len(run_on) >= 4 and len(full) >= 0.8 * len(run_on)):
        return width
    return 0


def _runs_on(lines: list[Line], index: int) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or following.is_blank or following.mark:
        return False
    return lines[index].plain[-1:] not in ".!?:;"


def word_count(text: str) -> int:
    """Words of two letters or more."""
    return len(_WORD.findall(text))


def words_of(listed: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(listed.split())
