"""A message on its way: received once, answered once, whoever retries and whoever dies."""

from __future__ import annotations

import pytest

from bot.answers.answer import Question
from bot.record import state
from bot.record.errors import ClaimLost, RecordError, UnknownReceipt
from bot.record.message import Incoming
from bot.record.query import Filters
from bot.record.receipt import read_receipt
from bot.record.record import Record
from bot.record.verify import verify
from tests.bot.record.made import (
    ADA,
    ANSWER,
    AUDITOR,
    CLARIFY,
    CODE,
    GRACE,
    LEAVE,
    NOT_FOUND,
    answered,
    incoming,
    received,
)


@pytest.fixture(autouse=True)
def whole(database):
    """Whatever a test does, the chain and the tables agree afterwards."""
    yield
    assert verify(database).problems == ()


def test_a_message_is_new_once(record):
    message = incoming()
    first = record.receive(message, worker="one")
    assert first.is_new
    assert first.claim is not None
    again = record.receive(message, worker="two")
    assert (again.number, again.is_new, again.claim) == (first.number, False, None)
    assert record.receive(incoming()).number != first.number


def test_the_key_is_surface_workspace_channel_and_message(record):
    one = incoming()
    others = [
        Incoming("teams", one.workspace, one.channel, one.message, ADA, one.question),
        Incoming(one.surface, "T2", one.channel, one.message, ADA, one.question),
        Incoming(one.surface, one.workspace, "C2", one.message, ADA, one.question),
    ]
    assert record.receive(one).is_new
    assert all(record.receive(each).is_new for each in others)


def test_a_receipt_holds_all_that_the_answer_rests_on(record, database):
    message = incoming("and for how long?", question=Question("and for how long?", ("Do parents get leave?",)))
    claim = received(record, message)
    record.answered(claim, ANSWER, 12.3456, CODE)
    record.posting(claim, ["C1"])
    record.posted(claim, ["C1", "1700000001.1"], shown="*Parents* take 16 weeks.")
    receipt = read_receipt(database, claim.number.lower())
    assert receipt.number == claim.number
    assert receipt.question == message.question
    assert receipt.answer == ANSWER
    assert receipt.answer.citations[0] == LEAVE
    assert (receipt.outcome, receipt.state) == ("answered", "posted")
    assert (receipt.code, receipt.model, receipt.milliseconds) == (CODE.code, CODE.model, 12.346)
    assert receipt.place == ("T1", "C1", message.message, message.thread)
    assert receipt.posted_to == ("C1", "1700000001.1")
    assert receipt.shown == "*Parents* take 16 weeks."
    assert receipt.person is not None
    assert receipt.person.startswith("P-")
    assert [entry.kind for entry in receipt.entries] == ["received", "answered", "posted"]


@pytest.mark.parametrize("answer", [ANSWER, NOT_FOUND, CLARIFY], ids=lambda answer: answer.status)
def test_an_answer_comes_back_as_it_was(record, database, answer):
    receipt = read_receipt(database, answered(record, answer=answer).number)
    assert receipt.answer == answer
    assert receipt.outcome == answer.status


def test_what_was_received_is_claimed_by_one(record):
    first, second = (record.receive(incoming(f"question {number}")).number for number in range(2))
    assert [record.claim("one").number, record.claim("two").number] == [first, second]
    assert record.claim("three") is None


def test_a_claim_is_of_one_surface_where_one_is_named(record):
    record.receive(incoming())
    assert record.claim("one", surface="teams") is None
    assert record.claim("one", surface="slack") is not None


def test_another_takes_over_when_the_lease_runs_out(database):
    record = Record(database, lease_seconds=-1)
    first = received(record)
    second = record.claim("two")
    assert (second.number, second.attempt, second.state) == (first.number, 2, "received")
    with pytest.raises(ClaimLost, match=first.number):
        record.answered(first, ANSWER, 1, CODE)
    record.answered(second, ANSWER, 1, CODE)
    third = record.claim("three")
    assert (third.state, third.answer) == ("answered", ANSWER)
    record.posting(third, ["C1"])
    fourth = record.claim("four")
    assert fourth.state == "posting"
    with pytest.raises(ClaimLost):
        record.posted(third, ["C1"])
    record.posted(fourth, ["C1"])
    assert record.claim("five") is None


def test_a_renewed_claim_is_nobody_elses(database):
    claim = received(Record(database, lease_seconds=-1))
    Record(database).renew(claim)
    assert Record(database).claim("two") is None
    Record(database).release(claim)
    assert Record(database).claim("two").number == claim.number


