"""Erasing people and old texts: gone from every table and from the bytes of the file, the chain still whole."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import text

from bot.answers.answer import Answer, Choice, Question
from bot.record import tables
from bot.record.erasure import Erased, erase_person, expire
from bot.record.errors import RecordError, UnknownPerson
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.receipt import read_receipt
from bot.record.record import Record
from bot.record.times import DAY
from bot.record.times import now as microseconds_now
from bot.record.verify import verify
from tests.bot.record.made import ADA, ANSWER, AUDITOR, CODE, GRACE, answered, incoming, received

EVE = Person("slack", "T1", "UEVE4711", "Evelyn Everywhere")
SECRETS = ("UEVE4711", "Evelyn", "zebracrossing", "quaggapaddock", "okapimeadow", "DEVE4711", "impalatrack")


def ask_for_eve(record: Record) -> str:
    """A question of hers with everything in which she or her words may hide; its receipt."""
    question = Question("zebracrossing on weekdays?", ("quaggapaddock at noon?",))
    claim = received(record, incoming(person=EVE, question=question, channel="DEVE4711"))
    choices = (Choice("okapimeadow", "What about the okapimeadow?"),)
    record.answered(claim, Answer("clarify", "You asked about zebracrossing.", choices=choices), 1, CODE)
    record.posting(claim, ["DEVE4711"])
    record.posted(claim, ["DEVE4711"], shown="zebracrossing!")
    record.feedback(claim.number, EVE, False, "impalatrack")
    return claim.number


def everything_stored(database) -> str:
    """All rows of all tables, as text."""
    with database.read() as connection:
        return repr([connection.execute(table.select()).all() for table in tables.metadata.sorted_tables])


def bytes_on_disk(database) -> bytes:
    """The file and all that SQLite keeps beside it."""
    file = database.file
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_an_erased_person_is_gone_and_the_chain_is_whole(record, database, queries):
    kept = answered(record, incoming("the antelope is mine", person=GRACE))
    number = ask_for_eve(record)
    for secret in SECRETS:
        assert secret in everything_stored(database), secret
    pseudonym = read_receipt(database, number).person
    erased = erase_person(database, pseudonym, AUDITOR)
    assert erased == Erased(identities=3, texts=4)
    for secret in SECRETS:
        assert secret not in everything_stored(database), secret
    assert verify(database).problems == ()
    receipt = read_receipt(database, number)
    assert (receipt.person, receipt.question, receipt.place, receipt.posted_to) == (None, None, (), ())
    assert receipt.answer.text == "[erased]"
    assert receipt.outcome == "clarify"
    assert (queries.count(Filters(text="zebracrossing")), queries.count(Filters(text="antelope"))) == (0, 1)
    assert read_receipt(database, kept.number).question is not None
    with pytest.raises(UnknownPerson):
        erase_person(database, pseudonym, AUDITOR)


def test_erased_bytes_are_gone_from_the_file(record, database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL keeps its files to itself: VACUUM frees them, see docs/record.md")
    for _ in range(20):
        answered(record)
    ask_for_eve(record)
    assert all(secret.encode() in bytes_on_disk(database) for secret in SECRETS)
    erase_person(database, EVE.key, AUDITOR)
    found = bytes_on_disk(database)
    assert not [secret for secret in SECRETS if secret.encode() in found]


def test_bytes_that_a_killed_process_left_are_gone_after_the_next_start(record, database, monkeypatch):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL keeps its files to itself")
    ask_for_eve(record)
    with monkeypatch.context() as killed:
        killed.setattr(type(database), "scrub", lambda self: None)
        erase_person(database, EVE.key, None)
    database.close()
    type(database).open(f"sqlite:///{database.file}").close()
    found = bytes_on_disk(database)
    assert not [secret for secret in SECRETS if secret.encode() in found]


def test_who_it_was_can_be_erased_alone(record, database, queries):
    number = ask_for_eve(record)
    assert erase_person(database, EVE.key, None, keep_texts=True).texts == 0
    assert read_receipt(database, number).person is None
    assert queries.count(Filters(text="zebracrossing")) == 1
    assert verify(database).problems == ()


def test_what_others_were_answered_after_them_in_the_thread_goes_too(record, database):
    first = incoming("zebracrossing?", person=EVE)
    answered(record, first)
    follow_up = dataclasses.replace(
        incoming(person=GRACE), thread=first.thread, question=Question("and on Sundays?", ("zebracrossing?",))
    )
    hers = answered(record, follow_up, Answer("answered", "On Sundays the zebracrossing is shut."))
    own = answered(record, dataclasses.replace(incoming("who is on leave?", person=GRACE), thread=first.thread))
    erase_person(database, EVE.key, None)
    assert "zebracrossing" not in everything_stored(database)
    assert read_receipt(database, hers.number).person is not None
    assert read_receipt(database, own.number).question is not None
    assert verify(database).problems == ()


def test_a_question_that_is_erased_while_it_is_being_answered_is_not_answered(database):
    record = Record(database, lease_seconds=-1)
    received(record, incoming(person=EVE))
    erase_person(database, EVE.key, None)
    claim = record.claim("two")
    assert claim.incoming is None
    record.failed(claim, "erased before it was answered")
    assert verify(database).problems == ()


def test_the_two_clocks_erase_what_is_older(record, database):
    number = ask_for_eve(record)
    today = microseconds_now()
    assert expire(database, 30, 90, at=today + 10 * DAY) == Erased(0, 0)
    length = record.head().seq
    expired = expire(database, 30, 90, at=today + 31 * DAY)
    assert (expired.identities, expired.texts) == (3, 0)
    assert record.head().seq == length + 1
    receipt = read_receipt(database, number)
    assert (receipt.person, receipt.place) == (None, ())
    assert receipt.question is not None
    assert "UEVE4711" not in everything_stored(database)
    assert expire(database, 30, 90, at=today + 91 * DAY).texts == 4
    assert not [secret for secret in SECRETS if secret in everything_stored(database)]
    assert verify(database).problems == ()


def test_a_clock_that_is_not_set_keeps_for_ever(record, database):
    ask_for_eve(record)
    assert expire(database, None, None, at=microseconds_now() + 10_000 * DAY) == Erased(0, 0)


def test_a_retry_that_comes_after_the_erasure_is_a_message_like_any_other(record, database):
    message = incoming(person=EVE)
    answered(record, message)
    erase_person(database, EVE.key, None)
    assert record.receive(message).is_new
    assert verify(database).problems == ()


def test_a_text_that_goes_without_an_entry_is_found(record, database):
    answered(record)
    with database.write() as connection:
        connection.execute(text("DELETE FROM texts WHERE seq = 2"))
    assert "no entry says that it was erased" in verify(database).first_bad.what


def test_who_asked_can_not_be_revealed_once_erased(record, database):
    number = ask_for_eve(record)
    erase_person(database, EVE.key, None)
    with pytest.raises(RecordError, match="no longer holds"):
        record.reveal(number, AUDITOR, "a complaint")


@pytest.mark.parametrize("keep_texts", [False, True])
def test_what_auditors_typed_to_look_for_a_person_goes_with_them(record, database, keep_texts):
    number = ask_for_eve(record)
    pseudonym = read_receipt(database, number).person
    for filters in (
        Filters(person=pseudonym),
        Filters(person=pseudonym.lower(), outcome="clarify"),
        Filters(text="everywhere, EVELYN"),
        Filters(role="Evelyn Everywhere's"),
        Filters(section="UEVE4711"),
        Filters(text="everywhere"),
    ):
        record.read_noted(filters, 1, AUDITOR)
    erase_person(database, EVE.key, AUDITOR, keep_texts=keep_texts)
    with database.read() as connection:
        typed = connection.execute(text("SELECT text FROM texts WHERE message IS NULL")).scalars().all()
    assert typed == ['{"text": "everywhere"}']  # hers or anybody's: the clock of texts takes it
    assert "Evelyn" not in everything_stored(database)
    assert pseudonym not in everything_stored(database)
    assert verify(database).problems == ()


def test_reviews_stay_when_the_person_reviewed_goes(record, database):
    claim = answered(record, incoming(person=EVE), ANSWER)
    record.review(claim.number, AUDITOR, "right")
    erase_person(database, EVE.key, AUDITOR)
    assert read_receipt(database, claim.number).verdict == "right"
    assert read_receipt(database, claim.number).answer.citations == ANSWER.citations
    assert read_receipt(database, claim.number).entries[-1].person is not None
    assert ADA.key not in everything_stored(database)
