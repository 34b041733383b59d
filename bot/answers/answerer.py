"""Question in, Answer out: reads what is wanted, takes it from the facts or the passages, and decides what to say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.answers import phrasing
from bot.answers.aggregate import aggregate
from bot.answers.answer import Answer, Question
from bot.answers.calibration import Bar
from bot.answers.clarify import which_role
from bot.answers.compare import compare
from bot.answers.fact_answer import fact_answer, not_stated
from bot.answers.fact_words import FactWords
from bot.answers.intent import Intent, IntentReader
from bot.answers.meaning import meaning, meanings
from bot.answers.names import OrganisationNames
from bot.answers.passage_answer import from_reading, nothing_found
from bot.answers.reading import Reader, Reading
from bot.answers.refusal import refusal, screen
from bot.answers.role_match import RoleMatcher
from bot.answers.sections import Sections
from bot.answers.small_talk import small_talk
from bot.answers.statements import Statements
from bot.answers.thread import Request, resolve
from bot.answers.wording import Spelling, cleaned, read_wording
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.fact import Role

if TYPE_CHECKING:
    from knowledge.roles import Directory

LONGEST = 2_000  # characters of a question that is read
MOST_EARLIER = 6  # questions of a thread that are looked back on

_TOO_LONG = f"That is too long to be a question. Ask one thing, in at most {LONGEST:,} characters."
_NO_WORDS = 'There are no words in the question. Ask in words, for example: "Who does the ... report to?"'


class Answerer:
    """Answers questions from one set of documents. The same question always gets the same answer."""

    def __init__(
        self,
        directory: Directory,
        catalogue: Catalogue,
        documents: Mapping[str, Document],
        reader: Reader,
        bar: Bar,
    ) -> None:
        self._roles: tuple[Role, ...] = tuple(directory.roles)
        self._documents = documents
        self._reader = reader
        self._bar = bar
        self._words = FactWords(catalogue)
        self._statements = Statements(catalogue, documents)
        self._sections = Sections(documents, self._statements)
        self._spelling = Spelling(
            [*self._words.vocabulary, *self._names_of_roles()], lambda: (each.text for each in documents.values())
        )
        matcher = RoleMatcher(self._roles, OrganisationNames(documents, self._roles))
        self._intents = IntentReader(self._spelling, matcher, self._words)
        described = {role.document for role in self._roles}
        self._others = frozenset(path for path in documents if path not in described)

    def answer(self, question: Question) -> Answer:
        """The answer to the last question of a thread."""
        if len(question.text) > LONGEST:
            return Answer("refused", _TOO_LONG, kind="refusal")
        clean = cleaned(question.text)
        if not any(character.isalnum() for character in clean):
            return Answer("not_found" if not clean else "chat", _NO_WORDS)
        screened = screen(question.text, clean)
        if screened.reason and not self._has_question(screened.kept):
            return refusal(screened.reason)
        talk = small_talk(read_wording(screened.kept, self._spelling))
        if talk is not None:
            return talk
        return self._decide(resolve(self._earlier(question.earlier), self._intents.read(screened.kept)))

    def _names_of_roles(self) -> Collection[str]:
        return [name for role in self._roles for name in (role.title, role.organisation, *role.aliases)]

    def _has_question(self, kept: str) -> bool:
        """Whether something that can be answered is left of a message that was partly declined."""
        intent = self._intents.read(kept)
        return bool(intent.facts or intent.roles or len(intent.details) > 1)

    def _earlier(self, earlier: Sequence[str]) -> list[Intent]:
        """What earlier questions asked; small talk and declined ones left out."""
        intents = []
        for text in earlier[-MOST_EARLIER:]:
            screened = screen(text, cleaned(text[:LONGEST]))
            intent = self._intents.read(screened.kept)
            if intent.wording.words and small_talk(intent.wording) is None:
                intents.append(intent)
        return intents

    def _decide(self, request: Request) -> Answer:
        if request.form == "every_role" and self._roles and request.facts:
            return self._about_every_role(request)
        if not request.roles:
            return self._without_role(request)
        if request.is_ambiguous:
            return which_role(request, request.roles, self._statements)
        if len(request.roles) > 1:
            return self._several_roles(request)
        return self._one_role(request, request.roles[0])

    def _about_every_role(self, request: Request) -> Answer:
        assert request.intent is not None
        roles = request.roles or self._roles
        return aggregate(request.intent, roles, self._words, self._statements)

    def _several_roles(self, request: Request) -> Answer:
        if request.facts or not request.details:
            return compare(request.roles, request.facts, _stems(request), self._statements)
        return self._read_each(request)

    def _read_each(self, request: Request) -> Answer:
        """Roles side by side on something that is no fact of the catalogue."""
        found = []
        for role in request.roles:
            reading = self._read(request, {role.document}, characters=phrasing.LONG // len(request.roles) - 60)
            answer = from_reading(reading, self._bar.within_role, self._statements, heading=phrasing.role_name(role))
            found.append((role, answer))
        answers = [answer for _, answer in found if answer is not None]
        if not answers:
            nearest = self._statements.titles([role.document for role in request.roles])
            return Answer("not_found", phrasing.not_found(nearest), nearest=nearest)
        lacking = [phrasing.role_name(role) for role, answer in found if answer is None]
        texts = [answer.text for answer in answers] + ([phrasing.missing(lacking)] if lacking else [])
        citations = tuple(citation for answer in answers for citation in answer.citations)
        return Answer("answered", phrasing.shortened("\n".join(texts), phrasing.LONG), "compare", citations)

    def _one_role(self, request: Request, role: Role) -> Answer:
        section = self._section_of(request, role)
        if request.facts and not (section and self._wants_list(request)):
            return self._facts_of(request, role)
        if section is not None:
            return section
        if not request.details and role.stated("purpose"):
            return fact_answer(role, ("purpose",), (), self._statements)
        answer = self._read_about(request, role)
        if answer is not None:
            return answer
        return Answer(
            "not_found",
            phrasing.not_in_document(role.title, role.document),
            nearest=(self._statements.title(role.document),),
        )

    def _section_of(self, request: Request, role: Role) -> Answer | None:
        """A whole section of the role's document, where its headings hold all that is asked."""
        if request.intent is None or request.text != request.own_text:
            return None
        section = self._sections.find(role.document, request.intent.wording, request.intent.mentions.covered)
        return self._sections.answer(role.document, section, role.title) if section else None

    def _facts_of(self, request: Request, role: Role) -> Answer:
        """Facts of one role; where more is asked than its statements hold, its document is read for that."""
        details = _stems(request)
        specific = frozenset(stem for name in request.facts for stem in self._specific(request, name))
        held = {
            stem
            for name in request.facts
            for one in self._statements.of(role, name, details | specific)
            for stem in meanings(one.fact.quote)
        }
        wanted = details or specific
        if held and not (wanted and not wanted & held):
            limit = phrasing.SHORT if request.leans or not self._wants_list(request) else phrasing.LONG
            return fact_answer(role, request.facts, details | specific, self._statements, limit)
        found = self._section_of(request, role) or (self._read_about(request, role, wanted) if wanted else None)
        return found or not_stated(role, request.facts, self._statements)

    def _specific(self, request: Request, name: str) -> Iterator[str]:
        """Words of a longer phrase for a fact that tell its statements apart: of "supervisory experience", the first.

        They do where some role's statement holds them; of amounts and dates there is but one kind.
        """
        if request.intent is None or self._statements.kind(name) not in ("text", "list"):
            return
        every = {stem for role in self._roles for fact in role.stated(name) for stem in meanings(fact.quote)}
        generic = self._words.names_of(name)
        for asked in request.intent.facts:
            for word in (request.intent.wording.words[number] for number in asked.together):
                told = meaning(word.stem)
                if asked.name == name and not word.is_stop and told not in generic and told in every:
                    yield told

    def _read_about(self, request: Request, role: Role, wanted: Collection[str] = ()) -> Answer | None:
        """What the role's document says; where `wanted` meanings are given, evidence has to hold one of them."""
        wants_list = self._wants_list(request)
        reading = self._read(request, {role.document}, phrasing.LONG if wants_list else phrasing.SHORT - 100)
        if wanted and not any(meanings(one.plain) & set(wanted) for one in reading.evidence):
            return None
        return from_reading(reading, self._bar.within_role, self._statements, wants_list=wants_list, heading=role.title)

    def _without_role(self, request: Request) -> Answer:
        unknown = request.intent.mentions.unknown if request.intent else ""
        named = frozenset(request.intent.mentions.organisations) if request.intent else frozenset()
        if named and named <= self._others:
            return self._anywhere(request, named)
        if self._roles and (request.facts or unknown):
            return self._facts_of_nobody(request, unknown)
        return self._anywhere(request, named or None)

    def _facts_of_nobody(self, request: Request, unknown: str) -> Answer:
        """A fact is asked and no role we know is named: other documents may say it, else ask whose is meant."""
        if self._others:
            reading = self._read(request, self._others, phrasing.SHORT - 100)
            answer = from_reading(reading, self._bar.everywhere, self._statements)
            if answer is not None:
                return answer
        if unknown:
            nearest = tuple(phrasing.role_name(role) for role in self._roles[:3])
            return Answer("not_found", phrasing.unknown_role(unknown, nearest), nearest=nearest)
        stating = [role for role in self._roles if any(role.stated(name) for name in request.facts)]
        if not stating:
            labels = self._statements.labels(request.facts)
            return Answer("not_found", phrasing.nobody_states(labels))
        if len(stating) == 1:
            return self._facts_of(request, stating[0])
        return which_role(request, stating, self._statements)

    def _anywhere(self, request: Request, documents: Collection[str] | None) -> Answer:
        wants_list = self._wants_list(request)
        bar = self._bar.follow_up if request.leans else self._bar.everywhere
        reading = self._read(request, documents, phrasing.LONG if wants_list else phrasing.SHORT - 100)
        answer = from_reading(reading, bar, self._statements, wants_list=wants_list)
        return answer or nothing_found(reading, bar, self._statements)

    def _wants_list(self, request: Request) -> bool:
        return request.intent is not None and request.intent.wants_list and not request.leans

    def _read(self, request: Request, documents: Collection[str] | None, characters: int) -> Reading:
        return self._reader.read(request.text, documents, characters)


def _stems(request: Request) -> frozenset[str]:
    """Meanings of the details, numbers aside."""
    return frozenset(meaning(word.stem) for word in request.details if not word.plain[:1].isdigit())