def test_nothing_is_answered_twice(record):
    claim = received(record)
    record.answered(claim, ANSWER, 1, CODE)
    with pytest.raises(ClaimLost):
        record.answered(claim, ANSWER, 1, CODE)
    record.posted(claim, ["C1"])
    for again in (lambda: record.posted(claim, ["C1"]), lambda: record.failed(claim, "late")):
        with pytest.raises(ClaimLost):
            again()


def test_nothing_is_posted_before_it_is_answered(record):
    claim = received(record)
    with pytest.raises(RecordError, match="no answer yet"):
        record.posting(claim, ["C1"])
    with pytest.raises(RecordError, match="no answer yet"):
        record.posted(claim, ["C1"])


def test_a_message_that_kills_its_workers_is_given_up(database):
    record = Record(database, lease_seconds=-1)
    number = received(record).number
    for attempt in range(2, state.MOST_ATTEMPTS + 1):
        assert record.claim("one").attempt == attempt
    assert record.claim("one") is None
    receipt = read_receipt(database, number)
    assert (receipt.outcome, receipt.reason) == ("failed", state.GAVE_UP)


def test_a_failed_message_says_why(record, database, queries):
    claim = received(record)
    record.failed(claim, "the channel is gone")
    receipt = read_receipt(database, claim.number)
    assert (receipt.outcome, receipt.state, receipt.reason) == ("failed", "failed", "the channel is gone")
    assert [each.number for each in queries.page(Filters(outcome="failed")).messages] == [claim.number]


def test_what_a_terminal_left_is_failed(database):
    short = Record(database, lease_seconds=-1)
    left = received(short)
    shown = received(short)
    short.answered(shown, ANSWER, 1, CODE, posting_to=["screen"])
    assert Record(database).fail_abandoned("slack", "next") == 2
    assert Record(database).fail_abandoned("slack", "next") == 0
    assert read_receipt(database, left.number).reason == state.ABANDONED
    assert read_receipt(database, shown.number).reason == state.MAY_HAVE_BEEN_POSTED


def test_the_last_click_wins_and_silence_is_no_success(record, database, queries):
    silent, clicked = answered(record), answered(record)
    record.feedback(clicked.number, ADA, True)
    record.feedback(clicked.number, ADA, False, "it is about another role")
    assert read_receipt(database, silent.number).feedback == "none"
    receipt = read_receipt(database, clicked.number)
    assert (receipt.feedback, receipt.feedback_reason) == ("not_helpful", "it is about another role")
    assert queries.count(Filters(feedback="helpful")) == 0
    assert queries.count(Filters(feedback="none")) == 1


def test_the_last_review_counts(record, database):
    claim = answered(record)
    record.review(claim.number, AUDITOR, "wrong", "that is the old policy")
    record.review(claim.number, AUDITOR, "outdated", "superseded in July")
    receipt = read_receipt(database, claim.number)
    assert (receipt.verdict, receipt.verdict_note) == ("outdated", "superseded in July")


def test_revealing_needs_a_reason_and_is_an_entry(record, database):
    claim = answered(record)
    with pytest.raises(RecordError, match="Say why"):
        record.reveal(claim.number, AUDITOR, "  ")
    assert record.reveal(claim.number, AUDITOR, "a complaint").person == ADA
    assert [entry.kind for entry in read_receipt(database, claim.number).entries][-1] == "revealed"


def test_what_is_done_with_documents_is_noted(record):
    seq = record.note("published", {"snapshot": "0123456789ab"}, AUDITOR, "the new leave policy")
    assert record.head().seq == seq
    for kind in ("answered", "No Kind", ""):
        with pytest.raises(ValueError, match="no kind"):
            record.note(kind, {}, None)


def test_people_are_told_apart_by_pseudonyms(record, database):
    one, two, three = (
        read_receipt(database, answered(record, incoming(person=who)).number) for who in (ADA, GRACE, ADA)
    )
    assert one.person == three.person != two.person


def test_text_that_a_database_can_not_hold_is_made_storable(record, database):
    claim = received(record, incoming("what\0is \ud800this?", channel="C\0"))
    record.answered(claim, NOT_FOUND, 1, CODE)
    assert read_receipt(database, claim.number).question.text == "what\ufffdis ?this?"


def test_an_unknown_receipt_is_said(record, database):
    with pytest.raises(UnknownReceipt, match="RC-7F3A9"):
        record.feedback("RC-NONE2", None, True)
    with pytest.raises(UnknownReceipt):
        read_receipt(database, "'; DROP TABLE entries")
