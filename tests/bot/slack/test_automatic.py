"""Answers that nobody asked for: only where chosen, to real questions, when sure; what isn't answered isn't kept."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Citation
from bot.channels import Channels, ChannelSettings, Place
from bot.record.database import Database
from bot.record.message import Person
from bot.slack.automatic import is_question, is_sure, unasked_in
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, BOT, GENERAL, HELEN, HR, TEAM

PAY = "What does the Bookmobile Driver earn?"
TOPIC = {"name": "harassment", "words": ["harass*"], "text": "Please talk to Helen."}


@pytest.fixture
def served(slack, installation, tmp_path):
    settings = write_settings(tmp_path, installation, slack, "socket", {"slack": {"topics": [TOPIC]}})
    with serving(settings, slack) as record:
        yield record


def choose(served, channel: str, **chosen) -> None:
    """As `/rolecall channel` does."""
    database = Database.open(str(served.database.engine.url))
    settings = ChannelSettings(**{"mode": "automatic", **chosen})
    Channels(database).choose(Place("slack", TEAM, channel), settings, Person("slack", TEAM, HELEN))
    database.close()


def test_what_it_is_sure_of_is_answered_and_nothing_else_is_kept(slack, served):
    choose(served, GENERAL)
    for said in ("ok?", "Who walks the dog in the evening?", "The driver earns a lot.", f"<@{BOB}> {PAY}"):
        slack.say(GENERAL, ALICE, said)
    slack.say(GENERAL, ALICE, "Who may harass the driver, and what does the Bookmobile Driver earn?")
    asked = slack.say(GENERAL, ALICE, PAY)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL))
    assert answer["thread_ts"] == asked
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.question.text == PAY
    slack.say(GENERAL, BOB, "What does the Library Director earn?", asked)  # within the pause
    slack.mention(GENERAL, BOB, "What does the Library Director earn?")
    slack.wait(lambda: served.ended(2))
    assert len(slack.replies(GENERAL)) == 2
    assert len(served.receipts()) == 2


def test_where_it_was_not_chosen_nobody_is_answered_unasked(slack, served):
    choose(served, HR)
    slack.say(GENERAL, ALICE, PAY)
    choose(served, GENERAL, enabled=False)
    slack.say(GENERAL, ALICE, PAY)
    choose(served, GENERAL, documents=("policies",))
    slack.say(GENERAL, ALICE, PAY)
    slack.say(HR, HELEN, PAY)
    slack.wait(lambda: slack.replies(HR))
    assert not slack.replies(GENERAL)
    slack.wait(lambda: served.ended(1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How long is parental leave?", True),
        ("how long is parental leave ?  ", True),
        ("ok?", False),
        ("any news?", False),
        ("How long is parental leave", False),
        ("Look at this.\nHow long is parental leave?", False),
        ("a " * 200 + "?", False),
        ("? ? ?", False),
    ],
)
def test_real_questions_are_told_from_talk(text, expected):
    assert is_question(text) == expected


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"edited": {"user": ALICE}},
        {"user": BOT},
        {"channel_type": "im"},
        {"channel": "D01ALICE"},
        {"text": f"<@{BOB}> how long is leave?"},
        {"text": f"<@{BOT}> how long is leave?"},
        {"type": "app_mention"},
    ],
)
def test_only_what_a_person_says_to_nobody_in_particular_counts(more):
    event = {"type": "message", "user": ALICE, "channel": GENERAL, "ts": "1.1", "text": "How long is leave?"}
    assert unasked_in(event, TEAM, BOT) is not None
    assert unasked_in({**event, **more}, TEAM, BOT) is None


def test_only_an_answer_with_its_source_above_the_bar_is_sure(citation):
    assert is_sure(Answer("answered", "x", "fact", (citation,), confidence=0.95), 0.95)
    assert not is_sure(Answer("answered", "x", "fact", (citation,), confidence=0.94), 0.95)
    assert not is_sure(Answer("answered", "x", "fact", confidence=1.0), 0.95)
    assert not is_sure(Answer("not_found", "x", confidence=1.0), 0.0)
    assert not is_sure(Answer("clarify", "x", "fact", (citation,), confidence=1.0), 0.0)


@pytest.fixture
def citation():
    return Citation("a.md", "A", (), "x", 1)
