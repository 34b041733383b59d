"""Answers that somebody approved: given as written, before anything is looked up, to the very question they are for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.intent import Intent
from bot.answers.same_question import question_form
from bot.answers.statements import Statements
from bot.answers.thread import Request, points_back, starts_on
from bot.answers.wording import Spelling, Wording, read_wording
from index.audience import Audience
from knowledge.approved import ApprovedAnswer
from knowledge.document import Document


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom and when approved answers are given."""

    audience: Audience
    on: date  # the day that is asked about
    today: date

    def allow(self, entry: ApprovedAnswer) -> bool:
        return entry.answers_on(self.on) and self.audience.is_among(entry.audience)


class ApprovedAnswers:
    """The approved answers that rest on the documents of one view alone: of others nothing may be known."""

    def __init__(
        self,
        entries: Sequence[ApprovedAnswer],
        documents: Mapping[str, Document],
        statements: Statements,
        spelling: Spelling,
    ) -> None:
        self._entries = [each for each in entries if all(source.document in documents for source in each.sources)]
        self._statements = statements
        self._spelling = spelling

    def answer(self, current: Intent, request: Request, terms: Terms) -> Answer | None:
        """The answer to a question that is complete in itself, if exactly one entry is for it.

        Args:
            current: the last question of the thread, as it was typed.
            request: the same, with what the thread adds.
        """
        if request.earlier_text and (starts_on(current) or points_back(current)):
            return None
        takes_role = bool(request.roles) and not current.roles
        if request.leans and (takes_role or not self._is_word_for_word(current.wording)):
            return None
        found = [each for each in self._by_form.get(question_form(current.wording), ()) if terms.allow(each)]
        return self._given(found[0], terms.today) if len(found) == 1 else None

    def _given(self, entry: ApprovedAnswer, today: date) -> Answer:
        due = entry.review if entry.is_review_due(today) else ""
        text = f"{entry.text}\n{phrasing.approved(entry.approved_by, entry.approved, due)}"
        citations = [self._statements.cite_stretch(each.document, each.start, each.end) for each in entry.sources]
        return Answer("answered", text, "approved", tuple(citations))

    def _is_word_for_word(self, wording: Wording) -> bool:
        """In a thread few words may mean what was asked before: there a question has to be as the entry has it."""
        return wording.plain in self._wordings

    @cached_property
    def _wordings(self) -> frozenset[str]:
        return frozenset(self._read(question).plain for each in self._entries for question in each.questions)

    @cached_property
    def _by_form(self) -> Mapping[tuple[str, ...], Sequence[ApprovedAnswer]]:
        found: defaultdict[tuple[str, ...], list[ApprovedAnswer]] = defaultdict(list)
        for entry in self._entries:
            for form in {question_form(self._read(question)) for question in entry.questions} - {()}:
                found[form].append(entry)
        return dict(found)

    def _read(self, question: str) -> Wording:
        return read_wording(question, self._spelling)
