"""A warning, and what a check that finds some looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from index.warnings.collection import Collection

Kind = Literal[
    "conflict", "circle", "near_duplicate", "same_title", "stale_answer", "expired", "not_yet", "past_review",
    "unknown_group", "no_effective_date",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """Something about documents that somebody should look at. Nothing is held back because of it."""

    kind: Kind
    documents: tuple[str, ...]  # paths, sorted
    text: str  # a clause to stand after the documents' paths; one that names any of them itself stands alone
    about: str = ""  # tells apart warnings of one kind about the same documents
    is_new: bool = False  # it doesn't hold for what is live


class Check(Protocol):
    """Finds the warnings of one kind."""

    def __call__(self, collection: Collection) -> Iterator[DocumentWarning]: ...
