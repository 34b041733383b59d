"""What auditors do from Slack: a link to the pages that works once, and exports, for nobody else."""

from __future__ import annotations

import re
from http.client import HTTPConnection

import pytest

from tests.bot.slack.proxy import Fault
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, direct_message

QUESTION = "Who does the Bookmobile Driver report to?"
PUBLIC = "https://rolecall.example.org"


@pytest.fixture
def served(slack, installation, tmp_path, monkeypatch):
    """Helen audits by a user group of Slack's, Bob by the settings' own list, Alice administers."""
    monkeypatch.setattr("bot.slack.auditing.REMEMBERED_SECONDS", 0.0)
    monkeypatch.setattr("bot.slack.auditing.WAIT_SECONDS", 120.0)  # the machine may be slow
    slack.facts.groups["S01AUDIT"] = [HELEN]
    more = {
        "slack": {"auditors": ["S01AUDIT"], "admins": [ALICE]},
        "auditors": [{"slack": "T01TEST/U02BOB"}],
        "web": {"port": slack.bot_port, "public_url": PUBLIC, "links": True},
    }
    with serving(write_settings(tmp_path, installation, slack, "socket", more), slack) as record:
        yield record


def link_of(slack, user):
    (sent,) = slack.wait(lambda: slack.replies(direct_message(user)))
    (link,) = re.findall(rf"{PUBLIC}(/audit/link/[^|>]+)", str(sent["blocks"]))
    return link


def fetch(slack, method, path, cookie=""):
    """A page as a proxy that speaks HTTPS asks for it: (status, cookie, page)."""
    connection = HTTPConnection("127.0.0.1", slack.bot_port)
    headers = {"Host": "rolecall.example.org", "Origin": PUBLIC, **({"Cookie": cookie} if cookie else {})}
    try:
        connection.request(method, path, headers=headers)
        said = connection.getresponse()
        return said.status, (said.headers["Set-Cookie"] or "").partition(";")[0], said.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("user", [HELEN, BOB])
def test_a_link_is_sent_by_direct_message_and_signs_in_once(slack, served, user):
    slack.command(GENERAL, user, "/rolecall", "audit")
    link = link_of(slack, user)
    assert not [each for each in slack.messages(GENERAL) if "/audit/link/" in str(each)]
    status, _, page = fetch(slack, "GET", link)  # as Slack does, to show what is behind it
    assert status == 200 and "button" in page
    status, cookie, _ = fetch(slack, "POST", link)
    assert status == 303
    assert fetch(slack, "GET", "/audit/answers", cookie)[0] == 200
    assert [fetch(slack, method, link)[0] for method in ("GET", "POST")] == [403, 403]


def test_who_is_no_auditor_or_can_not_be_looked_up_gets_nothing(slack, served):
    slack.command(GENERAL, ALICE, "/rolecall", "audit")
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if "Only auditors" in each["text"]])
    slack.fail("usergroups.users.list", *[Fault("internal_error")] * 20)
    slack.command(GENERAL, HELEN, "/rolecall", "audit export csv")
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, HELEN) if "doesn't tell me" in each["text"]])
    assert slack.replies(direct_message(ALICE)) == slack.replies(direct_message(HELEN)) == []


def test_an_export_is_filtered_sent_as_a_file_and_noted(slack, served):
    for asked in (QUESTION, "Is there a crèche for the children of staff?"):
        slack.mention(GENERAL, ALICE, asked)
    slack.wait(lambda: served.ended(2))
    slack.command(GENERAL, HELEN, "/rolecall", "audit export jsonl outcome=answered")
    (call,) = slack.wait(lambda: slack.calls("files.completeUploadExternal"))
    assert call.arguments["channel_id"] == direct_message(HELEN)
    assert call.arguments["files"][0]["title"] == "rolecall-record.jsonl.zip"
    assert call.arguments["initial_comment"].startswith("An export of the record, 1 message; its entry ")
    slack.command(GENERAL, HELEN, "/rolecall", "audit export csv outcome=wrong")
    slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, HELEN) if "outcome is one of" in each["text"]])
    slack.command(GENERAL, HELEN, "/rolecall", "audit export xlsx")
    slack.wait(
        lambda: [each for each in slack.ephemeral(GENERAL, HELEN) if "one of csv, jsonl, parquet" in each["text"]]
    )


def test_who_is_an_auditor_no_more_is_let_in_nowhere(slack, served):
    slack.command(GENERAL, HELEN, "/rolecall", "audit")
    _, cookie, _ = fetch(slack, "POST", link_of(slack, HELEN))
    assert fetch(slack, "GET", "/audit/answers", cookie)[0] == 200
    slack.facts.groups["S01AUDIT"] = []
    assert fetch(slack, "GET", "/audit/answers", cookie)[0] == 303  # to the sign-in
    slack.facts.groups["S01AUDIT"] = [HELEN]
    slack.fail("usergroups.users.list", *[Fault("internal_error")] * 20)
    assert fetch(slack, "GET", "/audit/answers", cookie)[0] == 303
