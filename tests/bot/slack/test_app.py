"""The trips of staff, end to end: a real local Slack, a real index, a real record."""

from __future__ import annotations

import threading

import pytest

from bot.live_answers import LiveAnswers
from bot.slack import actions as ids
from bot.slack.working import STATUS
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, PRIVATE, WAIT_SECONDS, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"
BOSS = "Head of Circulation"
AMBIGUOUS = "How many pounds do I have to lift?"


@pytest.fixture
def served(slack, installation, tmp_path):
    with serving(write_settings(tmp_path, installation, slack, "socket"), slack) as record:
        yield record


@pytest.fixture
def served_over_http(slack_over_http, installation, tmp_path):
    with serving(write_settings(tmp_path, installation, slack_over_http, "http"), slack_over_http) as record:
        yield record


def test_what_was_served_from_is_let_go_of(slack, installation, tmp_path):
    before = set(threading.enumerate())
    with serving(write_settings(tmp_path, installation, slack, "socket"), slack) as record:
        slack.mention(GENERAL, ALICE, QUESTION)
        slack.wait(lambda: record.ended(1))
        assert any(each.name == "live answers" for each in set(threading.enumerate()) - before)
    ours = ("live answers", "receipts", "record", "answers")
    slack.wait(lambda: not [t for t in set(threading.enumerate()) - before if t.name.startswith(ours)])


def answer_in(slack, channel, thread):
    """The one answer in that thread."""
    (answer,) = slack.wait(lambda: slack.replies(channel, thread))
    return answer


def elements(message):
    return [each for block in message["blocks"] for each in block.get("elements", ())]


def action_ids(message):
    return [each.get("action_id", "") for each in elements(message)]


