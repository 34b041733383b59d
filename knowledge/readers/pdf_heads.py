"""Running heads and feet of PDF pages: lines that come back on most pages, apart from the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.readers.labels import line_spans
from knowledge.readers.pdf_lines import Line

LINE_PITCH = 1.65  # times the type's size: a larger step to the next line parts paragraphs
EDGE = 0.12  # share of the page's height in which running heads and feet stand
MOST_EDGE_LINES = 3
FACT = re.compile(r"[$£€]\s?\d|\b(?:19|20)\d\d\b")


def without_running_heads(pages: Sequence[tuple[list[Line], float]]) -> list[Line]:
    """All lines but those that stand apart near an edge of most pages, digits aside.

    A line with a label, money or a year is never one, nor is what would leave a page empty.
    """
    kept: list[Line] = []
    for (lines, _), heads in zip(pages, _running(pages), strict=True):
        running = {id(line) for line in heads}
        rest = [line for line in lines if id(line) not in running]
        kept += rest or lines
    return kept


def running_heads(pages: Sequence[tuple[list[Line], float]]) -> list[str]:
    """The text of the running heads and feet of the first page: they often name the organisation."""
    return [line.text for line in _running(pages)[0]] if pages else []


def _running(pages: Sequence[tuple[list[Line], float]]) -> list[list[Line]]:
    """Of each page, the lines near an edge that most pages have.

    What stands at the same place of all pages word for word is one even where it touches the text, but for the first
    page's: that often holds the title.
    """
    edges = [_edge_lines(lines, height) for lines, height in pages]
    seen = Counter(masked for lines in edges for masked in {_masked(line) for line in lines})
    outer = [_outer_lines(lines, height) for lines, height in pages]
    placed = Counter(place for lines in outer for place in {_placed(line) for line in lines})
    most = max(2, 0.6 * len(pages))
    running = [[line for line in edge if seen[_masked(line)] >= most or line.text.isdecimal()] for edge in edges]
    for heads, lines in list(zip(running, outer, strict=True))[1:]:
        heads += [line for line in lines if placed[_placed(line)] == len(pages) and line not in heads]
    return running


def _outer_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The first and last few lines of a page that stand near its edges."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    ends = [*ordered[:MOST_EDGE_LINES], *ordered[MOST_EDGE_LINES:][-MOST_EDGE_LINES:]]
    return [line for line in ends if not EDGE * height < line.baseline < (1 - EDGE) * height]


def _placed(line: Line) -> tuple[int, str]:
    return round(line.baseline), line.text


def _edge_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """Up to three lines near the top and the bottom that a gap parts from the rest of the page."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    found: list[Line] = []
    for side in (ordered, ordered[::-1]):
        for index in range(min(MOST_EDGE_LINES, len(side) - 1)):
            line, inner = side[index], side[index + 1]
            if EDGE * height < line.baseline < (1 - EDGE) * height:
                break
            if abs(line.baseline - inner.baseline) > LINE_PITCH * max(line.size, inner.size):
                found += side[: index + 1]
                break
    return [line for line in found if not FACT.search(line.text) and not line_spans(line.text, False)]


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())
