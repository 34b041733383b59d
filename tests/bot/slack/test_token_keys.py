"""The tokens of installed workspaces, encrypted in a real database: SQLite, and PostgreSQL."""

from __future__ import annotations

import base64
import logging
import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Bot

from bot.record.database import Database
from bot.record.record import Record
from bot.slack.check import check
from bot.slack.errors import TokenUnreadable
from bot.slack.installations import Installations
from bot.slack.settings import SlackSettings, with_secrets
from bot.slack.token_keys import TOKEN_KEY, TokenKeys, WrongKey, read_keys
from tests.bot.record.conftest import postgres, sqlite_template, url
from tests.bot.slack.payloads import mention
from tests.bot.slack.two_workspaces import (
    FIRST,
    OTHER,
    OVER_SLACK,
    eventually,
    install,
    installations_of,
    served,
    settings,
    told,
)
from tests.bot.slack.workspace import GENERAL

__all__ = ["postgres", "settings", "sqlite_template", "url"]  # fixtures
TOKEN = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy"  # as long as Slack's are, of Slack's documentation


def a_key() -> str:
    """As `openssl rand -base64 32` makes one."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def bot(team: str, token: str = TOKEN) -> Bot:
    return Bot(app_id="A1", team_id=team, bot_token=token, bot_id="B1", bot_user_id="U1", installed_at=1_700_000_000.0)


@pytest.fixture
def record(url):
    opened = Record(Database.open(url))
    with opened.database.write() as connection:  # which isn't among the record's own, and may be left from before
        connection.exec_driver_sql("DROP TABLE IF EXISTS slack_bots")
    yield opened
    opened.close()


def opened(record, written: str) -> Installations:
    return Installations(record, "1.2", TokenKeys(read_keys(written)))


def kept(record) -> list[str]:
    """What stands in the database."""
    with record.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT bot_token FROM slack_bots ORDER BY team_id").scalars())


def keep_plainly(record, token: str) -> None:
    """As it was kept before there were keys."""
    with record.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE slack_bots SET bot_token = '{token}'")


def test_what_is_kept_is_encrypted_and_found_again(record):
    installations = opened(record, a_key())
    for token in (TOKEN, "xoxb-" + "x" * 250):  # Slack says that they may grow
        installations.save(bot(FIRST, token), "U1")
        [stored] = kept(record)
        assert token not in stored and stored.isascii()
        assert installations.find(FIRST).token == token


def test_tokens_that_were_kept_in_plain_text_are_encrypted_at_the_next_start(record):
    key = a_key()
    opened(record, key).save(bot(FIRST), "U1")
    if not record.database.is_sqlite:  # as Bolt makes the column
        with record.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE slack_bots ALTER COLUMN bot_token TYPE VARCHAR(200)")
    keep_plainly(record, TOKEN)
    installations = opened(record, key)
    assert TOKEN not in kept(record)[0]
    assert installations.find(FIRST).token == TOKEN
    if (file := record.database.file) is not None:  # nor does it stand in what SQLite keeps beside it
        assert [each.name for each in Path(file).parent.glob("*") if TOKEN.encode() in each.read_bytes()] == []
    installations.save(bot(FIRST, "xoxb-" + "x" * 250), "U1")


def test_keys_can_be_replaced_and_the_old_one_is_then_needed_no_more(record, caplog):
    old, new = a_key(), a_key()
    opened(record, old).save(bot(FIRST), "U1")
    assert opened(record, f"{old}, {new}").find(FIRST).token == TOKEN  # every process knows the new one, none uses it
    before = kept(record)
    rotated = opened(record, f"{new},{old}")
    assert rotated.find(FIRST).token == TOKEN and kept(record) != before
    after = kept(record)
    assert opened(record, new).find(FIRST).token == TOKEN and kept(record) == after
    assert caplog.text == ""
    with pytest.raises(TokenUnreadable):
        opened(record, old).find(FIRST)


def test_where_the_key_is_another_it_is_said_which_workspace_and_installing_again_helps(record, caplog):
    opened(record, a_key()).save(bot(FIRST), "U1")
    stored = kept(record)
    with caplog.at_level(logging.ERROR):
        installations = opened(record, a_key())
    assert f"The token of the workspace {FIRST} was encrypted with a key that SLACK_TOKEN_KEY doesn't" in caplog.text
    assert kept(record) == stored  # whoever finds the key has the token
    with pytest.raises(TokenUnreadable, match="install Rolecall there again"):
        installations.find(FIRST)
    installations.save(bot(FIRST, "xoxb-again"), "U1")
    assert installations.find(FIRST).token == "xoxb-again" and len(kept(record)) == 1


def test_what_can_not_be_read_can_be_deleted(record):
    opened(record, a_key()).save(bot(FIRST), "U1")
    installations = opened(record, a_key())
    assert installations.delete(FIRST) and kept(record) == []


def test_what_was_tampered_with_is_no_token(record):
    keys = TokenKeys(read_keys(a_key()))
    encrypted = keys.encrypt(TOKEN)
    assert keys.decrypt(encrypted) == TOKEN and keys.is_current(encrypted) and not keys.is_current(TOKEN)
    with pytest.raises(WrongKey):
        keys.decrypt(encrypted[:-8] + "AAAAAAA=")


@pytest.mark.parametrize("written", ["hunter2", "aHVudGVyMg==", f"{'A' * 43}=,", "é" * 43 + "="])
def test_what_is_no_key_is_said_and_not_repeated(written):
    with pytest.raises(ValueError, match=r"32 random bytes in base64: `openssl rand -base64 32`") as raised:
        with_secrets(SlackSettings(), {TOKEN_KEY: written})
    assert written not in "".join(raised.value.args)


def test_several_workspaces_need_a_key_and_one_needs_none(tmp_path):
    key = a_key()
    given = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "SLACK_APP_TOKEN": "xapp-1"}
    several = SlackSettings(workspaces=(FIRST,))
    [missing] = with_secrets(several, given).missing()
    assert missing.startswith(f"set {TOKEN_KEY} in the environment") and "openssl rand -base64 32" in missing
    (tmp_path / "slack.env").write_text(f"{TOKEN_KEY}={key}\n", encoding="utf-8")
    found = with_secrets(replace(several, secrets_file=tmp_path / "slack.env"), given)
    assert found.missing() == [] and found.token_keys == read_keys(key)
    assert key not in repr(found) and str(found.token_keys) not in repr(found)
    one = SlackSettings(bot_token="xoxb-1", app_token="xapp-1")
    assert one.missing() == []


class TestOverSlack:
    """The whole way, with two workspaces."""

    pytestmark = OVER_SLACK

    async def test_a_workspace_whose_token_can_not_be_read_is_told_by_the_check_and_answered_once_it_can(
        self, settings, slack, caplog
    ):
        async with served(settings) as browser:
            await install(slack, browser, "xoxb-first")
            await install(slack, browser, "xoxb-other")
        another = replace(settings, slack=replace(settings.slack, token_keys=read_keys(a_key())))
        found = [each for each in await check(another.slack, installations_of(another)) if each.name == "bot token"]
        assert [each.state for each in found] == ["missing", "missing"]
        assert FIRST in found[0].what and TOKEN_KEY in found[0].mend and "/slack/install" in found[0].mend
        said = mention(GENERAL, "hello")["event"] | {"team": OTHER, "user_team": OTHER}
        async with served(another) as browser:
            assert (await told(browser, said, OTHER)).status_code == 500  # so that Slack sends it again
            assert slack.calls("chat.postMessage") == []
            assert (await install(slack, browser, "xoxb-other")).status_code == 200
            assert (await told(browser, said, OTHER)).status_code == 200
            await eventually(lambda: slack.calls("chat.postMessage"))
        assert "xoxb-" not in caplog.text
