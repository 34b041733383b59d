"""Approved answers that their sources no longer bear out, or that nobody has looked at in time."""

from __future__ import annotations

from collections.abc import Iterator

from index.warnings.collection import Collection
from index.warnings.warning import DocumentWarning


def stale_answer(collection: Collection) -> Iterator[DocumentWarning]:
    """Approved answers that are not given any more: what they rest on has changed."""
    for entry in collection.approved:
        if entry.stale:
            documents = tuple(sorted({source.document for source in entry.sources}))
            said = f"“{entry.questions[0]}” ({entry.place}) is not answered as approved: {entry.stale}"
            yield DocumentWarning("stale_answer", documents, said, entry.questions[0])


def approved_past_review(collection: Collection) -> Iterator[DocumentWarning]:
    """Approved answers past their review date; they are given, and say so."""
    for entry in collection.approved:
        if entry.is_review_due(collection.today):
            said = f"the approved answer to “{entry.questions[0]}” was due for review {entry.review}"
            yield DocumentWarning("past_review", (entry.file,), said, f"{entry.questions[0]}\n{entry.review}")
