"""Fact and Role: what job documents state, typed, each with the words that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.document import Block


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
class Stretch:
    """What of a document is about one role among several: a section or, where no heading begins it, a span."""

    section: tuple[str, ...] = ()  # its section path
    beside: tuple[tuple[str, ...], ...] = ()  # those of the other roles: what is in none of them is about all
    span: tuple[int, int] = (0, 0)  # offsets into Document.text; (0, 0): the section tells

    def holds(self, block: Block) -> bool:
        """Whether a block is about the role, or about it and the others."""
        if self.span[1]:
            return self.span[0] <= block.start < self.span[1]
        if self.section and _is_in(block, self.section):
            return True
        if any(_is_in(block, each) for each in self.beside):
            return False
        if _is_named_after(block, self.section):
            return True
        return bool(self.beside) and not any(_is_named_after(block, each) for each in self.beside)


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
    span: tuple[int, int] = (0, 0)  # where it stands, if it is one of several and no heading begins it

    def is_about(self, block: Block) -> bool:
        """Whether a block of its document is about the role, or about it and the others."""
        return self.stretch is None or self.stretch.holds(block)

    @property
    def has_facts(self) -> bool:
        """Whether its document states anything of it as a fact; of what is only told, silence says nothing."""
        return any(fact.name not in ("title", "organisation") for fact in self.facts)

    @property
    def employer(self) -> str:
        """What tells whose role it is: its organisation, or else the folder of its document; "" where nothing does."""
        return self.organisation or self.folder

    @property
    def folder(self) -> str:
        """The folder of its document, as a path; "" at the top."""
        return self.document.rpartition("/")[0]

    @property
    def file_words(self) -> str:
        """What its document's file is called, as words: "porter nights"."""
        return self.document.rpartition("/")[2].rpartition(".")[0].replace("-", " ").replace("_", " ")

    @property
    def stretch(self) -> Stretch | None:
        """What of its document is about the role; None: all of it."""
        return Stretch(self.section, self.beside, self.span) if self.section else None

    def stated(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name, in document order; empty where the document does not state it."""
        return tuple(fact for fact in self.facts if fact.name == name)


def _is_in(block: Block, section: tuple[str, ...]) -> bool:
    """Whether a block stands in that section or below it."""
    return block.heading[: len(section)] == section


def _is_named_after(block: Block, section: tuple[str, ...]) -> bool:
    """Whether its section stands beside that one with its name in front: "Cook requirements" beside "Cook"."""
    name = section[-1] if section else ""
    return bool(name) and any(part.startswith(f"{name} ") for part in block.heading)
