from pathlib import Path

import pytest
import yaml

from bot.errors import SettingsError
from bot.settings import load_settings
from bot.slack.settings import API_URL, Named, SlackSettings, read_slack, with_secrets
from bot.slack.workspace_channels import WorkspaceChannels
from tests.conftest import ROOT

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-2", "SLACK_SIGNING_SECRET": "s3"}


def test_nothing_has_to_be_chosen_but_tokens_have_to_be_set():
    settings = read_slack({}, Path())
    assert settings == SlackSettings()
    assert len(settings.missing()) == 2
    assert with_secrets(settings, TOKENS).missing() == []


def test_each_mode_needs_a_secret_of_its_own():
    over_http = read_slack({"mode": "http"}, Path())
    [missing] = with_secrets(over_http, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-2"}).missing()
    assert "SLACK_SIGNING_SECRET" in missing


def test_people_and_user_groups_are_told_apart():
    settings = read_slack({"admins": ["U024BE7LH", "S0614TZR7", "W0AB"], "hr_channel": "C024BE91L"}, Path())
    assert settings.admins == Named(frozenset({"U024BE7LH", "W0AB"}), frozenset({"S0614TZR7"}))
    assert settings.hr_channel == WorkspaceChannels("C024BE91L")
    assert settings.admins and not settings.auditors


def test_a_channel_may_be_named_for_each_workspace():
    channels = {"T01": "C01", "T02": "C02"}
    written = {"workspaces": ["T01", "T02"], "hr_channel": channels, "digest": {"channel": {"T02": "C02"}}}
    settings = read_slack(written, Path())
    assert [settings.hr_channel.of(team) for team in ("T01", "T02", "T03")] == ["C01", "C02", ""]
    assert settings.digest is not None and settings.digest.channels.each() == (("T02", "C02"),)
    alone = read_slack({"workspaces": ["T01"], "hr_channel": "C01"}, Path()).hr_channel
    assert (alone.of("T01"), alone.each(), settings.head_channel.each()) == ("C01", (("", "C01"),), ())


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ({"mode": "carrier pigeon"}, "`mode` must be socket or http"),
        ({"admins": "U024BE7LH"}, "`admins` must be a list"),
        ({"admins": ["@helen"]}, "'@helen' is no id"),
        ({"hr_channel": "#hr"}, "names change, ids don't"),
        ({"hr_channel": {}}, "`hr_channel` names no workspace"),
        ({"hr_channel": {"acme": "C01"}}, "`hr_channel`: 'acme' is no id of a workspace"),
        ({"hr_channel": {"T01": "#hr"}}, "`hr_channel`: T01 must be the id of a channel"),
        (
            {"hr_channel": {"T01": "C01"}},
            "but `workspaces` names none: write the channel alone",
        ),
        (
            {"workspaces": ["T01", "T02"], "hr_channel": "C01"},
            "say which channel is in which workspace",
        ),
        ({"workspaces": ["T01"], "head_channel": {"T03": "C01"}}, "`head_channel`: the workspace T03 is not among"),
        ({"workspaces": ["T01", "T02"], "digest": {"channel": "C01"}}, "`digest`: `channel` must say which channel"),
        ({"guests": "yes"}, "`guests` must be true or false"),
        ({"colour": "red"}, "`colour` is not a setting of Slack"),
        ({"bot_token": "xoxb-1"}, "has no place in this file"),
        ({"topics": [{"name": "health"}]}, "lacks its `text`"),
        ([], "must hold lines"),
    ],
)
def test_what_is_wrong_is_named(written, named):
    with pytest.raises(ValueError) as raised:
        read_slack(written, Path())
    assert named in "".join(raised.value.args)
    assert "xoxb-1" not in "".join(raised.value.args)


def test_every_problem_is_named_together():
    with pytest.raises(ValueError) as raised:
        read_slack({"mode": "x", "guests": 1, "admins": ["a", "b"], "colour": "red"}, Path())
    assert len(raised.value.args) == 5


