"""What a role's document states about a fact: which statements to show, in which order, and their citations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Citation
from bot.answers.meaning import meanings
from bot.answers.phrasing import date_of, hard_to_read, plain, statement
from bot.answers.reading import Evidence
from bot.answers.wording import content_stems
from knowledge.approved_sources import block_at
from knowledge.catalogue import Catalogue
from knowledge.document import Block, Document
from knowledge.fact import Fact, Role
from knowledge.facts import HARD_TO_READ, introduces
from knowledge.passages import Unit

_ONE_VALUE = frozenset({"role", "date", "hours", "yes_no"})  # kinds of which one statement says it all
WHOLE = 0.8  # of a row's characters, from which a fact is stated by all of it and not by one cell
MORE_THAN_VALUE = 2  # columns beside the first: a label and its value need no header
_CERTAINTY = ("stated", "field", "list", "sentence")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of an answer and the fact behind it."""

    text: str
    fact: Fact


class Statements:
    """Chooses among the facts of a role, and cites them."""

    def __init__(self, catalogue: Catalogue, documents: Mapping[str, Document]) -> None:
        self._catalogue = catalogue
        self._documents = documents

    def label(self, name: str) -> str:
        entry = self._catalogue.entry(name)
        return entry.label if entry else name.replace("_", " ")

    def kind(self, name: str) -> str:
        """The kind of value that the catalogue gives for a fact."""
        entry = self._catalogue.entry(name)
        return entry.value if entry else "text"

    def speak_of(self, role: Role, name: str, question: str) -> bool:
        """Whether statements of a fact are about the side of it that a question asks for, where it has sides."""
        return any(self.is_of_side(fact, question) for fact in role.stated(name))

    def is_of_side(self, fact: Fact, question: str) -> bool:
        """Whether one statement is; of a fact without sides, or a question for none of them, each is."""
        entry = self._catalogue.entry(fact.name)
        asked = [side for side in (entry.apart if entry else ()) if side.search(question)]
        return not asked or any(side.search(fact.value) for side in asked)

    def shown_for(self, role: Role, names: Sequence[str]) -> tuple[str, ...]:
        """These facts, with those that say more of them, or where one is not stated what answers in its place.

        With overtime whether a job is exempt; where no skills are stated the requirements.
        """
        shown: list[str] = []
        for name in names:
            entry = self._catalogue.entry(name)
            more = [each for each in (entry.shown_with if entry else ()) if role.stated(each)]
            others = [each for each in (entry.instead if entry else ()) if role.stated(each)][:1]
            shown += [name, *more] if role.stated(name) else more or others or [name]
        return tuple(dict.fromkeys(shown))

    def labels(self, names: Iterable[str]) -> list[str]:
        return [self.label(name) for name in names]

    def of(
        self,
        role: Role,
        name: str,
        details: Collection[str] = (),
        *,
        only_best: bool = True,
        columns: Collection[str] = (),
    ) -> list[Statement]:
        """The statements of one fact that add something, those that hold the most of `details` (stems) first.

        `columns`: meanings of the words that may name columns of a table; those of `details` may, too.
        `only_best`: of a fact that has one value, such as a date, the surest and latest statement alone.
        """
        facts = [fact for fact in role.stated(name) if self._is_verbatim(fact)]
        entry = self._catalogue.entry(name)
        if entry and entry.value in _ONE_VALUE and only_best and not details:
            facts = sorted(facts, key=lambda fact: (_CERTAINTY.index(fact.kind), _latest_first(fact)))[:1]
        elif only_best:
            facts = _fitting(facts, frozenset(details), entry.value if entry else "text")
        kept: list[Statement] = []
        for fact in facts:
            text = self._in_table(fact, frozenset(details) | frozenset(columns)) or statement(
                self.label(name), self._with_cells(fact)
            )
            if not any(text in other.text or _same_words(text, other.text) for other in kept):
                kept.append(Statement(text, fact))
        return kept

    def cite(self, fact: Fact) -> Citation:
        """Its quote. In HTML a label and its value stand in elements of their own: there the value alone is quoted."""
        start, end = fact.start, fact.end
        document = self._documents[fact.document]
        at = fact.quote.find(fact.value) if document.format == "html" and fact.kind == "field" and fact.value else -1
        if at >= 0:
            start, end = fact.start + at, fact.start + at + len(fact.value)
        return self._citation(fact.document, start, end, fact.heading, fact.line, fact.page)

    def cite_block(self, path: str, block: Block) -> Citation:
        return self._citation(path, block.start, block.end, block.heading, block.line, block.page)

    def cite_unit(self, path: str, unit: Unit) -> Citation:
        return self._citation(path, unit.start, unit.end, (), unit.line, unit.page)

    def cite_stretch(self, path: str, start: int, end: int) -> Citation:
        """Any stretch of a document, in the place where it begins."""
        block = block_at(self._documents[path], start)
        heading, line, page = (block.heading, block.line, block.page) if block else ((), 1, None)
        line += self._documents[path].text.count("\n", block.start, start) if block else 0
        return self._citation(path, start, end, heading, line, page)

    def cite_evidence(self, evidence: Evidence) -> Citation:
        cited = self._citation(
            evidence.document, evidence.start, evidence.end, evidence.heading, evidence.line, evidence.page
        )
        return replace(cited, score=evidence.score)

    def with_caution(self, text: str, paths: Iterable[str]) -> str:
        """The text, with a note below where a document it is taken from is a badly recognised scan."""
        documents = (self._documents[path] for path in paths)
        return f"{text}\n{hard_to_read()}" if any(each.unknown_words > HARD_TO_READ for each in documents) else text

    def title(self, path: str) -> str:
        document = self._documents.get(path)
        return document.title or path if document else path

    def titles(self, paths: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """Titles of the first documents, each once."""
        return tuple(dict.fromkeys(self.title(path) for path in paths))[:most]

    def _citation(
        self, path: str, start: int, end: int, heading: tuple[str, ...], line: int, page: int | None
    ) -> Citation:
        document = self._documents[path]
        quote, date = document.text[start:end], date_of(document)
        return Citation(path, document.title, heading, quote, line, page, date, document.digest, start, end)

    def _in_table(self, fact: Fact, said: frozenset[str]) -> str:
        """A row of several columns with their headers, or the columns alone that the question names; else "".

        "Experience – Desirable: work with children", where the desirable experience is asked for.
        """
        block = block_at(self._documents[fact.document], fact.start)
        if block is None or block.kind != "row" or fact.end - fact.start < WHOLE * (block.end - block.start):
            return ""
        (_, first), *others = block.cells or (("", ""),)
        if len(others) < MORE_THAN_VALUE or not all(header for header, _ in others):
            return ""
        named = [(header, cell) for header, cell in others if meanings(header) & said]
        cells = "; ".join(f"{header}: {cell}" for header, cell in named or others if cell)
        return plain(f"{first} – {cells}")

    def _with_cells(self, fact: Fact) -> Fact:
        """For showing only: the cells of a row, which a tab parts in these formats, marked as Markdown marks them."""
        if self._documents[fact.document].format in ("text", "markdown") or "\t" not in fact.quote:
            return fact
        cells = [cell.strip().removesuffix(":") for cell in fact.quote.split("\t")]
        return replace(fact, quote=" | ".join(cells))

    def _is_verbatim(self, fact: Fact) -> bool:
        document = self._documents.get(fact.document)
        return document is not None and document.text[fact.start : fact.end] == fact.quote


def _fitting(facts: Sequence[Fact], details: frozenset[str], kind: str) -> list[Fact]:
    """Those that hold the most of the details; items of a list only where nothing else states it."""
    said = [fact for fact in facts if fact.kind != "list"] if kind != "list" else []
    items = [fact for fact in facts if fact.kind == "list"]
    if any(_is_of_list(fact, items) for fact in said):
        said = []
    hits = {id(fact): len(meanings(plain(fact.quote)) & details) for fact in facts}
    held = [fact for fact in said if hits[id(fact)]] or [fact for fact in facts if hits[id(fact)]]
    return sorted(held or said or facts, key=lambda fact: -hits[id(fact)])


def _is_of_list(fact: Fact, items: Sequence[Fact]) -> bool:
    """Whether a sentence is an item of the list, introduces it or stands in its section: then the list says it, too."""
    is_item = any((fact.start, fact.end) == (item.start, item.end) for item in items)
    is_beside = any(fact.heading and item.heading[: len(fact.heading)] == fact.heading for item in items)
    return is_item or is_beside or (bool(items) and introduces(fact.quote))


def _latest_first(fact: Fact) -> tuple[int, ...]:
    """For sorting: those without a date last."""
    iso = dict(fact.normalised).get("date", "")
    return tuple(-int(part) for part in iso.split("-") if part.isdigit()) or (0,)


def _same_words(one: str, other: str) -> bool:
    """Whether the shorter text says nothing that the longer one does not."""
    words = content_stems(one)
    return bool(words) and words <= content_stems(other)
