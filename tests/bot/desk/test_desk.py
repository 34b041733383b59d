"""Cases: opened once, claimed by one, replied to, closed, and up to date wherever they are shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from bot.answers.answer import Question
from bot.desk.desk import Desk
from bot.desk.errors import AskerErased, CaseClosed, CaseTaken, ClosedAlready, DeskError, NoCase, NotClosed, NoTopicCase
from bot.record.erasure import erase_person, erase_question, expire
from bot.record.errors import RecordError, UnknownReceipt
from bot.record.message import Person
from bot.record.mine import asked_by
from bot.record.receipt import read_receipt
from bot.record.times import DAY, now
from bot.record.verify import verify
from bot.topics import Topic, recorded
from tests.bot.record.made import ADA, AUDITOR, answered, incoming, received

HELEN = Person("slack", "T1", "U3", "Helen Hughes")
HENRY = Person("slack", "T1", "U4", "Henry Hill")


@pytest.fixture
def desk(database):
    return Desk(database)


@pytest.fixture
def number(record):
    return answered(record).number


def test_a_case_goes_from_open_to_closed_and_each_step_is_in_the_chain(desk, database, number):
    case, is_new = desk.open(number, ADA)
    assert (case.state, case.asker, case.holder, is_new) == ("open", ADA, None, True)
    assert desk.open(number.lower(), HENRY) == (case, False)
    assert desk.claim(number, HELEN).holder == HELEN
    replied = desk.reply(number, HELEN, "It is 16 weeks, from the first day.")
    assert [(step.kind, step.text) for step in replied.untold] == [
        ("case_replied", "It is 16 weeks, from the first day.")
    ]
    assert desk.close(number, HENRY).state == "closed"
    with pytest.raises(CaseClosed):
        desk.claim(number, HELEN)
    again = desk.reopen(number, HENRY)
    assert (again.state, again.holder) == ("open", None)
    assert [step.kind for step in again.steps] == [
        *("case_opened", "case_claimed", "case_replied", "case_closed", "case_reopened")
    ]
    assert verify(database).problems == ()


def test_what_was_done_before_is_not_done_again_and_that_is_said(desk, number):
    desk.open(number, ADA)
    with pytest.raises(NotClosed, match="open already"):
        desk.reopen(number, HENRY)
    desk.close(number, HELEN)
    with pytest.raises(ClosedAlready, match="Helen Hughes has closed"):
        desk.close(number, HENRY)
    desk.reopen(number, HENRY)
    with pytest.raises(NotClosed):
        desk.reopen(number, HELEN)
    assert [step.kind for step in desk.case(number).steps] == ["case_opened", "case_closed", "case_reopened"]


def test_who_replies_to_a_case_of_nobody_has_it(desk, number):
    desk.open(number, ADA)
    assert desk.reply(number, HELEN, "Yes.").holder == HELEN
    with pytest.raises(CaseTaken, match="Helen Hughes has claimed"):
        desk.reply(number, HENRY, "No.")
    with pytest.raises(DeskError, match="nothing was sent"):
        desk.reply(number, HELEN, "  ")


@pytest.mark.parametrize("_", range(5))
def test_of_many_who_claim_at_once_one_has_the_case(desk, number, _):
    desk.open(number, ADA)
    people = [Person("slack", "T1", f"U{each}", f"HR {each}") for each in range(100, 108)]
    together = Barrier(len(people))

    def claim(person: Person) -> str:
        together.wait()
        try:
            holder = desk.claim(number, person).holder
        except CaseTaken as taken:
            return taken.holder
        assert holder == person
        return person.name

    with ThreadPoolExecutor(len(people)) as threads:
        named = set(threads.map(claim, people))
    case = desk.case(number)
    assert case.holder is not None and named == {case.holder.name}
    assert [step.kind for step in case.steps].count("case_claimed") == 1


def test_a_case_is_due_until_it_is_shown_and_told_as_it_is(desk, number):
    case, _ = desk.open(number, ADA)
    assert list(desk.due()) == [number]
    leased = desk.lease(number)
    assert leased == case
    assert list(desk.due()) == [] and desk.lease(number) is None
    desk.shown(leased, ["T1", "C9", "17.1"])
    desk.release(leased)
    assert list(desk.due()) == [] and desk.case(number).card == ("T1", "C9", "17.1")
    replied = desk.reply(number, HELEN, "Yes.")
    assert list(desk.due()) == [number]
    leased = desk.lease(number, lease_seconds=-1)  # whose process died
    assert leased == replied and list(desk.due()) == [number]
    desk.shown(leased, leased.card)
    assert list(desk.due()) == [number]
    desk.told(leased, leased.last_seq)
    assert list(desk.due()) == [] and desk.case(number).untold == ()


def test_what_was_said_goes_with_whoever_asked(desk, database, number):
    desk.open(number, ADA)
    desk.reply(number, HELEN, "Only for you.")
    erase_person(database, ADA.key, AUDITOR)
    case = desk.case(number)
    assert case.asker is None and case.holder == HELEN
    assert [step.text for step in case.steps] == [None, None, None]
    assert list(desk.due()) == [number]  # where it is shown, the question has to go
    with pytest.raises(AskerErased):
        desk.reply(number, HELEN, "Too late.")
    assert desk.close(number, HELEN).state == "closed"
    assert verify(database).problems == ()


def test_what_was_said_to_a_colleague_who_handed_it_over_goes_with_them(desk, database, number):
    desk.open(number, HENRY)  # the question is Ada's
    desk.reply(number, HELEN, "Only for Henry.")
    erase_person(database, HENRY.key, AUDITOR)
    assert [step.text for step in desk.case(number).steps] == [None, None, None]
    assert verify(database).problems == ()


def test_of_a_topic_there_is_nothing_to_hand_over(desk, record):
    asked = incoming(recorded(Topic("harassment", ("x",), "Talk to Helen.")))
    number = answered(record, asked).number
    assert asked.question == Question("[topic: harassment]")
    with pytest.raises(NoTopicCase):
        desk.open(number, ADA)


def test_what_is_no_case_is_said(desk, number):
    with pytest.raises(NoCase):
        desk.claim(number, HELEN)
    with pytest.raises(UnknownReceipt):
        desk.open("RC-NNNNN", ADA)
    assert desk.unclosed() == 0
    desk.open(number, ADA)
    assert desk.unclosed() == 1


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE cases SET state = 'closed'",
        "UPDATE cases SET holder_seq = NULL",
        "UPDATE cases SET opened_seq = 1",
        "DELETE FROM cases",
        "INSERT INTO cases VALUES (99, 'open', 1, NULL, 1, NULL, 0, 0, 0)",
    ],
)
def test_a_case_that_says_other_than_the_chain_is_found(desk, database, number, tampering):
    desk.open(number, ADA)
    desk.claim(number, HELEN)
    assert verify(database).problems == ()
    with database.write() as connection:
        connection.exec_driver_sql(tampering)
    assert len(verify(database).problems) == 1


def test_a_question_is_erased_by_whoever_asked_it_alone(desk, database, record):
    thread = incoming("Where does Winston sit?", ADA)
    first = answered(record, thread).number
    follows = replace(incoming("And when?", HENRY), thread=thread.thread, question=Question("And when?", ("Where?",)))
    other = answered(record, follows).number
    mine = answered(record, incoming("How long is leave?", ADA)).number
    record.feedback(first, HENRY, helpful=False, reason="Winston has left")
    for number, person in ((first, HENRY), (other, ADA), ("RC-NNNNN", ADA)):
        with pytest.raises(UnknownReceipt):
            erase_question(database, number, person)
    erase_question(database, first, ADA)
    gone, kept, follow_up = (read_receipt(database, each) for each in (first, mine, other))
    assert (gone.question, gone.person, gone.place, gone.posted_to, gone.feedback_reason) == (None, None, (), (), None)
    assert gone.outcome == "answered" and gone.answer is not None and gone.answer.text == "[erased]"
    assert kept.question == Question("How long is leave?") and kept.person is not None
    assert follow_up.question is None and follow_up.person is not None  # it was answered with the thread in mind
    with database.read() as connection:
        [by] = connection.exec_driver_sql("SELECT identity FROM entries WHERE kind = 'erased'").scalars()
    assert by is None  # who erased it would say who had asked
    assert [each.number for each in asked_by(database, ADA, 10)] == [mine]
    assert verify(database).problems == ()


def test_what_is_still_being_answered_is_not_erased(database, record):
    claim = received(record, incoming("Where?", ADA))
    with pytest.raises(RecordError, match="still being answered"):
        erase_question(database, claim.number, ADA)


def test_what_has_expired_goes_from_where_a_case_is_shown(desk, database, number):
    case, _ = desk.open(number, ADA)
    desk.shown(case, ["T1", "C9", "17.1"])
    tomorrow = now() + DAY
    expire(database, 30, 30, at=tomorrow)
    assert list(desk.due()) == []
    expire(database, None, 0.5, at=tomorrow)
    assert list(desk.due()) == [number]
    desk.shown(desk.case(number), ["T1", "C9", "17.1"])
    expire(database, None, 0.5, at=tomorrow)
    assert list(desk.due()) == []  # once
    expire(database, 0.5, 0.5, at=tomorrow)
    assert list(desk.due()) == [number] and desk.case(number).asker is None
    assert verify(database).problems == ()
