"""Whole sections as answers: "what knowledge is needed?" is the list under the heading "Knowledge of"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.lexicon import lexicon
from bot.answers.statements import Statements
from bot.answers.wording import Wording, stems_of
from knowledge.document import Block, Document
from knowledge.role_columns import in_columns

_SMALL = frozenset("a an and the of for to in on or by with is are at all any as".split())  # noqa: SIM905


@dataclass(frozen=True)
class Section:
    """Blocks that stand together under a heading, or under one lead-in below it."""

    heading: tuple[str, ...]
    lead_in: str
    blocks: tuple[Block, ...]

    @cached_property
    def own(self) -> frozenset[str]:
        """Meanings of the words that name it most closely."""
        return _meanings(self.lead_in or (self.heading[-1] if self.heading else ""))

    @property
    def is_rest(self) -> bool:
        """Whether it only adds to what stands elsewhere: "Other responsibilities"."""
        name = self.lead_in or (self.heading[-1] if self.heading else "")
        return name.casefold().startswith(("other ", "additional "))

    @cached_property
    def every(self) -> frozenset[str]:
        return self.own | _meanings(" ".join(self.heading))


class Sections:
    """The sections of documents, found by the words of a question."""

    def __init__(self, documents: Mapping[str, Document], statements: Statements) -> None:
        self._documents = documents
        self._statements = statements
        self._found: dict[str, tuple[Section, ...]] = {}

    def find(
        self,
        path: str,
        wording: Wording,
        covered: Collection[int],
        within: Callable[[Block], bool] | None = None,
    ) -> Section | None:
        """The section whose headings hold all that the question asks for, role and small words (`covered`) aside.

        `within`: says of a block whether its section counts; None: wherever it stands.
        """
        wanted, unwanted = _asked(wording, covered)
        fillers = {meaning for meaning in wanted if meaning in _filler_meanings()}
        needed = wanted - fillers or wanted
        if not needed:
            return None
        fitting = [
            section
            for section in self._of(path)
            if (within is None or within(section.blocks[0]))
            and needed <= section.every
            and wanted & section.own
            and not unwanted & section.own
        ]
        said = _meanings(wording.plain)
        asks_for_rest = any(word.plain in ("other", "else", "additional") for word in wording.words)
        return max(
            fitting,
            key=lambda section: (
                len(wanted & section.every),
                not section.is_rest or asks_for_rest,
                len(wanted & section.own) / len(section.own),
                len(said & section.own),
                bool(section.lead_in),
            ),
            default=None,
        )

    def named(self, path: str, fits: Callable[[str], bool]) -> list[Section]:
        """The sections whose own heading fits."""
        return [each for each in self._of(path) if not each.lead_in and fits(each.heading[-1])]

    def _of(self, path: str) -> tuple[Section, ...]:
        if path not in self._found:
            self._found[path] = tuple(_split(self._documents[path]))
        return self._found[path]

    def answer(self, path: str, section: Section, title: str) -> Answer:
        """The section's words, as many whole items as fit; cited as the one stretch they are."""
        named = section.lead_in or (section.heading[-1] if section.heading else title)
        items = [(block.plain, block) for block in section.blocks]
        return of_items(f"{title} – {named}", items, path, self._statements)


def of_items(head: str, items: Sequence[tuple[str, Block]], path: str, statements: Statements) -> Answer:
    """An answer under this head with as many whole items as fit, each cited by its block; the first one always."""
    head = phrasing.harmless(f"{head.rstrip(':')}:")
    room = phrasing.LONG - len(head) - 60
    lines: list[str] = []
    for text, _ in items:
        line = phrasing.shortened(phrasing.plain(text), phrasing.LONG - len(head) - 60)
        if lines and len(line) + 3 > room:
            break
        room -= len(line) + 3
        lines.append(f"• {line}")
    rest = [phrasing.part_of_list(len(lines), len(items))] if len(lines) < len(items) else []
    text = statements.with_caution("\n".join([head, *lines, *rest]), (path,))
    citations = tuple(statements.cite_block(path, block) for _, block in items[: len(lines)])
    return Answer("answered", text, kind="list", citations=citations)


def _asked(wording: Wording, covered: Collection[int]) -> tuple[frozenset[str], frozenset[str]]:
    """Meanings asked for, and those after "not" ("desired but not required")."""
    wanted: set[str] = set()
    unwanted: set[str] = set()
    is_negated = False
    naming = lexicon().heading_meaning
    for number, word in enumerate(wording.words):
        if word.plain == "not":
            is_negated = True
        elif number not in covered and (not word.is_stop or word.stem in naming) and not _is_idle(word.plain):
            (unwanted if is_negated else wanted).add(naming.get(word.stem, word.stem))
    return frozenset(wanted), frozenset(unwanted)


def _is_idle(word: str) -> bool:
    words = lexicon()
    return word in words.light_modifiers or word in ("must", "few", "some", "list", "name", "offer", "plus")


def _split(document: Document) -> Iterator[Section]:
    """Every heading with its blocks, and every lead-in with its items."""
    content = in_columns([block for block in document.blocks if block.kind != "heading" and block.plain])
    for heading, group in groupby(content, key=lambda block: block.heading):
        blocks = list(group)
        leads = {block.lead_in for block in blocks if block.lead_in}
        body = tuple(block for block in blocks if block.plain not in leads)
        if heading and body and heading[-1] != document.title:
            yield Section(heading, "", body)
        for lead in dict.fromkeys(block.lead_in for block in blocks if block.lead_in):
            yield Section(heading, lead, tuple(block for block in blocks if block.lead_in == lead))


def _meanings(text: str) -> frozenset[str]:
    naming = lexicon().heading_meaning
    return frozenset(naming.get(each, each) for each in stems_of(text) if each not in _SMALL)


def _filler_meanings() -> frozenset[str]:
    naming = lexicon().heading_meaning
    return frozenset(naming.get(each, each) for each in lexicon().heading_fillers)
