"""Which questions a candidate is tried with, and in whose name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.answer import Question
from bot.answers.scope import Scope
from bot.candidate.preview import Trial
from bot.evaluation import expectations_in
from bot.record.asked import Asked, AskedQuestion, asked_most
from bot.record.evaluation_set import evaluation_set
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.record import Record
from bot.scoring import Expectation
from index.audience import EVERYTHING, Audience
from index.live import Live, published
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which what is live and the candidate are asked, and what is withdrawn from each."""

    today: date
    withdrawn_before: frozenset[str] = frozenset()
    withdrawn_after: frozenset[str] = frozenset()

    @classmethod
    def of(cls, today: date, live: Live, candidate: Snapshot) -> Day:
        """Of a document that was withdrawn, another version in the candidate answers again."""
        documents = candidate.contents.documents
        versions = dict(zip(documents.paths, documents.digests, strict=True))
        return cls(today, live.withdrawn, published(live, candidate.id, "", versions=versions).withdrawn)

    def scopes(self, audience: Audience) -> tuple[Scope, Scope]:
        """In which what is live is asked, and the candidate."""
        return Scope(audience, self.today, self.withdrawn_before), Scope(audience, self.today, self.withdrawn_after)


def trials(
    asked: Sequence[AskedQuestion], evaluation: Sequence[Expectation], marked: Sequence[Expectation], day: Day
) -> list[Trial]:
    """Questions with known answers first: should somebody stop it early, these have been asked.

    Args:
        evaluation: of the organisation's own file.
        marked: answers that auditors marked; their ids are receipts.
    """
    known = [(expected, "") for expected in evaluation] + [(expected, expected.id) for expected in marked]
    found = [
        Trial(
            Question(expected.question, expected.earlier), *day.scopes(EVERYTHING), receipt=receipt, expected=expected
        )
        for expected, receipt in known
    ]
    return found + [Trial(each.question, *day.scopes(each.audience), each.times, each.receipt) for each in asked]


def read_asked(record: Record, most: int, by: Person) -> tuple[Asked, list[Expectation]]:
    """What staff asked most, and what auditors marked; that it was read is noted in the record.

    Raises:
        RecordError: the record can't be read.
    """
    asked = asked_most(record.database, most)
    marked = expectations_in(evaluation_set(record.database).lines, "the record")
    record.read_noted(Filters(), len(asked.questions) + len(marked), by, "preview")
    return asked, marked
