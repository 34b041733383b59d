"""Asking through the record, as the terminal does; and a record that is broken."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.record import state
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.receipt import read_receipt
from bot.record.record import Record
from bot.record.recorded import Recorded
from bot.record.verify import verify
from tests.bot.record.made import ANSWER, CODE

AT_TERMINAL = Person("terminal", "desk-1", "ada", "Ada")


class Parrot:
    """Answers the same, unless it is told to break."""

    def answer(self, question: Question) -> Answer:
        if "explode" in question.text:
            raise RuntimeError(question.text)
        return ANSWER


def recorded(record: Record, said: list[str] | None = None, **options: bool) -> Recorded:
    said = [] if said is None else said
    return Recorded(Parrot(), lambda: record, lambda _: CODE, AT_TERMINAL, said.append, **options)


def broken() -> Record:
    raise RecordError("The record is on the moon.")


def test_what_is_asked_at_the_terminal_is_recorded_as_shown(record, database):
    asking = recorded(record)
    assert asking.answer(Question("How long is leave?")) == ANSWER
    number = asking.receipt
    assert read_receipt(database, number).state == "posting"
    assert asking.shown() == number
    assert asking.shown() == ""
    receipt = read_receipt(database, number)
    assert (receipt.state, receipt.surface, receipt.posted_to) == ("posted", "terminal", ("screen",))
    assert receipt.milliseconds is not None
    assert verify(database).problems == ()


def test_one_thread_until_a_new_one(record, database, queries):
    asking = recorded(record)
    for question in ("one?", "two?"):
        asking.answer(Question(question))
        asking.shown()
    asking.new_thread()
    asking.answer(Question("three?"))
    asking.shown()
    threads = [read_receipt(database, each.number).place[3] for each in queries.page(Filters()).messages]
    assert threads[0] != threads[1] == threads[2]


def test_an_answer_that_breaks_is_recorded_as_failed_without_the_question(record, database, queries):
    asking = recorded(record)
    with pytest.raises(RuntimeError):
        asking.answer(Question("explode, please"))
    assert asking.shown() == ""
    (failed,) = queries.page(Filters(outcome="failed")).messages
    assert read_receipt(database, failed.number).reason == "broke while answering: RuntimeError"


def test_a_broken_record_is_said_once_and_the_answer_given():
    said: list[str] = []
    asking = Recorded(Parrot(), broken, lambda _: CODE, AT_TERMINAL, said.append)
    for _ in range(2):
        assert asking.answer(Question("How long is leave?")) == ANSWER
        assert (asking.receipt, asking.shown()) == ("", "")
    assert said == ["The record is on the moon.\nThis answer is not recorded."]


def test_a_record_that_is_required_is_required():
    asking = Recorded(Parrot(), broken, lambda _: CODE, AT_TERMINAL, print, required=True)
    with pytest.raises(RecordError, match="moon"):
        asking.answer(Question("How long is leave?"))


def test_a_record_that_breaks_between_question_and_answer_still_gives_the_answer(record, database):
    said: list[str] = []

    class Unplugged(Parrot):
        def answer(self, question: Question) -> Answer:
            with database.write() as connection:
                connection.exec_driver_sql("ALTER TABLE citations RENAME TO elsewhere")
            return super().answer(question)

    asking = Recorded(Unplugged(), lambda: record, lambda _: CODE, AT_TERMINAL, said.append)
    try:
        assert asking.answer(Question("How long is leave?")) == ANSWER
    finally:
        with database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO citations")
    assert "This answer is not recorded" in said[0]


def test_what_another_terminal_left_is_failed_at_the_next_start(database):
    left = recorded(Record(database, lease_seconds=-1))
    left.answer(Question("How long is leave?"))
    number = left.receipt
    recorded(Record(database)).answer(Question("and now?"))
    assert read_receipt(database, number).reason == state.MAY_HAVE_BEEN_POSTED
