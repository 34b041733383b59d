"""Fact and Role: what job documents state, typed, each with the words that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one document about one role: "reports_to: Deputy Director of Public Services"."""

    name: str  # key in the catalogue: "reports_to"
    value: str  # plain, in the document's words, without the label
    document: str  # path
    start: int  # offsets into Document.text of the verbatim quote that states it
    end: int
    quote: str  # Document.text[start:end]
    heading: tuple[str, ...]
    line: int
    page: int | None
    kind: Literal["field", "sentence", "list", "stated"]  # certainty falls from left to right; "stated": by metadata
    normalised: tuple[tuple[str, str], ...] = ()  # machine values as strings: (("min", "120614.71"), ("max", ...))


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a document describes. Roles only mentioned ("reports to the Dean") are none."""

    title: str
    document: str
    organisation: str = ""
    aliases: tuple[str, ...] = ()  # other names that staff may use, the organisation left out
    facts: tuple[Fact, ...] = ()
    section: tuple[str, ...] = ()  # () when the whole document is about this role, else the section path that is
    beside: tuple[tuple[str, ...], ...] = ()  # of a level: the sections of the others; what is in none is about all

    def is_about(self, heading: tuple[str, ...]) -> bool:
        """Whether what stands below this heading of its document is about the role, or about it and the others."""
        if _is_below(heading, self.section):
            return True
        return bool(self.beside) and not any(_is_below(heading, each) for each in self.beside)

    def stated(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name, in document order; empty where the document does not state it."""
        return tuple(fact for fact in self.facts if fact.name == name)


def _is_below(heading: tuple[str, ...], section: tuple[str, ...]) -> bool:
    """Whether a heading is that section, below it, or beside it with its name in front: "Cook", "Cook requirements"."""
    name = section[-1] if section else ""
    beside = bool(name) and any(part.startswith(f"{name} ") for part in heading)
    return heading[: len(section)] == section or beside
