"""Topics that HR answers itself: its fixed text, and nothing of the question anywhere in the record."""

from __future__ import annotations

import pytest

from bot.record.export.exporting import Export
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.record import Record
from bot.record.verify import verify
from bot.slack import actions as ids
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, GENERAL, HR, direct_message

TEXT = "Please talk to Helen Hughes in HR, extension 12."
BY_WORD = "Zebulon from circulation is harassing me at the zinc counter"
BY_MEANING = "My colleague Zebulon makes sexual remarks about me."
FOLLOW_UP = "and what if Zebulon does that again?"
PLAIN = "Who does the Bookmobile Driver report to?"
TOPIC = {
    "name": "harassment",
    "words": ["harass*"],
    "examples": ["My manager makes sexual remarks about me."],
    "text": TEXT,
}


@pytest.fixture
def served(slack, installation, tmp_path):
    chosen = {"hr_channel": HR, "topics": [TOPIC]}
    with serving(write_settings(tmp_path, installation, slack, "socket", {"slack": chosen}), slack) as record:
        yield record


def answers(slack, thread, count):
    return slack.wait(lambda: (found := slack.replies(direct_message(ALICE), thread))[count - 1 :] and found)


def test_nothing_of_the_question_is_kept_wherever_it_might_be(slack, served, tmp_path):
    asked = slack.say(ALICE, ALICE, BY_WORD)
    (answer,) = answers(slack, asked, 1)
    assert TEXT in answer["text"]
    for action in (ids.ASK_HR, ids.HELPFUL, ids.NOT_HELPFUL):  # whom to turn to is in the text; nothing else is asked
        assert action not in str(answer["blocks"])
    slack.say(ALICE, ALICE, FOLLOW_UP, asked)
    assert TEXT in answers(slack, asked, 2)[-1]["text"]
    other = slack.say(ALICE, ALICE, BY_MEANING)
    assert TEXT in answers(slack, other, 1)[0]["text"]
    slack.command(GENERAL, ALICE, "/ask", BY_WORD)
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if TEXT in each["text"]])
    plain = slack.say(ALICE, ALICE, PLAIN)
    answers(slack, plain, 1)
    receipts = slack.wait(lambda: served.ended(5))
    assert [each.question.text for each in receipts] == ["[topic: harassment]"] * 4 + [PLAIN]
    assert all(each.question.earlier == () and each.outcome == "refused" for each in receipts[:4])
    exported = b"".join(Export(Record(served.database), Filters(), "jsonl", Person("slack", "T01TEST", "U9"), "x"))
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("record.sqlite*")) + exported
    for word in (b"Zebulon", b"zebulon", b"zinc"):
        assert word not in kept
    assert PLAIN.encode() in kept  # it would have been found
    assert verify(served.database).problems == ()


def test_nothing_of_it_is_logged(slack, served, caplog):
    caplog.set_level("DEBUG")
    asked = slack.say(ALICE, ALICE, BY_WORD)
    answers(slack, asked, 1)
    ours = [each.getMessage() for each in caplog.records if each.name.startswith(("bot", "rolecall"))]
    assert not [each for each in ours if "Zebulon" in each]
