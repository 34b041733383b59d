"""Which approved answers are not as they were: written, withdrawn, reworded, gone stale, or good again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.approved import ApprovedAnswer

How = Literal["added", "removed", "changed", "stale", "holds_again"]


@dataclass(frozen=True, slots=True)
class ApprovedChange:
    """One approved answer that is not as it was."""

    question: str  # its first wording
    place: str  # "policies/leave.answers.yaml, line 14": now, or before where it is gone
    how: How
    why: str = ""  # of a stale one, a clause


def approved_changes(before: Sequence[ApprovedAnswer], after: Sequence[ApprovedAnswer]) -> tuple[ApprovedChange, ...]:
    """In the order of the files; what is gone comes last."""
    return tuple(_changes({_key(each): each for each in before}, {_key(each): each for each in after}))


def _key(entry: ApprovedAnswer) -> tuple[str, str]:
    return entry.file, entry.questions[0]


def _changes(
    old: dict[tuple[str, str], ApprovedAnswer], new: dict[tuple[str, str], ApprovedAnswer]
) -> Iterator[ApprovedChange]:
    for key, entry in new.items():
        how = _how(old.get(key), entry)
        if how is not None:
            yield ApprovedChange(entry.questions[0], entry.place, how, entry.stale)
    for key, entry in old.items():
        if key not in new:
            yield ApprovedChange(entry.questions[0], entry.place, "removed")


def _how(old: ApprovedAnswer | None, new: ApprovedAnswer) -> How | None:
    if new.stale and (old is None or not old.stale):
        return "stale"
    if old is None:
        return "added"
    if old.stale and not new.stale:
        return "holds_again"
    return None if _as_written(old) == _as_written(new) else "changed"


def _as_written(entry: ApprovedAnswer) -> ApprovedAnswer:
    """Without where it stands, and where its sources do."""
    sources = tuple(replace(source, start=0, end=0) for source in entry.sources)
    return replace(entry, sources=sources, line=0, stale="")
