"""What approved answers rest on: whether the documents still say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from knowledge.approved import ApprovedAnswer, Source
from knowledge.document import Block, Document

GONE = "its document is not there: {document}"
NOT_SAID = "its document no longer says these words: {document}"
CHANGED = "what stands around the quote has changed since it was approved: {document} (passage {passage} now)"


class NoLongerHeld(Exception):
    """A source does not hold any more; the text is a clause that says why."""


def with_sources(entries: Iterable[ApprovedAnswer], documents: Mapping[str, Document]) -> tuple[ApprovedAnswer, ...]:
    """Each entry with its quotes found in the documents, or with the reason why it is stale."""
    return tuple(_checked(entry, documents) for entry in entries)


def find_source(source: Source, documents: Mapping[str, Document]) -> Source:
    """The source with the place of its quote.

    Where the quote stands several times, that place is taken whose passage is the one approved.

    Raises:
        NoLongerHeld: the document, the words or the passage around them are not there as approved.
    """
    document = documents.get(source.document)
    if document is None:
        raise NoLongerHeld(GONE.format(document=source.document))
    places = quote_places(document, source.quote)
    if not places:
        raise NoLongerHeld(NOT_SAID.format(document=source.document))
    digests = [passage_digest(document, start) for start, _ in places] if source.passage else []
    if digests and source.passage not in digests:
        raise NoLongerHeld(CHANGED.format(document=source.document, passage=digests[0]))
    start, end = places[digests.index(source.passage)] if digests else places[0]
    return replace(source, start=start, end=end)


def quote_places(document: Document, quote: str) -> list[tuple[int, int]]:
    """Where the words stand in the document's text, white space aside: "5 days" does not stand in "15 days"."""
    words = r"\s+".join(map(re.escape, quote.split()))
    before = r"(?<!\w)(?<!\d[.,])" if quote[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if quote[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(before + words + after, document.text)]


def passage_digest(document: Document, start: int) -> str:
    """Digest of the heading above a place and of all that stands under it: what a change of makes an answer stale.

    White space aside; the sections nested below are not part of it. 16 hexadecimal digits.
    """
    here = block_at(document, start)
    heading = here.heading if here else ()
    # A heading's own block is listed under the heading above it, but its words begin the section.
    section = [each for each in document.blocks if each.heading == heading and each.kind != "heading"]
    said = [document.text[each.start : each.end] for each in section] or [document.text]
    words = "\x1f".join((*heading, *(" ".join(each.split()) for each in said)))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def block_at(document: Document, start: int) -> Block | None:
    """The block that a place stands in, else the first one behind it."""
    return next((each for each in document.blocks if start < each.end), None)


def _checked(entry: ApprovedAnswer, documents: Mapping[str, Document]) -> ApprovedAnswer:
    try:
        return replace(entry, sources=tuple(find_source(each, documents) for each in entry.sources))
    except NoLongerHeld as exc:
        return replace(entry, stale=str(exc))
