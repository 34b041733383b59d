"""What a title or heading is about: "Vacation and Leave Policy" is about vacation and leave."""

from __future__ import annotations

from collections.abc import Collection

from bot.answers.wording import content_stems
from knowledge.document import Document

# What a document's title says of its kind, not of its subject.
_KIND = content_stems("policy policies procedure procedures guide guideline guidelines handbook rules entitlement")


def is_about(heading: str, words: Collection[str]) -> bool:
    """Whether a heading holds words of a subject and none besides."""
    said = _subject(heading)
    return bool(said) and said <= set(words)


def subjects_of(document: Document) -> frozenset[frozenset[str]]:
    """The subjects of the document's title and headings, each as the stems that name it."""
    headings = [document.title, *(block.plain for block in document.blocks if block.kind == "heading")]
    return frozenset(filter(None, map(_subject, headings)))


def _subject(heading: str) -> frozenset[str]:
    return frozenset(content_stems(heading)) - _KIND