def test_secrets_come_from_a_file_and_the_environment_comes_first(tmp_path):
    file = tmp_path / "slack.env"
    file.write_text("# Slack\nSLACK_BOT_TOKEN=xoxb-file\n\nSLACK_APP_TOKEN = 'xapp-file'\n", encoding="utf-8")
    settings = read_slack({"secrets": "slack.env"}, tmp_path)
    found = with_secrets(settings, {"SLACK_BOT_TOKEN": "xoxb-environment"})
    assert (found.bot_token, found.app_token) == ("xoxb-environment", "xapp-file")
    assert "xoxb" not in repr(found) and "xapp" not in repr(found)


def test_problems_of_the_secrets_file_are_named_and_never_what_it_holds(tmp_path):
    settings = read_slack({"secrets": "slack.env"}, tmp_path)
    with pytest.raises(ValueError, match="can't be read"):
        with_secrets(settings, {})
    (tmp_path / "slack.env").write_text(
        "xoxb-hunter2\nSLACK_COLOUR=hunter2\nSLACK_APP_TOKEN=hunter2\n", encoding="utf-8"
    )
    with pytest.raises(ValueError) as raised:
        with_secrets(settings, {})
    assert len(raised.value.args) == 2
    assert "hunter2" not in "".join(raised.value.args)


def test_a_token_in_the_wrong_place_is_told():
    with pytest.raises(ValueError) as raised:
        with_secrets(SlackSettings(), {"SLACK_BOT_TOKEN": "xapp-2", "SLACK_APP_TOKEN": "xoxb-1"})
    assert [problem.split()[0] for problem in raised.value.args] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("", API_URL),
        ("https://slack.example.org/api", "https://slack.example.org/api/"),
        ("http://127.0.0.1:4000/api/", "http://127.0.0.1:4000/api/"),
    ],
)
def test_the_address_of_slack_may_be_another(given, url):
    assert with_secrets(SlackSettings(), {"SLACK_API_URL": given}).api_url == url


@pytest.mark.parametrize("given", ["http://slack.example.org/api/", "slack.com", "https://slack.com/api/?a=b"])
def test_a_token_is_not_sent_in_the_clear(given):
    with pytest.raises(ValueError, match="SLACK_API_URL must be an address"):
        with_secrets(SlackSettings(), {"SLACK_API_URL": given})


def test_problems_of_the_file_and_of_its_secrets_are_named_together(tmp_path):
    file = tmp_path / "rolecall.yaml"
    file.write_text("colour: red\nslack: {mode: http}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings(file, {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_API_URL": "ftp://x"})
    assert len(raised.value.problems) == 3


def test_without_the_section_there_is_no_slack(tmp_path):
    assert load_settings(None, TOKENS).slack is None
    (tmp_path / "rolecall.yaml").write_text("slack: {}\n", encoding="utf-8")
    found = load_settings(tmp_path / "rolecall.yaml", TOKENS).slack
    assert found is not None and found.bot_token == "xoxb-1"


def test_the_commented_example_is_valid(tmp_path):
    example = (ROOT / "rolecall.example.yaml").read_text(encoding="utf-8")
    section = example[example.index("# slack:") :].replace("\n# ", "\n").removeprefix("# ")
    settings = read_slack(yaml.safe_load(section)["slack"], tmp_path)
    assert settings.topics[0].is_about("harassed")
    assert settings.hr_channel.only and settings.admins.groups


def test_groups_whose_members_slack_knows_are_known_to_the_documents(tmp_path):
    file = tmp_path / "rolecall.yaml"
    file.write_text("groups: {HR: ['slack:T1:U1']}\nslack: {groups: {hr: [S01], Staff: [S02]}}\n", encoding="utf-8")
    settings = load_settings(file, TOKENS)
    assert settings.groups.names == {"hr", "staff"}
    assert settings.groups.members["hr"] == {"slack:t1:u1"}
    with pytest.raises(ValueError, match="must name user groups"):
        read_slack({"groups": {"hr": ["hr-team"]}}, tmp_path)
