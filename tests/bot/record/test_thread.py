"""What a follow-up leans on: the asker's own earlier questions in that thread, and nobody else's."""

from __future__ import annotations

import pytest

from bot.answers.answer import Question
from bot.record.asker import is_asker
from bot.record.message import Incoming, Person
from bot.record.record import Record
from bot.record.thread import earlier_questions

ALICE, BOB = (Person("slack", "T1", user) for user in ("U1", "U2"))


@pytest.fixture
def ask(record: Record):
    def asked(person: Person, thread: str, message: str, text: str, channel: str = "C1"):
        return record.receive(Incoming("slack", "T1", channel, message, person, Question(text), thread), "worker").claim

    return asked


def test_the_askers_questions_in_that_thread_oldest_first(record, ask):
    ask(ALICE, "1.1", "1.1", "Who does the gardener report to?")
    ask(BOB, "1.1", "1.2", "And the cook?")
    ask(ALICE, "2.1", "2.1", "How long is parental leave?")
    ask(ALICE, "1.1", "1.1", "In another channel?", channel="C2")
    ask(ALICE, "1.1", "1.3", "And her schedule?")
    assert earlier_questions(record.database, ALICE, "C1", "1.1") == (
        "Who does the gardener report to?",
        "And her schedule?",
    )


def test_only_the_last_ones_count_and_none_without_a_thread(record, ask):
    for number in range(5):
        ask(ALICE, "1.1", f"1.{number}", f"Question {number}?")
    assert earlier_questions(record.database, ALICE, "C1", "1.1", most=2) == ("Question 3?", "Question 4?")
    assert earlier_questions(record.database, ALICE, "C1", "") == ()


def test_what_failed_counts_as_not_asked(record, ask):
    record.failed(ask(ALICE, "1.1", "1.1", "Who?"), "broke")
    assert earlier_questions(record.database, ALICE, "C1", "1.1") == ()


def test_who_asked_is_told_from_everybody_else(record, ask):
    number = ask(ALICE, "1.1", "1.1", "Who?").number
    assert is_asker(record.database, number, ALICE)
    assert not is_asker(record.database, number, BOB)
    assert not is_asker(record.database, "RC-22222", ALICE)
