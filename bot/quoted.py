"""The words around a quote: in the snapshot that it was taken from, where that is still kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.answers.answer import Citation
from index.errors import DamagedSnapshot
from index.kept import read_documents
from knowledge.document import Document

AROUND = 600  # characters shown before and after the quote, at most; whole blocks only
KEPT = 4  # snapshots whose documents stay in memory

Documents = Callable[[str], Mapping[str, Document]]  # id of a snapshot -> its documents by path; {} where it is gone


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation with the words that stand around its quote; "" where only the stored words are left."""

    citation: Citation
    before: str = ""
    after: str = ""
    why_alone: str = ""  # why there is nothing around it; "" where it stands in its passage
    start: int = 0  # of the quote, in the document's text; of no use where it is alone


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document as they follow one another, in pieces: (words, whether they are quoted)."""

    pieces: tuple[tuple[str, bool], ...]
    why_alone: str = ""


def documents_in(index: Path) -> Documents:
    """The documents of the snapshots below a folder; they never change, so that the last few are kept in memory."""

    @lru_cache(maxsize=KEPT)
    def documents(snapshot: str) -> Mapping[str, Document]:
        try:
            return read_documents(index, snapshot)
        except DamagedSnapshot:
            return {}

    return documents


def show_quote(citation: Citation, snapshot: str, documents: Documents) -> Quoted:
    """The quote in its passage, or alone with the reason why."""
    document = documents(snapshot).get(citation.document) if snapshot else None
    if document is None:
        return Quoted(citation, why_alone="The snapshot it was answered from is no longer kept.")
    start, end = citation.start, citation.end
    if citation.quote not in document.text[start:end] or document.digest != citation.version:
        return Quoted(citation, why_alone="The snapshot holds other words in this place.")
    start += document.text[start:end].index(citation.quote)
    end = start + len(citation.quote)
    first, last = _extent(document, start, end)
    return Quoted(citation, document.text[first:start], document.text[end:last], start=start)


def passages(quoted: Sequence[Quoted]) -> list[Passage]:
    """Quotes of one document, those that stand in the same words together: each passage once, in its order.

    Where only the stored words are left, each is a passage of its own, last.
    """
    found: list[_Stretch] = []
    for each in sorted((each for each in quoted if not each.why_alone), key=lambda each: each.start - len(each.before)):
        first = each.start - len(each.before)
        text = f"{each.before}{each.citation.quote}{each.after}"
        if not found or first > found[-1].end:
            found.append(_Stretch(first, text, []))
        here = found[-1]
        here.text += text[max(0, here.end - first) :]
        here.quotes.append((each.start - here.first, each.start - here.first + len(each.citation.quote)))
    alone = (Passage(((each.citation.quote, True),), each.why_alone) for each in quoted if each.why_alone)
    return [*(Passage(tuple(here.pieces())) for here in found), *alone]


@dataclass(slots=True)
class _Stretch:
    """[first:end] of a document, while quotes are put together; `quotes` are spans of `text`."""

    first: int
    text: str
    quotes: list[tuple[int, int]]

    @property
    def end(self) -> int:
        return self.first + len(self.text)

    def pieces(self) -> Iterator[tuple[str, bool]]:
        at = 0
        for start, end in sorted(self.quotes):
            if start > at:
                yield self.text[at:start], False
            if end > max(start, at):
                yield self.text[max(start, at) : end], True
            at = max(at, end)
        if at < len(self.text):
            yield self.text[at:], False


def _extent(document: Document, start: int, end: int) -> tuple[int, int]:
    """Where the blocks begin and end that stand around a quote, under the same heading as it."""
    inside = [number for number, block in enumerate(document.blocks) if block.start < end and block.end > start]
    if not inside:
        return start, end
    heading = document.blocks[inside[0]].heading
    first, last = document.blocks[inside[0]].start, document.blocks[inside[-1]].end
    for block in reversed(document.blocks[: inside[0]]):
        if block.heading != heading or block.kind == "heading" or start - block.start > AROUND:
            break
        first = block.start
    for block in document.blocks[inside[-1] + 1 :]:
        if block.heading != heading or block.kind == "heading" or block.end - end > AROUND:
            break
        last = block.end
    return min(first, start), max(last, end)
