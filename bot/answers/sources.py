"""What answers are taken from: roles and their facts, documents, the reader of passages, and the bars."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.answers import phrasing
from bot.answers.calibration import Bar
from bot.answers.fact_words import FactWords
from bot.answers.meaning import meaning
from bot.answers.reading import Reader, Reading
from bot.answers.sections import Sections
from bot.answers.series import Series
from bot.answers.statements import Statements
from bot.answers.subject import headings_of
from bot.answers.thread import Request
from bot.answers.word_match import WordMatch
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.fact import Role


@dataclass(frozen=True)
class Sources:
    """The parts that answering shares. `others` are the documents that describe no role."""

    roles: tuple[Role, ...]
    documents: Mapping[str, Document]
    others: frozenset[str]
    catalogue: Catalogue
    words: FactWords
    statements: Statements
    sections: Sections
    series: Series
    lines: WordMatch
    reader: Reader
    bar: Bar

    @cached_property
    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """Titles and headings of the documents about no role, by path; read once, at the first need."""
        return {path: headings_of(self.documents[path]) for path in sorted(self.others)}

    @cached_property
    def unclaimed(self) -> frozenset[str]:
        """The documents that name no organisation as theirs."""
        return frozenset(path for path, document in self.documents.items() if not document.organisation)

    @property
    def roles_are_few(self) -> bool:
        """Whether most documents describe no role: a handbook, where "the manager" is hardly one of those described."""
        return sum(role.has_facts for role in self.roles) < len(self.others)

    def read(self, request: Request, documents: Collection[str] | None, characters: int) -> Reading:
        """What the passages say about the question, in these documents only."""
        return self.reader.read(request.text, documents, characters)

    def read_about(self, request: Request, role: Role, characters: int) -> Reading:
        """What they say in what is about the role of its document."""
        return self.reader.read(request.text, {role.document}, characters, role.stretch)


def details_of(request: Request) -> frozenset[str]:
    """Meanings of what is asked besides roles and facts, numbers aside."""
    return frozenset(meaning(word.stem) for word in request.details if not word.is_number)


def asked_of(request: Request) -> frozenset[str]:
    """The same and the words that ask for a fact: "ENG1 certificate"."""
    details, intent = details_of(request), request.intent
    if intent is None:
        return details
    asking = (intent.wording.words[number] for each in intent.facts for number in each.words)
    return details | {meaning(word.stem) for word in asking if not word.is_idle}


def named_sides(request: Request, sources: Sources) -> frozenset[str]:
    """Meanings of the words that ask for facts stated in sentences and are no names of theirs: "vision" of demands."""
    if request.intent is None:
        return frozenset()
    asked = (each for each in request.intent.facts if each.value == "text")
    words = ((each.name, request.intent.wording.words[number]) for each in asked for number in each.words)
    return frozenset(
        told
        for name, word in words
        if not word.is_idle and (told := meaning(word.stem)) not in sources.words.names_of(name)
    )


def wants_list(request: Request) -> bool:
    """Whether several things are asked for, which may take a long answer; never in the middle of a thread."""
    return request.intent is not None and request.intent.wants_list and not request.leans


def room_for(request: Request) -> int:
    """Characters of evidence to read: many only where the question asks for several things in so many words."""
    if request.intent is None or request.leans:
        return phrasing.EVIDENCE
    is_long = request.intent.says_list or request.intent.asks_for_several
    return phrasing.LONG - 100 if is_long else phrasing.EVIDENCE
