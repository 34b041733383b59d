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


NO_SECTION = ("",)  # a section path that no document has


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a document is about one role among several."""

    section: tuple[str, ...]  # its section path
    beside: tuple[tuple[str, ...], ...] = ()  # those of the other roles: what is in none of them is about all

    def holds(self, heading: tuple[str, ...]) -> bool:
        """Whether what stands below this heading is about the role, or about it and the others."""
        if _is_in(heading, self.section):
            return True
        if any(_is_in(heading, each) for each in self.beside):
            return False
        if _is_named_after(heading, self.section):
            return True
        return bool(self.beside) and not any(_is_named_after(heading, each) for each in self.beside)


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
        return Stretch(self.section, self.beside).holds(heading)

    @property
    def has_facts(self) -> bool:
        """Whether its document states anything of it as a fact; of what is only told, silence says nothing."""
        return any(fact.name not in ("title", "organisation") for fact in self.facts)

    @property
    def stretch(self) -> Stretch | None:
        """What of its document is about the role; None: all of it."""
        return Stretch(self.section, self.beside) if self.section else None

    def stated(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name, in document order; empty where the document does not state it."""
        return tuple(fact for fact in self.facts if fact.name == name)


def _is_in(heading: tuple[str, ...], section: tuple[str, ...]) -> bool:
    """Whether a heading is that section or below it."""
    return heading[: len(section)] == section


def _is_named_after(heading: tuple[str, ...], section: tuple[str, ...]) -> bool:
    """Whether a heading stands beside that section with its name in front: "Cook requirements" beside "Cook"."""
    name = section[-1] if section else ""
    return bool(name) and any(part.startswith(f"{name} ") for part in heading)
