"""What an answer was held to: who reads it, the day it is asked on, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.audience import EVERYTHING, Audience

EVERYTHING_WRITTEN = "everything"


@dataclass(frozen=True, slots=True)
class Scope:
    """The same question in the same scope, asked of the same snapshot by the same code, gets the same answer."""

    audience: Audience
    on: date  # the day it is asked on: what is in force then answers
    withdrawn: frozenset[str] = frozenset()  # paths of documents that must not answer
    within: tuple[str, ...] = ()  # documents and folders that alone may answer, by path, in order; (): all

    def written(self) -> dict[str, Any]:
        """As plain data, for the record: `Scope.read` reads it."""
        return {
            "audience": written_audience(self.audience),
            "on": self.on.isoformat(),
            **({"withdrawn": sorted(self.withdrawn)} if self.withdrawn else {}),
            **({"within": list(self.within)} if self.within else {}),
        }

    @classmethod
    def read(cls, written: Mapping[str, Any], on: date) -> Scope:
        """What `written` wrote. Before scopes were kept, answers saw everything, on the day (`on`) they were given."""
        audience, day = written.get("audience"), written.get("on")
        return cls(
            audience=EVERYTHING if audience in (None, EVERYTHING_WRITTEN) else Audience.of(audience),
            on=date.fromisoformat(day) if day else on,
            withdrawn=frozenset(written.get("withdrawn", ())),
            within=tuple(written.get("within", ())),
        )


def is_within(path: str, within: Collection[str]) -> bool:
    """Whether a document is one of those, or below one of those folders; () is everywhere.

    "policies/leave.md" is within "policies", and within "policies/leave.md", and not within "pol".
    """
    return not within or any(path == each or path.startswith(f"{each.rstrip('/')}/") for each in within)


def written_audience(audience: Audience) -> str | list[list[str]]:
    """The groups of each reader that counts, in order; [[]] for the public."""
    return EVERYTHING_WRITTEN if audience.sees_everything else sorted(sorted(reader) for reader in audience.readers)


def in_words(written: object) -> str:
    """An audience that `written_audience` wrote, for people: "staff", "hr and managers; staff"."""
    if written == EVERYTHING_WRITTEN or not isinstance(written, list):
        return "everything, as an operator"
    readers = [", ".join(map(str, groups)) for groups in written if groups]
    return "; ".join(readers) if readers and len(readers) == len(written) else "the public"
