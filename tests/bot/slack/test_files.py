"""Files between Slack and us: what is handed over is what was announced, and the token goes to Slack alone."""

from __future__ import annotations

import asyncio
import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.files import FileFailed, download, upload
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import ALICE, BOT_TOKEN, direct_message

pytestmark = pytest.mark.anyio
WORDS = "# Parking\n\nParking is free.\n"


@pytest.fixture
def client(slack):
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)


@pytest.fixture
def handed_over(slack):
    """A file as Slack describes it."""
    slack.upload(direct_message(ALICE), ALICE, "parking.md", WORDS)
    (message,) = slack.wait(lambda: [each for each in slack.messages(direct_message(ALICE)) if each.get("files")])
    return message["files"][0]


async def test_a_file_is_fetched_as_it_is(client, handed_over):
    assert (await download(client, handed_over, 1_000)).decode() == WORDS


@pytest.mark.parametrize(
    ("more", "most", "said"),
    [
        ({}, 10, "larger than"),
        ({"size": 7}, 1_000, "is not the file"),  # as the page to sign in on isn't
        ({"url_private_download": "https://files.slack.com.evil.test/x"}, 1_000, "where the file is"),
        ({"url_private_download": "http://files.slack.com/x"}, 1_000, "where the file is"),
        ({"url_private_download": "", "url_private": ""}, 1_000, "where the file is"),
    ],
)
async def test_what_is_not_the_file_is_refused(client, handed_over, more, most, said):
    with pytest.raises(FileFailed, match=said):
        await download(client, {**handed_over, **more}, most)


async def test_what_is_not_there_is_said_with_the_scope_it_may_want(slack, client, handed_over):
    gone = {**handed_over, "url_private_download": f"{slack.url}/files/none"}
    with pytest.raises(FileFailed, match="files:read"):
        await download(client, gone, 10_000_000)


async def test_a_file_is_put_into_a_thread(slack, client):
    first = await client.chat_postMessage(channel=direct_message(ALICE), text="report")
    await upload(client, WORDS.encode(), "report.txt", "The whole report", direct_message(ALICE), first["ts"])
    found = await asyncio.to_thread(lambda: slack.replies(direct_message(ALICE), first["ts"]))
    assert "report.txt" in json.dumps(found)


async def test_what_slack_does_not_take_is_said(slack, client):
    slack.fail("files.getUploadURLExternal", Fault("missing_scope"))
    with pytest.raises(FileFailed, match="missing_scope"):
        await upload(client, b"x", "report.txt", "Report", direct_message(ALICE))