def test_a_mention_is_answered_in_its_thread(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    assert BOSS in answer_in(slack, GENERAL, asked)["text"]
    (receipt,) = slack.wait(lambda: served.ended(1))
    assert (receipt.state, receipt.question.text) == ("posted", QUESTION)


def test_slack_is_told_that_a_question_arrived_before_it_is_answered(slack, served, monkeypatch):
    may_answer, answer = threading.Event(), LiveAnswers.answer

    def answered_later(self, *arguments, **more):
        assert may_answer.wait(WAIT_SECONDS)
        return answer(self, *arguments, **more)

    monkeypatch.setattr(LiveAnswers, "answer", answered_later)
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    try:
        slack.wait(slack.acknowledged_after_ms)
        assert [each.outcome for each in served.receipts()] == [None]
    finally:
        may_answer.set()
    assert BOSS in answer_in(slack, GENERAL, asked)["text"]


def test_over_http_as_well(slack_over_http, served_over_http):
    asked = slack_over_http.mention(GENERAL, ALICE, QUESTION)
    assert BOSS in answer_in(slack_over_http, GENERAL, asked)["text"]
    (receipt,) = slack_over_http.wait(lambda: served_over_http.ended(1))
    assert receipt.state == "posted"


def test_a_direct_message_is_its_own_thread_with_a_status_that_is_cleared(slack, served):
    asked = slack.say(ALICE, ALICE, QUESTION)
    assert BOSS in answer_in(slack, direct_message(ALICE), asked)["text"]
    slack.wait(lambda: len(slack.calls("assistant.threads.setStatus")) == 2)
    assert [call.arguments["status"] for call in slack.calls("assistant.threads.setStatus")] == [STATUS, ""]
    assert {call.arguments["thread_ts"] for call in slack.calls("assistant.threads.setStatus")} == {asked}


def test_a_follow_up_of_the_asker_needs_no_mention_and_leans_on_the_thread(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    answer_in(slack, GENERAL, asked)
    slack.say(GENERAL, ALICE, "And the pay grade?", asked)
    slack.wait(lambda: len(slack.replies(GENERAL, asked)) == 2)
    last = slack.replies(GENERAL, asked)[-1]
    assert "8" in last["text"]
    assert "Reading this as a question about: Bookmobile Driver" in str(last["blocks"])
    _, receipt = slack.wait(lambda: served.ended(2))
    assert receipt.question.earlier == (QUESTION,)


def test_what_others_say_there_is_not_answered_nor_what_nobody_asked_us(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    answer_in(slack, GENERAL, asked)
    slack.say(GENERAL, BOB, "And the pay grade?", asked)
    slack.say(GENERAL, BOB, "Lunch, anybody?")
    slack.say(GENERAL, ALICE, f"<@{BOB}> did you know?", asked)
    last = slack.mention(GENERAL, BOB, QUESTION)
    answer_in(slack, GENERAL, last)
    assert len(slack.replies(GENERAL)) == 2
    assert len(slack.wait(lambda: served.ended(2))) == 2


def test_ask_answers_in_private(slack, served):
    slack.command(GENERAL, ALICE, "/ask", QUESTION)
    (answer,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert BOSS in answer["text"]
    assert slack.replies(GENERAL) == []
    assert ids.HELPFUL in action_ids(answer) and ids.SHARE in action_ids(answer)


def test_ask_without_a_question_says_how(slack, served):
    slack.command(GENERAL, ALICE, "/ask", "")
    (answer,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    assert "Ask me about roles" in answer["text"]
    assert served.receipts() == []


def test_a_private_answer_is_shared_once(slack, served):
    slack.command(GENERAL, ALICE, "/ask", QUESTION)
    (answer,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    slack.click(GENERAL, ALICE, answer, ids.SHARE)
    (shared,) = slack.wait(lambda: slack.replies(GENERAL))
    assert BOSS in shared["text"]
    slack.click(GENERAL, ALICE, answer, ids.SHARE)
    slack.wait(lambda: "shared already" in slack.ephemeral(GENERAL, ALICE)[-1]["text"])
    assert len(slack.replies(GENERAL)) == 1


def test_a_choice_asks_its_question_in_the_same_thread_once_and_only_for_the_asker(slack, served):
    asked = slack.mention(GENERAL, ALICE, AMBIGUOUS)
    back = answer_in(slack, GENERAL, asked)
    assert "choose_0" in action_ids(back)
    slack.click(GENERAL, BOB, back, "choose_0")
    slack.wait(lambda: "Only whoever asked" in "".join(each["text"] for each in slack.ephemeral(GENERAL, BOB)))
    slack.click(GENERAL, ALICE, back, "choose_0")
    slack.click(GENERAL, ALICE, back, "choose_0")
    slack.wait(lambda: len(slack.replies(GENERAL, asked)) == 2)
    receipts = slack.wait(lambda: served.ended(2))
    assert [receipt.outcome for receipt in receipts] == ["clarify", "answered"]


def test_feedback_is_kept_with_its_reason(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    answer = answer_in(slack, GENERAL, asked)
    slack.click(GENERAL, ALICE, answer, ids.HELPFUL)
    slack.wait(lambda: served.receipts()[0].feedback == "helpful")
    slack.click(GENERAL, ALICE, answer, ids.NOT_HELPFUL)
    slack.wait(slack.modals)
    slack.submit(
        ALICE,
        {
            ids.REASON: {
                ids.REASON_ELEMENT: {
                    "type": "static_select",
                    "selected_option": {"text": {"type": "plain_text", "text": "Out of date"}, "value": "outdated"},
                }
            },
            ids.REMARK: {ids.REMARK_ELEMENT: {"type": "plain_text_input", "value": "The post was abolished."}},
        },
    )
    slack.wait(lambda: served.receipts()[0].feedback_reason)
    (receipt,) = served.receipts()
    assert receipt.feedback == "not_helpful"
    assert receipt.feedback_reason == "It is out of date: The post was abolished."


def test_the_quote_is_shown_in_its_context(slack, served):
    asked = slack.mention(GENERAL, ALICE, QUESTION)
    slack.click(GENERAL, ALICE, answer_in(slack, GENERAL, asked), ids.SHOW_CONTEXT)
    (view,) = slack.wait(slack.modals)
    assert view["title"]["text"] == "In context"
    assert "Pay grade" in str(view["blocks"])


def test_a_private_channel_is_answered_and_a_question_without_words_gets_help(slack, served):
    asked = slack.mention(PRIVATE, ALICE, "")
    assert "Ask me about roles" in answer_in(slack, PRIVATE, asked)["text"]


def test_what_is_not_in_the_documents_has_feedback_buttons_too(slack, served):
    asked = slack.mention(GENERAL, ALICE, "What is the melting point of tungsten?")
    assert ids.NOT_HELPFUL in action_ids(answer_in(slack, GENERAL, asked))


def test_the_organisation_chart_is_a_picture_that_can_be_read_aloud(slack, served):
    asked = slack.mention(GENERAL, ALICE, "Show me the org chart")
    assert "Head of Circulation" in str(slack.wait(lambda: slack.replies(GENERAL, asked))[0])
    (call,) = slack.wait(lambda: slack.calls("files.completeUploadExternal"))
    assert (call.arguments["channel_id"], call.arguments["thread_ts"]) == (GENERAL, asked)
    (place,) = slack.calls("files.getUploadURLExternal")
    assert "Bookmobile Driver" in place.arguments["alt_txt"]


def test_a_comparison_is_a_table(slack, served):
    asked = slack.mention(GENERAL, ALICE, "Compare the Library Assistant and the Bookmobile Driver")
    answer = answer_in(slack, GENERAL, asked)
    (table,) = [block for block in answer["blocks"] if block["type"] == "table"]
    assert "Library Assistant" in str(table["rows"][0]) and "Bookmobile Driver" in str(table["rows"][0])


def test_a_private_question_back_is_answered_in_private(slack, served):
    slack.command(GENERAL, ALICE, "/ask", AMBIGUOUS)
    (back,) = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE))
    slack.click(GENERAL, ALICE, back, "choose_0")
    slack.wait(lambda: len(slack.ephemeral(GENERAL, ALICE)) == 2)
    assert slack.replies(GENERAL) == []
    _, receipt = slack.wait(lambda: served.ended(2))
    assert receipt.question.earlier == (AMBIGUOUS,)
