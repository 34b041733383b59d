"""Ask HR, end to end: a case card in HR's channel, direct messages to whoever asked, an approved answer."""

from __future__ import annotations

import shutil

import pytest
import yaml

from bot.desk.desk import Desk
from bot.record.erasure import erase_question
from bot.record.message import Person
from bot.record.verify import verify
from bot.slack import actions as ids
from bot.slack.listeners.desk import HANDED_OVER
from tests.bot.slack.proxy import Fault
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, HR, TEAM, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"
NOT_FOUND = "Is there a crèche for the children of staff?"


@pytest.fixture
def settings_file(slack, installation, tmp_path):
    written = yaml.safe_load((installation / "rolecall.yaml").read_text(encoding="utf-8"))
    documents = shutil.copytree(written["documents"], tmp_path / "documents")
    return write_settings(
        tmp_path, installation, slack, "socket", {"slack": {"hr_channel": HR}, "documents": str(documents)}
    )


@pytest.fixture
def served(slack, settings_file):
    with serving(settings_file, slack) as record:
        yield record


def handed_over(slack, question=QUESTION, user=ALICE):
    """Ask in the channel, and press Ask HR; the card."""
    asked = slack.mention(GENERAL, user, question)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    before = len(slack.replies(HR))
    slack.click(GENERAL, user, answer, ids.ASK_HR)
    return slack.wait(lambda: slack.replies(HR)[before:])[0]


def text_of(message):
    return str(message["blocks"])


def card(slack, place=0):
    return slack.replies(HR)[place]


def private(slack, user=ALICE):
    return slack.replies(direct_message(user))


def field(name, value):
    return {name: {"value": {"type": "plain_text_input", "value": value}}}


def test_a_case_is_claimed_replied_to_and_closed(slack, served):
    first = handed_over(slack)
    assert all(each in text_of(first) for each in (QUESTION, "Head of Circulation", "alice"))
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if "is with HR now" in each["text"]])
    slack.click(HR, HELEN, first, ids.CASE_CLAIM)
    slack.wait(lambda: "claimed by" in text_of(card(slack)))
    slack.click(HR, HELEN, card(slack), ids.CASE_REPLY)
    slack.wait(slack.modals)
    slack.submit(HELEN, field("text", "The Head of Circulation & nobody else."))
    (told,) = slack.wait(lambda: private(slack))
    assert "The Head of Circulation" in told["text"] and "helen" in told["text"] and QUESTION in told["text"]
    slack.wait(lambda: "nobody else" in text_of(card(slack)))
    slack.click(HR, HELEN, card(slack), ids.CASE_CLOSE)
    slack.wait(lambda: "closed it" in text_of(card(slack)))
    slack.wait(lambda: len(private(slack)) == 2)
    assert len(slack.replies(HR)) == 1  # updated in place
    assert verify(served.database).problems == ()


def test_only_one_of_two_has_it_and_the_other_is_told(slack, served):
    slack.facts.members[HR] = [HELEN, BOB]
    first = handed_over(slack)
    slack.click(HR, HELEN, first, ids.CASE_CLAIM)
    slack.wait(lambda: "claimed by" in text_of(card(slack)))
    slack.click(HR, BOB, first, ids.CASE_CLAIM)  # from the card as it was
    slack.wait(lambda: [each for each in slack.ephemeral(HR, BOB) if "has claimed" in each["text"]])
    slack.click(HR, BOB, card(slack), ids.CASE_REPLY)  # told at once, not after a reply has been written
    slack.wait(lambda: len([each for each in slack.ephemeral(HR, BOB) if "has claimed" in each["text"]]) == 2)
    assert slack.modals() == []


