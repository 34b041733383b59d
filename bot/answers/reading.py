"""Reading passages: the seam between deciding what a question wants and finding the words that answer it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from knowledge.fact import Stretch


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim stretch that may answer: one or more sentences, items or rows of one passage."""

    document: str
    start: int  # offsets into Document.text
    end: int
    quote: str  # Document.text[start:end]
    plain: str  # the same, markup gone and white space folded: what an answer shows
    heading: tuple[str, ...]
    line: int
    page: int | None
    score: float  # higher is better; compared within one reading only


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one question: evidence best first, and how sure it is that it answers."""

    evidence: tuple[Evidence, ...]
    confidence: float  # 0..1, calibrated: the share of such readings whose evidence answers the question
    nearest: tuple[str, ...]  # paths of the nearest documents, best first


class Reader(Protocol):
    """Finds the words that answer a question, among all documents or only some."""

    def read(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Reading:
        """Evidence whose plain texts together stay near `characters`.

        Args:
            documents: paths to stay within.
            stretch: what to stay within of each of them.
        """
        ...
