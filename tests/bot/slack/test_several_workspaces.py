"""Installed in several workspaces: from the page in a browser to the token that each call is made with."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.oauth.installation_store import Bot

from bot.errors import SettingsError
from bot.main import open_record, open_slack
from bot.record.database import Database
from bot.record.record import Record
from bot.slack.check import check
from bot.slack.installations import Installations
from bot.slack.oauth import REDIRECT
from bot.slack.token_keys import TokenKeys, read_keys
from bot.web.settings import WebSettings
from tests.bot.record.conftest import postgres, sqlite_template, url
from tests.bot.slack.payloads import mention
from tests.bot.slack.proxy import Fault
from tests.bot.slack.two_workspaces import (
    FIRST,
    OTHER,
    OVER_SLACK,
    PUBLIC,
    THIRD,
    TOKEN_KEY,
    eventually,
    install,
    installations_of,
    served,
    settings,
    told,
)
from tests.bot.slack.workspace import GENERAL

__all__ = ["postgres", "settings", "sqlite_template", "url"]  # fixtures
pytestmark = OVER_SLACK


async def test_slacks_page_is_asked_for_what_the_manifest_names(settings, slack):
    async with served(settings) as browser:
        to_slack = await browser.get("/slack/install")
    address = urlsplit(to_slack.headers["location"])
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{slack.url}/oauth/v2/authorize"
    assert "chat:write" in asked["scope"][0].split(",")
    assert "user_scope" not in asked
    assert asked["redirect_uri"] == [PUBLIC + REDIRECT]
    assert "Secure" in to_slack.headers["set-cookie"] and "HttpOnly" in to_slack.headers["set-cookie"]


async def test_each_workspace_is_talked_to_with_its_own_token(settings, slack):
    async with served(settings) as browser:
        for token in ("xoxb-first", "xoxb-other"):
            assert (await install(slack, browser, token)).status_code == 200
        for team in (FIRST, OTHER):
            await told(browser, mention(GENERAL, "hello")["event"] | {"team": team, "user_team": team}, team)
        both = {"xoxb-first", "xoxb-other"}
        await eventually(lambda: {call.token for call in slack.calls("chat.postMessage")} == both)
    assert {call.token for call in slack.calls("auth.test")} == both


async def test_no_other_workspace_can_install_it(settings, slack):
    async with served(settings) as browser:
        response = await install(slack, browser, "xoxb-third")
    assert response.status_code == 403
    assert "not meant for this workspace" in response.text
    [uninstalled] = slack.calls("apps.uninstall")
    assert uninstalled.token == "xoxb-third" and uninstalled.reply["ok"]
    assert installations_of(settings).find(THIRD) is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"error": "access_denied"}, 200),
        ({"code": "code", "state": "forged"}, 400),
        ({"code": "code"}, 400),
    ],
)
async def test_who_comes_back_otherwise_installs_nothing(settings, slack, query, status):
    async with served(settings) as browser:
        await browser.get("/slack/install")
        slack.facts.codes["code"] = "xoxb-first"
        assert (await browser.get(REDIRECT, params=query)).status_code == status
    assert slack.calls("oauth.v2.access") == []
    assert installations_of(settings).find(FIRST) is None


async def test_a_code_is_good_once(settings, slack):
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
        slack.facts.codes.clear()
        state = parse_qs(urlsplit((await browser.get("/slack/install")).headers["location"]).query)["state"][0]
        again = await browser.get(REDIRECT, params={"code": "code", "state": state})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "inner", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}]
)
async def test_where_it_is_uninstalled_the_token_is_forgotten_and_nothing_is_answered(settings, slack, inner):
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
        await install(slack, browser, "xoxb-other")
        assert (await told(browser, inner, FIRST)).status_code == 200
        installations = installations_of(settings)
        await eventually(lambda: installations.find(FIRST) is None)
        slack.proxy.calls.clear()
        await told(browser, mention(GENERAL, "hello")["event"], FIRST)
        assert slack.proxy.calls == []  # by which token?
        assert installations.find(OTHER).token == "xoxb-other"
        assert (await install(slack, browser, "xoxb-first")).status_code == 200
        assert installations.find(FIRST).token == "xoxb-first"


async def test_tokens_of_people_that_are_revoked_change_nothing(settings, slack):
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
        await told(browser, {"type": "tokens_revoked", "tokens": {"oauth": ["U01ALICE"], "bot": []}}, FIRST)
    assert installations_of(settings).find(FIRST) is not None


async def test_the_check_looks_at_each_workspace(settings, slack):
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
    found = await check(settings.slack, installations_of(settings))
    assert f"Rolecall is @rolecall (U0BOT) in Acme HR ({FIRST})" in [finding.what for finding in found]
    [missing] = [finding for finding in found if finding.state == "missing"]
    assert missing.what == f"Rolecall isn't installed in {OTHER}"
    assert "/slack/install" in missing.mend
    slack.fail("auth.test", Fault("token_revoked"))
    found = await check(settings.slack, installations_of(settings))
    assert "token_revoked" in found[0].what and f"install it again in {FIRST}" in found[0].mend


def test_who_installed_it_stands_in_the_record_and_one_token_is_kept(url):
    record = Record(Database.open(url))
    keys = TokenKeys(read_keys(TOKEN_KEY))
    installations = Installations(record, "1.2", keys)
    installations = Installations(record, "1.2", keys)  # the table is there
    for token in ("xoxb-old", "xoxb-new"):
        bot = Bot(
            app_id="A1",
            team_id=FIRST,
            team_name="Acme",
            bot_token=token,
            bot_id="B1",
            bot_user_id="U1",
            bot_scopes="chat:write",
            enterprise_id="E1",
            installed_at=1_700_000_000.0,
        )
        installations.save(bot, "U0INSTALLER")
    assert installations.find(FIRST).token == "xoxb-new"
    with record.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT bot_token FROM slack_bots").scalars().all()
        kinds = connection.exec_driver_sql("SELECT kind FROM entries ORDER BY seq").scalars().all()
        people = connection.exec_driver_sql("SELECT key FROM people").scalars().all()
    assert [keys.decrypt(each) for each in kept] == ["xoxb-new"]
    assert (kinds, people) == (["installed", "installed"], [f"slack:{FIRST}:U0INSTALLER"])
    assert installations.delete(FIRST) and not installations.delete(FIRST)
    with record.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM slack_bots").scalar() == 0
    record.close()


def test_where_nobody_could_reach_the_page_it_is_not_served(settings):
    with pytest.raises(SettingsError, match="public_url"):
        open_slack(replace(settings, web=WebSettings()), settings.slack, open_record(settings), print)


async def test_what_comes_while_slack_cannot_be_asked_who_we_are_is_not_acknowledged(settings, slack):
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
    slack.fail("auth.test", Fault("internal_error"))
    said = mention(GENERAL, "hello")["event"] | {"team": FIRST, "user_team": FIRST}
    async with served(settings) as browser:
        assert (await told(browser, said, FIRST)).status_code == 500
        assert (await told(browser, said, FIRST)).status_code == 200
