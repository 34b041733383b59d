"""Quotes as they can be looked up in the file: where tags stand between the words of a web page, "..." stands for them.

A citation holds the words as a reader of the page sees them. Whoever checks an answer against the file's bytes finds
"Closing date ... 18 October" there, and not "Closing date 18 October", which has `</dt><dd>` in its middle.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

PAGES = frozenset((".html", ".htm", ".xhtml"))
_LEFT_OUT = " ... "
_WORD_START = re.compile(r"(?<!\w)\w")


class SourceQuotes:
    """The files that answers cite, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._source = lru_cache(64)(self._read)

    def findable(self, document: str, quote: str) -> str:
        """The quote, in pieces of which each stands in the file's source, one behind the other.

        The quote itself of anything but a web page, and where no part of it is found.
        """
        source = self._source(document) if Path(document).suffix.lower() in PAGES else ""
        folded = " ".join(quote.split())
        if not source or not folded or folded in source:
            return quote
        return _LEFT_OUT.join(_pieces(folded, source)) or quote

    def _read(self, document: str) -> str:
        """The file on one line, white space folded; "" where it can't be read."""
        try:
            return " ".join((self._folder / document).read_text(encoding="utf-8").split())
        except (OSError, UnicodeDecodeError):
            return ""


def _pieces(quote: str, source: str) -> Iterator[str]:
    """The longest stretches of whole words that stand in the source in this order; what isn't there is left out."""
    place = 0
    start = _next_word(quote, 0)
    while start < len(quote):
        piece = _whole_words(quote, start, start + _longest(quote, start, source, place))
        if piece:
            yield piece
            place = source.find(piece, place) + len(piece)
        start = _next_word(quote, start + max(len(piece), 1))


def _longest(quote: str, start: int, source: str, place: int) -> int:
    """How many characters of the quote from `start` on stand in the source from `place` on, as one stretch."""
    lengths = range(1, len(quote) - start + 1)
    return bisect_left(lengths, True, key=lambda length: source.find(quote[start : start + length], place) < 0)


def _whole_words(quote: str, start: int, end: int) -> str:
    """The stretch up to `end`, or up to the last word that ends before it."""
    while start < end < len(quote) and quote[end - 1].isalnum() and quote[end].isalnum():
        end -= 1
    return quote[start:end].strip()


def _next_word(text: str, start: int) -> int:
    found = _WORD_START.search(text, start)
    return found.start() if found else len(text)
