"""The old question asked again: the same, or what differs and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.answer import Answer, Question
from bot.record.erasure import erase_person
from bot.record.errors import RecordError
from bot.record.message import Provenance
from bot.record.receipt import read_receipt
from bot.record.replay import replay
from tests.bot.record.made import ADA, ANSWER, CODE, EXPENSES, LEAVE, NOT_FOUND, answered, incoming, received

VERSIONS = {LEAVE.document: LEAVE.version, EXPENSES.document: EXPENSES.version}
ASKED = Question("and how long?", ("Is there parental leave?",))


class Fixed:
    """Gives one answer, and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[Question] = []

    def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        return self._answer


@pytest.fixture
def receipt(record, database):
    return read_receipt(database, answered(record, incoming(question=ASKED)).number)


def test_the_same_question_with_its_thread_gets_the_same_answer(receipt):
    answers = Fixed(ANSWER)
    replayed = replay(receipt, answers, CODE, VERSIONS, ANSWER.snapshot)
    assert answers.asked == [ASKED]
    assert replayed.is_same
    assert (replayed.causes, replayed.against) == ((), "the same snapshot")


def test_what_differs_is_said_and_why(receipt):
    later = Provenance("0.2.0+ffffffff", "another-model@00000000")
    replayed = replay(receipt, Fixed(NOT_FOUND), later, {LEAVE.document: "ee" * 32}, "ba9876543210")
    assert replayed.against == "the live snapshot"
    said = "\n".join((*replayed.differences, *replayed.causes))
    for part in (
        "it was answered, now it is not_found",
        "no longer quoted as it was: policies/leave.md",
        "snapshot 0123456789ab is no longer kept",
        "the code was 0.1.0+abcd1234, now it is 0.2.0+ffffffff",
        "the models were all-MiniLM-L6-v2@12345678, now they are another-model@00000000",
        "policies/leave.md was changed since",
        "handbook/expenses.md is no longer there",
    ):
        assert part in said


def test_another_text_or_confidence_is_a_difference(receipt):
    other = replace(ANSWER, text="• 18 weeks.", confidence=0.8)
    replayed = replay(receipt, Fixed(other), CODE, VERSIONS, ANSWER.snapshot)
    assert replayed.differences == ("the text is another", "confidence was 0.910, now it is 0.800")


def test_what_was_never_answered_or_is_erased_can_not_be_replayed(record, database):
    open_one = received(record)
    with pytest.raises(RecordError, match="never answered"):
        replay(read_receipt(database, open_one.number), Fixed(ANSWER), CODE, VERSIONS, "")
    done = answered(record)
    erase_person(database, ADA.key, None)
    with pytest.raises(RecordError, match="erased"):
        replay(read_receipt(database, done.number), Fixed(ANSWER), CODE, VERSIONS, "")


def test_a_document_that_was_withdrawn_since_is_named(receipt):
    replayed = replay(receipt, Fixed(ANSWER), CODE, VERSIONS, ANSWER.snapshot, {LEAVE.document, "other.md"})
    assert replayed.causes == ("policies/leave.md was withdrawn since",)
