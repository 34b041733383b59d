"""Each way that the trip of a question can end: with an answer or a plain reason, and with an outcome in the record.

The one exception is a bot that asks: it hears nothing, so that no two bots talk to each other for ever.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.channels import Channels, ChannelSettings, Place
from bot.live_answers import LiveAnswers
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.record import Record
from bot.slack import answering, trip
from bot.slack.scopes import events
from tests.bot.slack.payloads import event, mention, retried, signed
from tests.bot.slack.proxy import Fault
from tests.bot.slack.sending import post, send
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, TEAM, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"
TOPIC = {"name": "harassment", "words": ["harass*"], "text": "Please talk to Helen Hughes."}


@pytest.fixture
def slack(slack_over_http):
    """Over HTTP: so that what the local Slack never sends can be sent, signed."""
    return slack_over_http


@pytest.fixture
def served(slack, installation, tmp_path):
    with serving(
        write_settings(tmp_path, installation, slack, "http", {"slack": {"topics": [TOPIC]}}), slack
    ) as record:
        yield record


@dataclass(frozen=True)
class Path:
    """One way to end."""

    says: str  # part of what whoever asked is shown; "": nothing
    outcome: str
    question: str = QUESTION
    before: Callable = lambda slack, served: None
    state: str = "posted"
    reason: str = ""  # part of what the record holds
    private: bool = False  # only whoever asked is told


def guest(slack, served):
    slack.facts.people[ALICE] = {"is_restricted": True}


def stranger(slack, served):
    slack.facts.people[ALICE] = {"team_id": "T99", "is_stranger": True}


def unknown(slack, served):
    slack.fail("users.info", *[Fault("user_not_found")] * 3)


def bot(slack, served):
    slack.facts.people[ALICE] = {"is_bot": True}


def channel_off(slack, served):
    chosen = ChannelSettings(enabled=False)
    Channels(served.database).choose(Place("slack", TEAM, GENERAL), chosen, Person("slack", TEAM, HELEN))


def post_refused(slack, served):
    slack.fail("chat.postMessage", Fault("is_archived"))


PATHS = {
    "answered": Path("Head of Circulation", "answered"),
    "not found": Path("found nothing", "not_found", "What is the melting point of tungsten?"),
    "asked back": Path("Which one do you mean?", "clarify", "How many pounds do I have to lift?"),
    "greeted": Path("Hello!", "chat", "hello"),
    "no words": Path(answering.HELP[:30], "chat", ""),
    "unreadable": Path(answering.UNREADABLE[:30], "refused", "x" * 2001),
    "a topic of HR's": Path("Helen Hughes", "refused", "I am being harassed by my manager"),
    "a guest": Path("guests", "refused", before=guest),
    "a stranger": Path("members of this organisation", "refused", before=stranger),
    "nobody knows who": Path("who you are", "refused", before=unknown),
    "a channel that is off": Path(answering.NOT_HERE[:30], "refused", before=channel_off),
    "a bot": Path("", "failed", before=bot, state="failed", reason="asked by a bot"),
    "Slack takes no post": Path(
        "can't post my answer", "failed", before=post_refused, state="failed", reason="is_archived", private=True
    ),
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_it_ends_with_an_answer_or_a_plain_reason_and_a_receipt(slack, served, path):
    path.before(slack, served)
    asked = slack.mention(GENERAL, ALICE, path.question)
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert (receipt.outcome, receipt.state) == (path.outcome, path.state)
    assert path.reason in (receipt.reason or "")
    if not path.says:
        assert slack.replies(GENERAL) == [] and slack.ephemeral(GENERAL, ALICE) == []
        return
    shown = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE) if path.private else slack.replies(GENERAL, asked))
    assert len(shown) == 1
    assert path.says.lower() in (shown[0]["text"] + str(shown[0].get("blocks"))).lower()
    assert receipt.number in str(shown[0])


def test_an_answer_that_breaks_is_said_to(slack, served, monkeypatch):
    monkeypatch.setattr(LiveAnswers, "answer", broken)
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (receipt,) = slack.wait(lambda: served.ended(1))
    (said,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    assert trip.BROKE[:30] in said["text"] and receipt.number in said["text"]
    assert "secret" not in str(said) and "secret" not in receipt.reason


def broken(*_, **__):
    raise ValueError("secret")


def test_a_record_that_breaks_on_the_way_is_tried_again_and_the_answer_arrives(
    slack, installation, tmp_path, monkeypatch
):
    store, failing = Record.answered, [True]

    def answered(self, *arguments, **more):
        if failing:
            raise RecordError("the disk is full")
        return store(self, *arguments, **more)

    monkeypatch.setattr(Record, "answered", answered)
    with serving(
        write_settings(tmp_path, installation, slack, "http", {"record": {"lease_seconds": 5}}), slack
    ) as served:
        asked = slack.mention(GENERAL, ALICE, QUESTION)
        (said,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
        assert trip.NO_RECORD[:30] in said["text"]
        failing.clear()
        (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
        assert "Head of Circulation" in answer["text"]
        assert [each.state for each in slack.wait(lambda: served.ended(1))] == ["posted"]


def test_a_question_that_cannot_be_stored_is_not_acknowledged_and_answered_when_slack_tries_again(
    slack, served, monkeypatch
):
    store = Record.receive
    monkeypatch.setattr(Record, "receive", broken_record)
    body, headers = signed(mention(GENERAL, QUESTION))
    assert post(slack, body, headers) == 500
    assert served.receipts() == [] and slack.ephemeral(GENERAL, ALICE) == []
    assert post(slack, body, retried(headers, 3)) == 500  # the last time
    (said,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert "can't keep my record" in said["text"]
    monkeypatch.setattr(Record, "receive", store)
    assert post(slack, body, retried(headers)) == 200
    slack.wait(lambda: served.ended(1))


def broken_record(*_, **__):
    raise RecordError("the disk is full")


def test_a_command_that_cannot_be_stored_is_told(slack, served, monkeypatch):
    monkeypatch.setattr(Record, "receive", broken_record)
    slack.command(GENERAL, ALICE, "/ask", QUESTION)
    assert "can't keep my record" in str(slack.wait(lambda: slack.ephemeral(GENERAL, ALICE)))


def test_a_channel_shared_with_others_is_refused_and_so_is_what_is_shared_into_it(slack, served):
    said = mention(GENERAL, QUESTION, is_shared=True) | {"is_ext_shared_channel": True}
    assert send(slack, said) == 200
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert "shared with another organisation" in receipt.answer.text
    slack.facts.channels[GENERAL] = {"is_ext_shared": True}
    slack.command(GENERAL, BOB, "/ask", QUESTION)
    (answer,) = slack.wait(lambda: slack.ephemeral(GENERAL, BOB))
    slack.click(GENERAL, BOB, answer, "share")
    slack.wait(lambda: len(served.ended(3)) == 3)
    assert "shared with another organisation" in served.receipts()[-1].answer.text


def test_a_forged_or_stale_request_is_turned_away_and_changes_nothing(slack, served):
    assert send(slack, mention(GENERAL, QUESTION), secret="another") == 401
    assert send(slack, mention(GENERAL, QUESTION), age_seconds=600) == 401
    assert served.receipts() == [] and slack.replies(GENERAL) == []


def test_retries_twins_and_restarts_give_one_answer(slack, installation, tmp_path):
    file = write_settings(tmp_path, installation, slack, "http")
    with serving(file, slack) as served:
        asked = slack.mention(GENERAL, ALICE, QUESTION)  # comes as app_mention and as message
        slack.wait(lambda: served.ended(1))
        body, headers = signed(mention(GENERAL, QUESTION, ts=asked))
        assert post(slack, body, retried(headers)) == 200
    with serving(file, slack) as served:
        assert post(slack, body, retried(headers, 2)) == 200
        last = slack.mention(GENERAL, ALICE, "hello")
        slack.wait(lambda: served.ended(2))
        assert len(slack.replies(GENERAL, asked)) == len(slack.replies(GENERAL, last)) == 1


@pytest.mark.parametrize("name", sorted(events() | events(optional=True)))
def test_each_event_that_the_app_subscribes_to_has_a_listener(slack, served, name):
    """Slack sends again what isn't acknowledged, and turns events off where too much isn't."""
    inner = {"type": name.split(".")[0], "user": ALICE, "channel": direct_message(ALICE), "subtype": "channel_join"}
    assert send(slack, event({**inner, "tab": "messages", "context": {}, "tokens": {"bot": []}})) == 200


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed", "message": {"text": QUESTION, "user": ALICE}},
        {"subtype": "message_deleted", "deleted_ts": "1.1"},
        {"subtype": "channel_join"},
        {"bot_id": "B1", "subtype": "bot_message"},
        {"bot_id": "B1"},
        {"edited": {"user": ALICE, "ts": "1.1"}},
    ],
    ids=str,
)
def test_what_nobody_typed_anew_is_acknowledged_and_ignored(slack, served, more):
    channel = direct_message(ALICE)
    said = {"type": "message", "channel": channel, "channel_type": "im", "user": ALICE, "text": QUESTION, "ts": "1.1"}
    assert send(slack, event({**said, **more})) == 200
    slack.say(BOB, BOB, "hello")
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.question.text == "hello"


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_file_or_sent_to_the_channel_as_well_is_answered(slack, served, subtype):
    channel = direct_message(ALICE)
    said = {"type": "message", "channel": channel, "channel_type": "im", "user": ALICE, "text": QUESTION, "ts": "1.1"}
    assert send(slack, event({**said, "subtype": subtype, "files": [{"id": "F1"}]})) == 200
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.outcome == "answered"


def test_a_topic_leaves_nothing_of_the_question_in_the_record(slack, served):
    slack.say(ALICE, ALICE, "My manager is harassing me, what now?")
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.question.text == "[topic: harassment]"
    assert b"My manager" not in b"".join(file.read_bytes() for file in _files(served))


def _files(served):
    return [*pathlib.Path(served.database.name).parent.glob("record.sqlite*")]
