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

    def stated(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name, in document order; empty where the document does not state it."""
        return tuple(fact for fact in self.facts if fact.name == name)
