"""The words around a quote: in the snapshot that it was taken from, where that is still kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    return Quoted(citation, document.text[first:start], document.text[end:last])


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
