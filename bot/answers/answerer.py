"""Question in, Answer out: reads what is wanted, takes it from the facts or the passages, and decides what to say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import phrasing
from bot.answers.abbreviations import abbreviation
from bot.answers.aggregate import aggregate, roles_listed, saying
from bot.answers.answer import Answer, Question
from bot.answers.approved_answers import ApprovedAnswers, Terms
from bot.answers.calibration import Bar
from bot.answers.clarify import which_role
from bot.answers.courtesy import bare
from bot.answers.document_answers import anywhere, documents_about, documents_named, may_answer, stated_by
from bot.answers.employer import without_employer
from bot.answers.fact_words import FactWords
from bot.answers.intent import Intent
from bot.answers.intent_reader import IntentReader
from bot.answers.names import OrganisationNames
from bot.answers.nobodys_facts import facts_of_nobody
from bot.answers.org_chart import asks_org_chart, org_chart
from bot.answers.reading import Reader
from bot.answers.refusal import refusal, screen
from bot.answers.role_answers import one_role
from bot.answers.role_match import RoleMatcher
from bot.answers.sections import Sections
from bot.answers.series import Series
from bot.answers.several_roles import all_levels, several_roles
from bot.answers.small_talk import small_talk
from bot.answers.sources import Sources, asked_of, details_of, named_sides
from bot.answers.statements import Statements
from bot.answers.thread import Request, in_full, resolve
from bot.answers.under_heading import with_heading
from bot.answers.word_match import WordMatch
from bot.answers.wording import Spelling, cleaned, read_wording
from index.decoded import WordCounts
from knowledge.approved import ApprovedAnswer
from knowledge.approved_sources import block_at
from knowledge.catalogue import Catalogue
from knowledge.document import Document

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
        snapshot: str = "",
        words: Mapping[str, int] | None = None,
        approved: Sequence[ApprovedAnswer] = (),
        asking: FactWords | None = None,
    ) -> None:
        """`words`: those of the documents, counted; counted here where they are not given.

        `approved`: those that rest on other documents than these are left out. `asking`: the words of the catalogue,
        where several answerers share it.
        """
        self.snapshot = snapshot  # the id of what it answers from
        roles = tuple(directory.roles)
        asking = asking or FactWords(catalogue)
        statements = Statements(catalogue, documents)
        described = {role.document for role in roles if role.has_facts}
        self._sources = Sources(
            roles=roles,
            documents=documents,
            others=frozenset(path for path in documents if path not in described),
            catalogue=catalogue,
            words=asking,
            statements=statements,
            sections=Sections(documents, statements),
            series=Series(documents),
            lines=WordMatch(documents),
            reader=reader,
            bar=bar,
        )
        names = [name for role in roles for name in (role.title, role.organisation, *role.aliases)]
        counts = WordCounts.of(each.text for each in documents.values()) if words is None else words
        self._spelling = Spelling([*asking.vocabulary, *names], counts)
        self._approved = ApprovedAnswers(approved, documents, statements, self._spelling)
        matcher = RoleMatcher(roles, OrganisationNames(documents, roles))
        self._intents = IntentReader(self._spelling, matcher, asking, roles_are_few=self._sources.roles_are_few)

    def answer(self, question: Question, terms: Terms | None = None) -> Answer:
        """The answer to the last question of a thread.

        `terms`: for whom and when approved answers are given; None: not at all.
        """
        return replace(self._answer(question, terms), snapshot=self.snapshot)

    def _answer(self, question: Question, terms: Terms | None) -> Answer:
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
        if asks_org_chart(screened.kept) and (drawn := org_chart(self._sources)) is not None:
            return drawn
        current = self._intents.read(bare(screened.kept))
        earlier = self._earlier(question.earlier)
        if told := in_full(earlier, current):
            current = self._intents.read(told)
        request = without_employer(resolve(earlier, current), self._sources.documents)
        approved = self._approved.answer(current, request, terms) if terms is not None else None
        answer = approved or self._with_unknown(self._decide(request), current)
        return replace(answer, roles=tuple(dict.fromkeys(role.title for role in request.roles)))

    def _with_unknown(self, answer: Answer, current: Intent) -> Answer:
        """The answer with a line below on a role that was asked about, too, and that no document describes."""
        beside = current.mentions.beside
        if answer.status not in ("answered", "not_found") or not beside:
            return answer
        return replace(answer, text=f"{answer.text}\n{phrasing.unknown_role(beside, ())}")

    def _has_question(self, kept: str) -> bool:
        """Whether something that can be answered is left of a message that was partly declined."""
        intent = self._intents.read(kept)
        return bool(intent.facts or intent.roles or len(intent.details) > 1)

    def _earlier(self, earlier: Sequence[str]) -> list[Intent]:
        """What earlier questions asked; small talk and declined ones left out."""
        intents = []
        for text in earlier[-MOST_EARLIER:]:
            screened = screen(text, cleaned(text[:LONGEST]))
            intent = self._intents.read(bare(screened.kept))
            if intent.wording.words and small_talk(intent.wording) is None:
                intents.append(intent)
        return intents

    def _decide(self, request: Request) -> Answer:
        if (written_out := abbreviation(request, self._sources)) is not None:
            return written_out
        stated = self._stated(request)
        return with_heading(request, (self._elsewhere(request) if stated.status == "not_found" else None) or stated)

    def _elsewhere(self, request: Request) -> Answer | None:
        """What is read where the facts or the documents named say nothing: in the role's document, or in a handbook.

        What is said of other roles is about them. A fact alone that the role's own document lacks is not stated.
        """
        sources = self._sources
        if request.intent is not None and request.intent.mentions.organisations:
            policies = self._for_all_of(request) & sources.others if request.details else ()
            policy = self._read_surely(request, policies)
            if policy is None and not request.roles and request.details and not request.intent.mentions.unknown:
                policy = self._read_surely(request, frozenset(request.intent.mentions.organisations))
            if policy is not None or not request.roles:
                return policy
        if (request.roles and not request.details) or (_is_of_other_roles(request) and not sources.roles_are_few):
            return None
        own = frozenset(role.document for role in request.roles)
        beside = sources.others if sources.roles_are_few else frozenset()
        read = anywhere(request, own | beside if own else None, sources)
        return read if read.status == "answered" else None

    def _for_all_of(self, request: Request) -> frozenset[str]:
        """The documents that speak for an organisation which is named in place of a role; those of none, too."""
        mentions = request.intent.mentions if request.intent is not None else None
        if mentions is None or not mentions.organisations or any(mention.end for mention in mentions.mentions):
            return frozenset()
        return frozenset(mentions.organisations) | self._sources.unclaimed

    def _read_surely(self, request: Request, documents: Collection[str]) -> Answer | None:
        """What these documents say, if they answer; not what else could be said."""
        read = anywhere(request, documents, self._sources) if documents else None
        return read if read is not None and read.status == "answered" else None

    def _stated(self, request: Request) -> Answer:
        sources = self._sources
        if request.form == "every_role" and sources.roles and request.intent and request.facts:
            stated = aggregate(request.intent, request.facts, request.roles or sources.roles, sources)
            # What no statement of the fact holds may stand in other words of the same documents.
            several = len(named_sides(request, sources)) > 1 and not request.intent.is_negated  # "first aid or CPR"
            is_said = bool(request.details) or several
            return (saying(asked_of(request), sources) if stated.kind == "none" and is_said else None) or stated
        if request.form == "every_role" and sources.roles and not request.facts:
            listed = None if request.details else roles_listed(request.roles or sources.roles, sources)
            return listed or saying(details_of(request), sources) or anywhere(request, None, sources)
        if not request.roles:
            return self._without_role(request)
        of_all = self._for_all_of(request)
        policies = of_all.intersection(documents_about(request, sources)) if of_all else ()
        if (policy := self._read_surely(request, policies)) is not None:
            return policy
        if request.is_ambiguous:
            if (of_employer := self._of_employer_alone(request)) is not None:
                return of_employer
            if not any(role.has_facts for role in request.roles) and (read := self._beside_ladders(request)):
                return read
            return all_levels(request, sources) or which_role(request, request.roles, sources.statements)
        if len(request.roles) > 1:
            return several_roles(request, sources)
        return one_role(request, request.roles[0], sources)

    def _of_employer_alone(self, request: Request) -> Answer | None:
        """What an employer's one document says of more than a fact, where no role is named: "the towns Elm serves"."""
        mentions = request.intent.mentions.mentions if request.intent else ()
        documents = {role.document for role in request.roles}
        if not request.details or len(documents) > 1 or any(mention.end for mention in mentions):
            return None
        return self._read_surely(replace(request, roles=()), documents)

    def _beside_ladders(self, request: Request) -> Answer | None:
        """What pages say outside of the roles that a question fits: "how long until a junior is a senior?"."""
        read = anywhere(replace(request, roles=()), None, self._sources)
        cited = (block_at(self._sources.documents[each.document], each.start) for each in read.citations)
        sections = [role.section for role in request.roles]
        is_of_one = any(block and block.heading[: len(each)] == each for block in cited for each in sections)
        return read if read.status == "answered" and not is_of_one else None

    def _without_role(self, request: Request) -> Answer:
        sources = self._sources
        unknown = request.intent.mentions.unknown if request.intent else ""
        named = documents_named(request, sources)
        if named and named <= sources.others:
            return stated_by(request, named, sources) or anywhere(request, may_answer(request, named, sources), sources)
        if sources.roles and (request.facts or unknown):
            return facts_of_nobody(request, unknown, sources)
        return anywhere(request, may_answer(request, named, sources), sources)


def _is_of_other_roles(request: Request) -> bool:
    """Whether all roles are asked about, one that no document describes, or one beside others on its page."""
    is_unknown = request.intent is not None and bool(request.intent.mentions.unknown)
    return is_unknown or request.form == "every_role" or any(role.stretch for role in request.roles)