def test_whoever_presses_a_button_in_a_thread_is_told_there(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    slack.click(GENERAL, ALICE, answer, ids.ASK_HR)
    slack.click(GENERAL, BOB, answer, ids.HELPFUL)
    calls = slack.wait(lambda: len(found := slack.calls("chat.postEphemeral")) == 2 and found)
    told = {call.arguments["user"]: (call.arguments["thread_ts"], call.arguments["text"]) for call in calls}
    assert told[ALICE] == (asked, f"{HANDED_OVER} (Receipt {served.receipts()[0].number})")
    assert told[BOB][0] == asked
    assert "direct messages" in HANDED_OVER  # where HR's reply comes


def test_pressing_again_makes_no_second_case(slack, served):
    asked = slack.mention(GENERAL, ALICE, NOT_FOUND)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    slack.click(GENERAL, ALICE, answer, ids.ASK_HR)
    slack.wait(lambda: slack.replies(HR))
    slack.click(GENERAL, BOB, answer, ids.ASK_HR)
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, BOB) if "already" in each["text"]])
    assert len(slack.replies(HR)) == 1


def test_a_reply_becomes_an_approved_answer_once_a_second_person_approves_it(slack, served, tmp_path):
    slack.facts.members[HR] = [HELEN, BOB]
    first = handed_over(slack)
    slack.click(HR, HELEN, first, ids.CASE_DRAFT)
    (modal,) = slack.wait(slack.modals)
    given = {
        each["block_id"]: each["element"].get("initial_value", "") for each in modal["blocks"] if "element" in each
    }
    assert given["question"] == QUESTION and given["document"] and given["quote"]
    values = {**field("question", QUESTION), **field("text", "The Head of Circulation, Mondays to Fridays.")}
    values |= field("document", given["document"])
    slack.submit(HELEN, values | field("quote", "No document says this at all."))
    slack.wait(lambda: [call for call in slack.log() if "does not say" in str(call)])
    slack.submit(HELEN, values | field("quote", given["quote"]))
    slack.wait(lambda: "proposes an approved answer" in text_of(card(slack)))
    slack.click(HR, HELEN, card(slack), ids.CASE_APPROVE)
    slack.wait(lambda: [each for each in slack.ephemeral(HR, HELEN) if "somebody else has to" in each["text"]])
    answers = tmp_path / "documents" / "answers.yaml"
    before = answers.read_text(encoding="utf-8") if answers.exists() else ""
    slack.click(HR, BOB, card(slack), ids.CASE_APPROVE)
    slack.wait(lambda: [each for each in slack.ephemeral(HR, BOB) if "Approved and written" in each["text"]])
    written = answers.read_text(encoding="utf-8").removeprefix(before)
    assert "Mondays to Fridays" in written and "approved_by: bob" in written and "author: helen" in written
    slack.wait(lambda: "proposes" not in text_of(card(slack)))


def test_a_card_that_slack_did_not_take_is_posted_after_a_restart(slack, settings_file):
    slack.fail("chat.postMessage", Fault())  # the answer
    with serving(settings_file, slack) as served:
        asked = slack.mention(GENERAL, ALICE, QUESTION)
        (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
        slack.fail("conversations.info", *[Fault("internal_error")] * 20)
        slack.click(GENERAL, ALICE, answer, ids.ASK_HR)
        slack.wait(
            lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if "can't reach their channel" in each["text"]]
        )
        assert slack.replies(HR) == [] and Desk(served.database).unclosed() == 1
    slack.proxy.faults.clear()
    with serving(settings_file, slack):
        slack.wait(lambda: slack.replies(HR))


def test_what_is_deleted_goes_from_the_card(slack, served):
    first = handed_over(slack)
    (receipt,) = slack.wait(lambda: served.ended(1))
    erase_question(served.database, receipt.number, Person("slack", TEAM, ALICE))
    slack.click(HR, HELEN, first, ids.CASE_CLAIM)
    slack.wait(lambda: "[erased]" in text_of(card(slack)))
    assert QUESTION not in str(slack.replies(HR)) and "alice" not in str(slack.replies(HR))
    assert verify(served.database).problems == ()


def test_hr_is_told_where_whoever_asked_can_not_be(slack, served):
    first = handed_over(slack)
    slack.fail("conversations.open", Fault("user_disabled"))
    slack.click(HR, HELEN, first, ids.CASE_REPLY)
    slack.wait(slack.modals)
    slack.submit(HELEN, field("text", "It is 16 weeks."))
    slack.wait(lambda: [each for each in slack.replies(HR, first["ts"]) if "tell them yourself" in each["text"]])
    slack.wait(lambda: not Desk(served.database).due())
    assert private(slack) == []
