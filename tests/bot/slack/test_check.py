"""`rolecall slack check` against a workspace: what is good, what is off, and why."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.check import check
from bot.slack.settings import Named, SlackSettings
from bot.slack.workspace_channels import WorkspaceChannels
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import ALICE, APP_TOKEN, BOT_TOKEN, HR

GROUP = "S01HR"


@pytest.fixture
def findings(slack):
    """What is found, as "name: what", by state."""

    def found(**chosen) -> dict[str, list[str]]:
        told = {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "api_url": slack.api_url, **chosen}
        if "hr_channel" in told:
            told["hr_channel"] = WorkspaceChannels(told["hr_channel"])
        states: dict[str, list[str]] = {"good": [], "missing": [], "optional": []}
        for finding in asyncio.run(check(SlackSettings(**told))):
            assert finding.mend or finding.state == "good", finding
            states[finding.state].append(f"{finding.name}: {finding.what}")
        return states

    return found


def test_all_is_good_where_all_is_granted(slack, findings):
    slack.facts.groups[GROUP] = [ALICE]
    found = findings(hr_channel=HR, admins=Named(groups=frozenset({GROUP})))
    assert found["missing"] == []
    assert "bot token: Rolecall is @rolecall (U0BOT) in Acme HR (T01TEST)" in found["good"]
    assert f"Ask HR: goes to {HR}" in found["good"]
    assert f"user group: {GROUP} has 1 member" in found["good"]
    assert "app token: a connection may be opened" in found["good"]
    assert any("follow-ups in public channels" in each for each in found["optional"])  # not in the manifest
    assert any("Slack doesn't tell a bot" in each for each in found["optional"])


def test_what_is_off_is_named_with_its_scope(slack, findings):
    slack.facts.granted -= {"assistant:write", "users:read"}
    missing = findings()["missing"]
    assert "off: suggested prompts: the scope assistant:write isn't granted" in missing
    assert any("guests and strangers" in each and "users:read" in each for each in missing)


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        ({"is_member": False}, "Rolecall is not in"),
        ({"is_archived": True}, "is archived"),
        ({"is_ext_shared": True}, "shared with another organisation"),
    ],
)
def test_a_channel_of_hr_that_is_no_good_is_told(slack, findings, flags, what):
    slack.facts.channels[HR] = flags
    assert any(what in each for each in findings(hr_channel=HR)["missing"])


def test_what_does_not_exist_is_told(slack, findings):
    missing = findings(hr_channel="C0NONE", admins=Named(groups=frozenset({"S0NONE"})))["missing"]
    assert any("C0NONE: channel_not_found" in each for each in missing)
    assert any("S0NONE: no_such_subteam" in each for each in missing)


def test_tokens_that_slack_does_not_take_are_told(slack, findings):
    found = findings(bot_token="xoxb-other", app_token="xapp-other")["missing"]
    assert [each.split(":")[0] for each in found] == ["bot token", "app token"]
    slack.fail("auth.test", Fault("token_revoked"))
    assert "install it again" in findings()["missing"][0]


def test_what_is_not_set_is_told_without_asking_slack(slack, findings):
    assert len(findings(bot_token="", app_token="")["missing"]) == 2
    assert slack.proxy.calls == []


def test_slack_that_can_not_be_reached_is_told(monkeypatch):
    monkeypatch.setattr("bot.slack.client.ATTEMPTS", 0)
    settings = SlackSettings(mode="http", bot_token="xoxb-1", signing_secret="s", api_url="http://127.0.0.1:9/api/")
    [first, *_] = asyncio.run(check(settings))
    assert (first.state, first.name) == ("missing", "bot token")
    assert "can't be reached" in first.what


def test_the_command_says_all_of_it(slack, rolecall, tmp_path):
    (tmp_path / "rolecall.yaml").write_text(f"slack: {{hr_channel: {HR}}}\n", encoding="utf-8")
    environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
    done = rolecall("slack", "check", folder=tmp_path, environ=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything that is needed is there." in done.stdout
    slack.facts.granted.discard("commands")
    done = rolecall("slack", "check", folder=tmp_path, environ=environ)
    assert done.returncode == 1
    assert "MISSING  off        /ask, /rolecall and shortcuts: the scope commands isn't granted" in done.stdout
    assert BOT_TOKEN not in done.stdout + done.stderr


def test_the_command_says_where_slack_is_set_up(rolecall, tmp_path):
    done = rolecall("slack", "check", folder=tmp_path)
    assert done.returncode == 2
    assert "docs/slack.md" in done.stderr
