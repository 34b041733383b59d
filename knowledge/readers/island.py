"""Islands of HTML inside Markdown: their rows, items, headings and paragraphs, pointing into the source.

Markdown cuts such a block at each blank line, so a table may come in several pieces; the island remembers what is open.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from knowledge.document import Block
from knowledge.readers.plain import fold, has_words
from knowledge.readers.tables import Row, table_blocks

TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})(?:\s[^<>]{0,4000})?/?>", re.DOTALL)
UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg")
INLINE = (
    "a",
    "abbr",
    "b",
    "code",
    "em",
    "font",
    "i",
    "img",
    "kbd",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
)


class Island:
    """Reads pieces of HTML in order."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._cells: list[str] | None = None  # of the row now open
        self._row_start = 0
        self._is_header = False
        self._unseen = ""
        self._kind = ""  # tag of the block now open
        self._lists = 0
        self._end = 0  # of the piece read last

    @property
    def is_open(self) -> bool:
        """Whether a table has begun and not ended."""
        return self._cells is not None or bool(self._rows)

    def read(self, source: str, start: int, end: int) -> Iterator[Block]:
        """The blocks in source[start:end]; a table's come when it is closed."""
        begin = start  # of the text now collected
        words: list[str] = []
        at = start
        for tag in TAG.finditer(source, start, end):
            self._collect(words, source[at : tag.start()])
            at = tag.end()
            name = (tag[2] or "").lower()
            if not name or name in INLINE:
                continue
            if name in UNSEEN:
                self._unseen = "" if tag[1] else name
                continue
            if name == "br" and self._cells is not None:
                words.append(" ")
                continue
            yield from self._flush(words, begin, tag.start(), source)
            begin = tag.end()
            yield from self._tag(name, bool(tag[1]), tag.start(), tag.end())
        self._collect(words, source[at:end])
        yield from self._flush(words, begin, end, source)
        self._end = start + len(source[start:end].rstrip())

    def close(self) -> Iterator[Block]:
        """The blocks of a table still open: at its end, at the end of the text, and before Markdown in a cell."""
        if self._cells:
            self._rows.append(Row(self._row_start, self._end, tuple(self._cells), self._is_header))
        self._cells = None
        yield from table_blocks(self._rows)
        self._rows = []

    def _collect(self, words: list[str], text: str) -> None:
        if not self._unseen:
            words.append(text)

    def _flush(self, words: list[str], begin: int, end: int, source: str) -> Iterator[Block]:
        """The text since the last tag of a block: a cell's words, or a block."""
        plain = fold(html.unescape("".join(words)))
        words.clear()
        if not has_words(plain):
            return
        if self._cells is not None:
            if not self._cells:
                self._cells.append("")
            self._cells[-1] = f"{self._cells[-1]} {plain}".strip()
            return
        verbatim = source[begin:end]
        start = begin + len(verbatim) - len(verbatim.lstrip())
        stop = begin + len(verbatim.rstrip())
        if self._kind in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield Block("heading", start, stop, 0, plain, level=int(self._kind[1]))
        elif self._kind == "li":
            yield Block("item", start, stop, 0, plain, level=max(self._lists - 1, 0))
        else:
            yield Block("paragraph", start, stop, 0, plain)

    def _tag(self, name: str, closes: bool, start: int, end: int) -> Iterator[Block]:
        if name == "table" and closes:
            if self._cells is not None:
                self._end = start
            yield from self.close()
        elif name == "tr" and not closes:
            self._cells, self._row_start, self._is_header = [], start, False
        elif name == "tr" and self._cells is not None:
            if self._cells:
                self._rows.append(Row(self._row_start, end, tuple(self._cells), self._is_header))
            self._cells = None
        elif name in ("td", "th") and not closes and self._cells is not None:
            self._cells.append("")
            self._is_header = name == "th"
        elif name in ("ul", "ol"):
            self._lists = max(self._lists + (-1 if closes else 1), 0)
        self._kind = "" if closes else name
