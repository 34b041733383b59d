"""A message that says how far something is: edited in place, ended whatever happens to it."""

from __future__ import annotations

import asyncio
from itertools import count, pairwise

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.progress import EVERY_SECONDS, LEAST_SECONDS, Progress, Stopped
from bot.slack.rendering.message import note
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import BOT_TOKEN, GENERAL

pytestmark = pytest.mark.anyio


@pytest.fixture
def client(slack):
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)


async def said(slack) -> list[str]:
    return [each["text"] for each in await asyncio.to_thread(slack.replies, GENERAL)]


async def test_it_is_one_message_edited_at_most_once_a_second(slack, client):
    progress = await Progress.begin(client, GENERAL, "Building.")
    stages = count()
    while len(slack.calls("chat.update")) < 2:
        progress.on_stage("reading", next(stages), 1_000_000)
        await asyncio.sleep(EVERY_SECONDS / 50)
    assert (await said(slack))[0].startswith("Building.\nReading documents:")
    await progress.end(note("Done."))
    assert await said(slack) == ["Done."]
    assert next(stages) > len(slack.calls("chat.update")) >= 3
    assert min(later.at - earlier.at for earlier, later in pairwise(slack.calls("chat.update"))) > 0.9 * LEAST_SECONDS


async def test_work_that_is_told_to_stop_ends_at_its_next_step(slack, client):
    progress = await Progress.begin(client, GENERAL, "Building.")
    progress.on_stage("reading", 1, 2)
    progress.stop()
    with pytest.raises(Stopped, match="Nothing has changed"):
        progress.on_stage("reading", 2, 2)
    await progress.end(note("Stopped."))


async def test_where_the_message_was_deleted_the_end_is_posted(slack, client):
    progress = await Progress.begin(client, GENERAL, "Building.")
    first = progress.ts
    slack.fail("chat.update", Fault("message_not_found"))
    assert await progress.end(note("Done.")) != first
    assert (await said(slack))[-1] == "Done."
