"""What a server that was killed left in the record, in each state, and what the next one makes of it."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.record.database import Database
from bot.record.message import Incoming, Person, Provenance
from bot.record.record import Record
from bot.record.state import GAVE_UP, MAY_HAVE_BEEN_POSTED, MOST_ATTEMPTS
from bot.slack.place import Place
from bot.slack.trip import BROKE, UNSURE
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, GENERAL, TEAM

QUESTION = "Who does the Bookmobile Driver report to?"
STORED = Answer("answered", "Stored before the crash.")


@pytest.fixture
def file(slack, installation, tmp_path):
    return write_settings(tmp_path, installation, slack, "socket")


@pytest.fixture
def dead(file):
    """The record of a server that has died: its leases have run out."""
    record = Record(Database.open(f"sqlite:///{file.parent / 'record.sqlite'}"), lease_seconds=0)
    yield record
    record.close()


@pytest.fixture
def asked(slack):
    return slack.say(GENERAL, ALICE, QUESTION)  # nobody is there to hear it


def claimed(dead, place, message):
    incoming = Incoming("slack", TEAM, GENERAL, message, Person("slack", TEAM, ALICE), Question(QUESTION), place.thread)
    return dead.receive(incoming, "dead").claim


def test_what_was_received_is_answered(slack, file, dead, asked):
    claimed(dead, Place(GENERAL, asked), asked)
    with serving(file, slack) as record:
        (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
        assert "Head of Circulation" in answer["text"]
        assert slack.wait(lambda: record.ended(1))[0].state == "posted"


def test_what_was_answered_is_posted_as_it_was_stored(slack, file, dead, asked):
    dead.answered(claimed(dead, Place(GENERAL, asked), asked), STORED, 1.0, Provenance("c", "m"))
    with serving(file, slack):
        (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    assert STORED.text in answer["text"]


def being_posted(dead, place, message):
    claim = claimed(dead, place, message)
    dead.answered(claim, STORED, 1.0, Provenance("c", "m"), posting_to=[GENERAL, place.thread])
    return claim


def test_what_was_being_posted_and_did_not_arrive_is_posted(slack, file, dead, asked):
    slack.facts.granted.add("channels:history")
    being_posted(dead, Place(GENERAL, asked), asked)
    with serving(file, slack) as record:
        slack.wait(lambda: record.ended(1))
    assert len(slack.replies(GENERAL, asked)) == 1


def test_what_was_being_posted_and_did_arrive_is_not_posted_again(slack, file, dead, asked):
    slack.facts.granted.add("channels:history")
    with serving(file, slack) as record:  # posts it, under a number that the next one then looks for
        first = slack.mention(GENERAL, ALICE, QUESTION)
        (posted,) = slack.wait(lambda: record.ended(1))
    with dead.database.write() as connection:
        connection.exec_driver_sql("UPDATE messages SET state = 'posting', lease_until = 0, ended_at = NULL")
    with serving(file, slack) as record:
        (receipt,) = slack.wait(lambda: [each for each in record.ended(1) if each.state == "posted"])
    assert receipt.number == posted.number
    assert len(slack.replies(GENERAL, first)) == 1


def test_what_cannot_be_looked_at_is_not_posted_again_and_said_so(slack, file, dead, asked):
    for scope in ("channels:history", "groups:history", "im:history"):
        slack.facts.granted.discard(scope)
    being_posted(dead, Place(GENERAL, asked), asked)
    with serving(file, slack) as record:
        (receipt,) = slack.wait(lambda: record.ended(1))
        (said,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    assert receipt.reason == MAY_HAVE_BEEN_POSTED
    assert UNSURE[:30] in said["text"] and receipt.number in said["text"]


def test_nor_is_what_only_one_person_sees(slack, file, dead):
    being_posted(dead, Place(GENERAL, "", is_private=True, conversation="command-1"), "command-1")
    with serving(file, slack) as record:
        (receipt,) = slack.wait(lambda: record.ended(1))
        (said,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert receipt.reason == MAY_HAVE_BEEN_POSTED
    assert UNSURE[:30] in said["text"]


def test_what_ended_its_process_again_and_again_is_given_up_and_said_so(slack, file, dead, asked):
    claimed(dead, Place(GENERAL, asked), asked)
    for _ in range(MOST_ATTEMPTS - 1):
        assert dead.claim("dead", "slack") is not None
    with serving(file, slack) as record:
        (receipt,) = slack.wait(lambda: record.ended(1))
        (said,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    assert receipt.reason == GAVE_UP
    assert BROKE[:30] in said["text"] and receipt.number in said["text"]
