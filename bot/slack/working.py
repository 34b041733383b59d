"""What the pane shows while a question is worked on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.place import Place

STATUS = "is looking it up..."
_log = logging.getLogger(__name__)


@asynccontextmanager
async def working(client: AsyncWebClient, place: Place) -> AsyncIterator[None]:
    """A status in the thread of a direct message, cleared however it ends. Nothing waits for it, and it may fail."""
    if not place.is_direct_message or place.is_private or not place.root:
        yield
        return
    shown = asyncio.create_task(_set(client, place, STATUS))
    try:
        yield
    finally:
        await shown  # cleared before it was shown, it would stay
        await _set(client, place, "")


async def _set(client: AsyncWebClient, place: Place, status: str) -> None:
    try:
        await client.assistant_threads_setStatus(channel_id=place.channel, thread_ts=place.root, status=status)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        _log.debug("the status can't be set: %s", type(problem).__name__)
