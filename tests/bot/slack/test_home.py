"""App Home and suggested prompts, end to end."""

from __future__ import annotations

from urllib.request import Request, urlopen

import pytest

from bot.record.verify import verify
from tests.bot.slack.payloads import messages_tab, signed
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, HR, direct_message

QUESTION = "What is the pay of the Bookmobile Driver?"
OTHER = "What is the pay grade of the Bookmobile Driver?"
ALONE = "What are the minimum qualifications of the Bookmobile Driver?"


def home_text(slack, user):
    return str(slack.home(user).get("blocks", ""))


def opened(slack, user, said):
    slack.open_home(user)
    slack.wait(lambda: said in home_text(slack, user))
    return home_text(slack, user)


@pytest.fixture
def served(slack, installation, tmp_path):
    chosen = {"hr_channel": HR, "admins": [HELEN], "auditors": ["S01AUDIT"], "groups": {"staff": ["S01STAFF"]}}
    slack.facts.groups.update(S01AUDIT=[HELEN], S01STAFF=[ALICE])
    with serving(write_settings(tmp_path, installation, slack, "socket", {"slack": chosen}), slack) as record:
        yield record


def test_it_shows_documents_with_their_dates_questions_and_how_they_are_kept(slack, served):
    slack.say(ALICE, ALICE, OTHER)
    slack.wait(lambda: served.ended(1))
    shown = opened(slack, ALICE, "What you can ask about")
    for each in ("Leave Policy", "effective 2025-07-01", OTHER, "for 365 days", "for 1095 days", "pseudonym"):
        assert each in shown
    assert "For admins" not in shown and "For auditors" not in shown
    others = opened(slack, BOB, "What you can ask about")
    assert OTHER not in others and "Leave Policy" not in others and "Bookmobile Driver" in others


def test_the_example_is_of_a_role_that_the_documents_describe(slack, tmp_path, rolecall, samples):
    documents, kept = tmp_path / "documents", "bookmobile-driver"
    documents.mkdir()
    for each in samples.rglob(f"*{kept}*"):
        (documents / each.name).write_bytes(each.read_bytes())
    (tmp_path / "rolecall.yaml").write_text("documents: documents\nindex: index\n", encoding="utf-8")
    assert rolecall("index", "--yes", folder=tmp_path).returncode == 0
    with serving(write_settings(tmp_path, tmp_path, slack, "socket"), slack):
        assert "for example: Who does the Bookmobile Driver report to?" in opened(slack, ALICE, "What you can ask")


def test_admins_and_auditors_have_panels_of_their_own_while_slack_says_who_they_are(slack, served):
    shown = opened(slack, HELEN, "For admins")
    assert "For auditors" in shown and "Cases that HR has not closed: 0" in shown
    slack.facts.groups["S01AUDIT"] = [BOB]  # looked up at each use
    slack.open_home(HELEN)
    slack.wait(lambda: "For auditors" not in home_text(slack, HELEN))
    assert "For admins" in home_text(slack, HELEN)


def test_a_deleted_question_is_gone_and_what_stays_is_said(slack, served):
    slack.say(ALICE, ALICE, QUESTION)
    slack.wait(lambda: served.ended(1))
    slack.say(ALICE, ALICE, OTHER)
    slack.wait(lambda: served.ended(2))
    opened(slack, ALICE, QUESTION)
    slack.click_home(ALICE, "delete_question_1")  # the older one
    slack.wait(lambda: "is deleted" in home_text(slack, ALICE))
    shown = home_text(slack, ALICE)
    assert "What stays" in shown and QUESTION not in shown and OTHER in shown
    gone, kept = served.receipts()
    assert gone.question is None and gone.person is None and gone.place == () and gone.outcome == "answered"
    assert kept.question.text == OTHER and kept.person is not None
    assert verify(served.database).problems == ()


def test_nobody_deletes_what_somebody_else_asked(slack, served):
    slack.say(ALICE, ALICE, QUESTION)
    slack.wait(lambda: served.ended(1))
    opened(slack, ALICE, QUESTION)
    forged = slack.home(ALICE)
    number = served.receipts()[0].number
    assert number in str(forged)
    slack.say(BOB, BOB, OTHER)
    slack.wait(lambda: served.ended(2))
    opened(slack, BOB, OTHER)
    slack.click_home(BOB, "delete_question_0")
    slack.wait(lambda: "is deleted" in home_text(slack, BOB))
    assert served.receipts()[0].question.text == QUESTION


def test_guests_are_told_why_there_is_nothing(slack, served):
    slack.facts.people[BOB] = {"is_restricted": True}
    assert "What you can ask about" not in opened(slack, BOB, "guests")


def test_prompts_are_what_several_asked_and_never_what_one_did(slack_over_http, installation, tmp_path):
    slack = slack_over_http
    more = {"record": {"file": str(tmp_path / "record.sqlite"), "fewest_people": 2}}
    with serving(write_settings(tmp_path, installation, slack, "http", more), slack) as served:
        slack.say(ALICE, ALICE, OTHER)
        slack.say(BOB, BOB, OTHER)
        slack.say(HELEN, HELEN, ALONE)
        slack.wait(lambda: served.ended(3))
        body, headers = signed(messages_tab(ALICE))
        address = f"http://127.0.0.1:{slack.bot_port}/slack/events"
        assert urlopen(Request(address, body, headers)).status == 200
        (call,) = slack.wait(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))
    offered = [each["message"] for each in call.arguments["prompts"]]
    assert offered[0] == OTHER and ALONE not in offered and 1 < len(offered) <= 4
    assert call.arguments["channel_id"] == direct_message(ALICE) and "thread_ts" not in call.arguments
    assert GENERAL not in str(offered)
