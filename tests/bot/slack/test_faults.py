"""Slack failing in every way it can: the answer arrives when Slack is back, once, and with its source."""

from __future__ import annotations

import re

import pytest

from bot.live_answers import LiveAnswers
from bot.record.record import Record
from bot.slack import actions as ids
from bot.slack.modals import TOO_LATE
from bot.slack.working import STATUS
from tests.bot.slack.proxy import Fault
from tests.bot.slack.served import Asked, Process, serving, write_settings
from tests.bot.slack.workspace import ALICE, GENERAL, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"


@pytest.fixture
def served(slack, installation, tmp_path):
    with serving(write_settings(tmp_path, installation, slack, "socket"), slack) as record:
        yield record


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("ratelimited", 429, {"Retry-After": "1"})],
        [Fault(status=503), Fault(status=500), Fault("internal_error")],
        [Fault(delay_seconds=2)],
        [Fault(status=500, is_done_anyway=True)],  # it was posted, and Slack said that it wasn't
    ],
    ids=["rate limit", "outage", "slow", "lost reply"],
)
def test_the_answer_arrives_once(slack, served, faults):
    slack.facts.granted.add("channels:history")
    slack.fail("chat.postMessage", *faults)
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.state == "posted"
    assert len(slack.replies(GENERAL, asked)) == 1


def test_an_outage_is_waited_out_longer_than_a_lease_lasts(slack, installation, tmp_path):
    file = write_settings(tmp_path, installation, slack, "socket", {"record": {"lease_seconds": 4}})
    slack.fail("chat.postMessage", *[Fault("internal_error")] * 4)  # some 7 seconds
    with serving(file, slack) as served:
        asked = slack.mention(GENERAL, ALICE, QUESTION)
        (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.state == "posted"
    assert len(slack.replies(GENERAL, asked)) == 1
    assert [each.kind for each in receipt.entries] == ["received", "answered", "posted"]


def test_where_blocks_are_refused_the_words_hold_the_source(slack, served):
    slack.fail("chat.postMessage", Fault("invalid_blocks"))
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (said,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert not said.get("blocks")
    assert "Head of Circulation" in said["text"]
    assert "Source: Bookmobile Driver" in said["text"] and receipt.number in said["text"]


def test_a_modal_that_comes_too_late_is_told(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    slack.fail("views.open", Fault("expired_trigger_id"))
    slack.click(GENERAL, ALICE, answer, ids.SHOW_CONTEXT)
    slack.wait(lambda: TOO_LATE in str(slack.ephemeral(GENERAL, ALICE)))
    assert slack.modals() == []


def test_a_status_that_fails_keeps_nobody_from_an_answer(slack, served):
    slack.fail("assistant.threads.setStatus", Fault("missing_scope"), Fault("missing_scope"))
    asked = slack.say(ALICE, ALICE, QUESTION)
    slack.wait(lambda: slack.replies(direct_message(ALICE), asked))


def test_with_a_revoked_token_questions_fail_with_a_reason_and_the_server_lives(slack, served):
    token = slack.facts.bot_token
    slack.facts.bot_token = "xoxb-another"
    slack.mention(GENERAL, ALICE, QUESTION)
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert (receipt.state, receipt.reason) == ("failed", "Slack took no post: invalid_auth")
    slack.facts.bot_token = token
    asked = slack.mention(GENERAL, ALICE, "hello")
    slack.wait(lambda: slack.replies(GENERAL, asked))


def test_a_connection_that_slack_closes_is_opened_again(slack, served):
    before = slack.proxy.connections
    slack.run(slack.proxy.close_sockets())
    slack.wait(lambda: slack.proxy.connections > before)
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    slack.wait(lambda: slack.replies(GENERAL, asked))


def test_what_was_not_acknowledged_on_a_lost_connection_is_answered_once(slack, served):
    slack.proxy.loses_acknowledgements = True
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    slack.wait(lambda: asked in slack.proxy.delivered)
    slack.run(slack.proxy.close_sockets())
    slack.proxy.loses_acknowledgements = False
    slack.wait(lambda: not slack.proxy.unacknowledged)  # it was sent again
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert receipt.state == "posted"
    assert len(slack.replies(GENERAL, asked)) == 1


@pytest.mark.parametrize(("token", "named"), [("bot_token", "SLACK_BOT_TOKEN"), ("app_token", "SLACK_APP_TOKEN")])
def test_a_token_that_slack_refuses_ends_the_start_and_says_what_to_do(slack, installation, tmp_path, token, named):
    setattr(slack.facts, token, "another")
    server = Process(write_settings(tmp_path, installation, slack, "socket"), slack)
    slack.wait(lambda: not server.is_running)
    server.kill()
    said = (tmp_path / "served.log").read_text(encoding="utf-8")
    assert named in said and "invalid_auth" in said
    assert "Traceback" not in said


def test_told_to_stop_it_finishes_what_is_under_way(slack, installation, tmp_path):
    server = Process(write_settings(tmp_path, installation, slack, "socket"), slack)
    slack.wait(slack.is_connected)
    slack.fail("chat.postMessage", Fault(delay_seconds=2))
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    record = Asked(tmp_path / "record.sqlite")
    slack.wait(lambda: [each for each in record.receipts() if each.state == "posting"])
    server.stop()
    assert [each.state for each in record.receipts()] == ["posted"]
    assert len(slack.replies(GENERAL, asked)) == 1


def test_the_status_is_cleared_where_answering_breaks_and_where_slack_takes_no_post(slack, served, monkeypatch):
    slack.fail("chat.postMessage", Fault("is_archived"))
    slack.say(ALICE, ALICE, QUESTION)
    slack.wait(lambda: statuses(slack) == [STATUS, ""])
    monkeypatch.setattr(LiveAnswers, "answer", None)
    slack.say(ALICE, ALICE, QUESTION)
    slack.wait(lambda: statuses(slack) == [STATUS, ""] * 2)


def test_a_click_that_breaks_is_told_with_a_reference_and_without_the_details(slack, served, monkeypatch, caplog):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    monkeypatch.setattr(Record, "feedback", None)
    slack.click(GENERAL, ALICE, answer, ids.HELPFUL)
    (said,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    reference = re.search(r"Reference (\w+)", said["text"])[1]
    assert "NoneType" not in str(said)
    assert reference in caplog.text and "NoneType" in caplog.text
    assert QUESTION not in caplog.text


def statuses(slack):
    return [call.arguments["status"] for call in slack.calls("assistant.threads.setStatus")]
