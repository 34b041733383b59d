"""All warnings about a snapshot, each said to be new or to hold already for what is live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.warnings.approved import approved_past_review, stale_answer
from index.warnings.audiences import unknown_group
from index.warnings.circles import circle
from index.warnings.collection import Collection
from index.warnings.conflicts import conflict
from index.warnings.dates import no_effective_date, not_in_force, past_review
from index.warnings.duplicates import near_duplicate
from index.warnings.titles import same_title
from index.warnings.warning import Check, DocumentWarning

# What may make an answer wrong comes first.
CHECKS: Sequence[Check] = (
    conflict,
    circle,
    near_duplicate,
    same_title,
    stale_answer,
    not_in_force,
    past_review,
    approved_past_review,
    unknown_group,
    no_effective_date,
)


def find_warnings(
    collection: Collection, live: Collection | None = None, moved: Mapping[str, str] | None = None
) -> tuple[DocumentWarning, ...]:
    """All that checks find, in their order; new is what they don't find in what is live.

    Args:
        moved: path in what is live -> path now.
    """
    found = [warning for check in CHECKS for warning in check(collection)]
    known = [warning for check in CHECKS for warning in check(live)] if live is not None else []
    if moved:
        known = [_moved(warning, moved) for warning in known]
    return tuple(marked_new(found, known))


def _moved(warning: DocumentWarning, moved: Mapping[str, str]) -> DocumentWarning:
    return replace(warning, documents=tuple(moved.get(path, path) for path in warning.documents))


def marked_new(found: Iterable[DocumentWarning], known: Iterable[DocumentWarning]) -> list[DocumentWarning]:
    """A warning is known where the same is said of the same documents, or of more."""
    said: defaultdict[tuple[str, str, str], list[frozenset[str]]] = defaultdict(list)
    for warning in known:
        documents = frozenset(warning.documents)
        for document in warning.documents:
            said[warning.kind, warning.about, document].append(documents)

    def is_new(warning: DocumentWarning) -> bool:
        same = said.get((warning.kind, warning.about, warning.documents[0]), ())
        return not any(documents.issuperset(warning.documents) for documents in same)

    return [replace(warning, is_new=is_new(warning)) for warning in found]
