"""What a title or heading is about: "Vacation and Leave Policy" is about vacation and leave."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from bot.answers.wording import content_stems
from knowledge.document import Document

# What a document's title says of its kind, not of its subject.
_KIND = content_stems("policy policies procedure procedures guide guideline guidelines handbook rules entitlement")


def is_about(heading: str, words: Collection[str]) -> bool:
    """Whether a heading holds words of a subject, given as stems, and none besides."""
    said = _subject(heading)
    return bool(said) and said <= frozenset(words)


def is_one_about(headings: Collection[str], words: Collection[str]) -> bool:
    """Whether one of the headings is. Most hold not even the beginning of a word: those are not looked into."""
    roots = {word[: max(3, len(word) - 1)] for word in words}  # "polici" is the stem of "policy"
    return any(is_about(heading, words) for heading in headings if any(root in heading.lower() for root in roots))


def headings_of(document: Document) -> tuple[str, ...]:
    """The document's title and headings."""
    return (document.title, *(block.plain for block in document.blocks if block.kind == "heading"))


@lru_cache(maxsize=16384)
def _subject(heading: str) -> frozenset[str]:
    return content_stems(heading) - _KIND
