"""The shortcuts, which the local Slack never sends: handed in over HTTP as Slack does."""

from __future__ import annotations

import pytest

from bot.slack import actions as ids
from bot.slack.modals import TOO_LATE
from tests.bot.slack.payloads import global_shortcut, message_shortcut, view_submission
from tests.bot.slack.proxy import Fault
from tests.bot.slack.sending import send, send_for
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"


@pytest.fixture
def slack(slack_over_http):
    return slack_over_http


@pytest.fixture
def served(slack, installation, tmp_path):
    with serving(write_settings(tmp_path, installation, slack, "http"), slack) as record:
        yield record


def press(slack, payload):
    """Use a shortcut; the modal that opens."""
    slack.facts.triggers.add(payload["trigger_id"])
    assert send(slack, payload, as_form=True) == 200
    (call,) = slack.wait(lambda: slack.calls("views.open"))
    return call.arguments["view"]


def submit(slack, view, text):
    """Send it off; what Slack is told."""
    values = {ids.QUESTION: {ids.QUESTION_ELEMENT: {"type": "plain_text_input", "value": text}}}
    return send_for(slack, view_submission(view, values), as_form=True)


def ask_about(slack, question):
    """Ask about a colleague's message; its timestamp, and the modal."""
    asked = slack.say(GENERAL, BOB, question)
    (message,) = slack.messages(GENERAL)
    return asked, press(slack, message_shortcut(GENERAL, message))


def test_a_colleagues_question_is_prefilled_answered_in_private_and_can_be_shared_in_its_thread(slack, served):
    asked, view = ask_about(slack, QUESTION)
    assert QUESTION in str(view["blocks"])
    submit(slack, view, QUESTION)
    (answer,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert "Head of Circulation" in answer["text"] and answer["thread_ts"] == asked
    slack.click(GENERAL, ALICE, answer, ids.SHARE)
    (shared,) = slack.wait(lambda: slack.replies(GENERAL))
    assert shared["thread_ts"] == asked


def test_a_modal_that_is_sent_twice_is_answered_once(slack, served):
    _, view = ask_about(slack, QUESTION)
    submit(slack, view, QUESTION)
    submit(slack, view, QUESTION)
    slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert len(slack.wait(lambda: served.ended(1))) == 1


def test_what_is_no_question_is_said_in_the_modal(slack, served):
    _, view = ask_about(slack, "?!")
    assert ids.QUESTION in submit(slack, view, "?!")["errors"]
    assert served.receipts() == []


def test_anywhere_the_answer_comes_as_a_direct_message(slack, served):
    submit(slack, press(slack, global_shortcut()), QUESTION)
    (answer,) = slack.wait(lambda: slack.replies(direct_message(ALICE)))
    assert "Head of Circulation" in answer["text"] and QUESTION in str(answer["blocks"])


def test_a_modal_that_comes_too_late_is_told(slack, served):
    slack.fail("views.open", Fault("expired_trigger_id"))
    assert send(slack, global_shortcut(), as_form=True) == 200
    (said,) = slack.wait(lambda: slack.replies(direct_message(ALICE)))
    assert TOO_LATE in said["text"]
