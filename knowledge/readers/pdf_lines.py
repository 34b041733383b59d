"""PDF pages -> lines of text with their place and type, in PDFium's reading order."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from knowledge.readers.elements import Run, line_text
from knowledge.readers.layout import HYPHEN

BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # flag of a font
BOLD_WEIGHT = 600  # 0 for fonts that are not embedded, bold or not
INVISIBLE = 3  # text render mode; the normal layer of a scanned page
COLUMN_GAP = 0.95  # em; a wider gap within a line parts two columns of a table,
STRETCHED = 2.0  # unless the line is stretched to both margins: then as many times its smallest gap,
WIDE_GAP = 3.0  # em; and this one in any line
OTHER_LINE = 0.5  # em; a word further up or down stands on another line; exponents are within
SYMBOL_BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf0fc": "•"}
BREAKS = "\r\n" + HYPHEN


@dataclass(slots=True)
class Word:
    """Characters without a space between them, all in the type of the first."""

    text: str
    left: float  # in points, from the left and the bottom of the page
    right: float
    baseline: float
    top: float
    size: float  # of the type, in points
    bold: bool
    invisible: bool


@dataclass(slots=True)
class Line:
    """Words that stand on one line."""

    words: list[Word]
    page: int  # 1-based
    size: float = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    baseline: float = field(init=False)
    top: float = field(init=False)
    columns: list[int] = field(init=False)  # indices of the words that start a column

    def __post_init__(self) -> None:
        self.size = median(word.size for word in self.words for _ in word.text)
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.baseline = median(word.baseline for word in self.words)
        self.top = max(word.top for word in self.words)
        gaps = [word.left - before.right for before, word in pairwise(self.words)]
        least = COLUMN_GAP * self.size
        if len(gaps) > 4:
            least = min(max(least, STRETCHED * min(gaps)), WIDE_GAP * self.size)
        self.columns = [index for index, gap in enumerate(gaps, start=1) if gap > least]

    @property
    def runs(self) -> list[Run]:
        """The words with the spaces between them; a tab where a column ends."""
        runs: list[Run] = []
        for index, word in enumerate(self.words):
            if index:
                is_bold = self.words[index - 1].bold and word.bold
                runs.append(("\t" if index in self.columns else " ", is_bold))
            runs.append((word.text, word.bold))
        return runs

    @property
    def text(self) -> str:
        """As it is laid out."""
        return line_text(self.runs)

    @property
    def bold(self) -> bool:
        """Whether every word of it with a letter is bold."""
        return all(word.bold for word in self.words if any(c.isalpha() for c in word.text))

    @property
    def cells(self) -> list[Line]:
        """The line cut at its column gaps."""
        edges = [0, *self.columns, len(self.words)]
        return [Line(self.words[start:end], self.page) for start, end in pairwise(edges)]


def page_lines(text_page: Any, count: int, page: int) -> list[Line]:
    """The lines of one page.

    Args:
        text_page: pypdfium2's; `count` is the number of its characters.
    """
    raw = text_page.raw
    lines: list[Line] = []
    words: list[Word] = []
    start, letters = 0, ""
    for index in range(count + 1):
        character = chr(pdfium.FPDFText_GetUnicode(raw, index)) if index < count else "\n"
        if not character.isspace() and character not in BREAKS and character != "\x00":
            if not letters:
                start = index
            letters += SYMBOL_BULLETS.get(character, character)
            continue
        if letters:
            if character == HYPHEN:
                letters += HYPHEN
            word = _word(raw, start, index - 1, letters)
            if words and abs(word.baseline - words[-1].baseline) > OTHER_LINE * max(word.size, words[-1].size):
                lines.append(Line(words, page))  # PDFium goes on from a cell's last line to the first of the next cell
                words = []
            words.append(word)
            letters = ""
        if character in BREAKS and words:
            lines.append(Line(words, page))
            words = []
    return lines


def visible(lines: list[Line]) -> tuple[list[Line], int]:
    """(lines without invisible words, how many those were); on a page of invisible words only, they are its text."""
    hidden = sum(word.invisible for line in lines for word in line.words)
    if not hidden or all(word.invisible for line in lines for word in line.words):
        return lines, 0
    kept = [[word for word in line.words if not word.invisible] for line in lines]
    return [Line(words, line.page) for words, line in zip(kept, lines, strict=True) if words], hidden


def _word(raw: Any, first: int, last: int, text: str) -> Word:
    left, bottom, right, top = _box(raw, first)
    _, last_bottom, last_right, last_top = _box(raw, last)
    x, baseline = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, first, x, baseline)
    name = ctypes.create_string_buffer(100)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(raw, first, name, 100, flags)
    font = name.raw[: min(max(length - 1, 0), 100)].decode("utf-8", "replace")
    bold = bool(BOLD_FONT.search(font)) or bool(flags.value & FORCE_BOLD)
    bold = bold or pdfium.FPDFText_GetFontWeight(raw, first) >= BOLD_WEIGHT
    size = pdfium.FPDFText_GetFontSize(raw, first)
    height = max(top, last_top) - min(bottom, last_bottom)
    if size <= 1.0 and height > 1.0:  # the type is scaled by the page's matrix; its height is at hand
        size = height / 0.72
    shape = pdfium.FPDFText_GetTextObject(raw, first)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(shape) if shape else 0
    is_invisible = mode == INVISIBLE
    return Word(text, left, max(right, last_right), baseline.value, max(top, last_top), size, bold, is_invisible)


def _box(raw: Any, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
