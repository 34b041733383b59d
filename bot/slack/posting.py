"""Posting a message once: blocks where Slack takes them, words with their sources where not, and never twice."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SERVER_ERRORS, pause_seconds, reason_of, retry_after
from bot.slack.errors import MayHaveBeenPosted, NotPosted
from bot.slack.rendering.message import Message

PATIENCE_SECONDS = 600.0  # that an outage of Slack is waited out
BLOCKS_REFUSED = frozenset(
    {
        "block_mismatch",
        "invalid_attachments",  # what Slack calls a table that it doesn't like
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "only_one_table_allowed",
    }
)
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"})
_LOOKED_AT = 100  # messages of a thread or channel
Send = Callable[[Mapping[str, Any]], Awaitable[Any]]
Look = Callable[[], Awaitable[str]]


async def post(
    client: AsyncWebClient,
    message: Message,
    channel: str,
    *,
    thread_ts: str = "",
    number: str = "",
    patience_seconds: float = PATIENCE_SECONDS,
) -> str:
    """Post where everybody there reads it, in that thread; its timestamp comes back.

    Args:
        number: of the receipt, by which a message is known again whose reply from Slack was lost.
    Raises:
        NotPosted: Slack doesn't take it.
        MayHaveBeenPosted: it can't be told whether it did.
    """
    where: dict[str, Any] = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
    known_by = number or message.text.splitlines()[0]

    async def send(arguments: Mapping[str, Any]) -> str:
        return str((await client.chat_postMessage(**where, **arguments))["ts"])

    return str(await _sent(send, message, lambda: find(client, channel, thread_ts, known_by), patience_seconds))


async def post_privately(
    client: AsyncWebClient, message: Message, channel: str, user: str, *, thread_ts: str = ""
) -> None:
    """Post so that only that person reads it. They have to be in the channel, and online: Slack promises no more.

    Raises:
        NotPosted: Slack doesn't take it.
    """
    where: dict[str, Any] = {"channel": channel, "user": user, **({"thread_ts": thread_ts} if thread_ts else {})}
    await _sent(lambda arguments: client.chat_postEphemeral(**where, **arguments), message, _nowhere, PATIENCE_SECONDS)


async def update(client: AsyncWebClient, message: Message, channel: str, ts: str) -> None:
    """Put another message in the place of one of ours.

    Raises:
        NotPosted: Slack doesn't take it.
    """
    where: dict[str, Any] = {"channel": channel, "ts": ts}
    await _sent(lambda arguments: client.chat_update(**where, **arguments), message, _nowhere, PATIENCE_SECONDS)


async def respond_privately(respond: AsyncRespond, message: Message, *, replace_original: bool = False) -> None:
    """Answer a command or a click through its `response_url`: five times within half an hour, then no more.

    Raises:
        NotPosted: Slack doesn't take it.
        MayHaveBeenPosted: the connection was lost after it was sent.
    """
    arguments = message.arguments()
    for attempt in range(4):  # one of the five is left for what comes after
        try:
            said = await respond(**arguments, response_type="ephemeral", replace_original=replace_original)
        except aiohttp.ClientConnectorError:  # it never left
            await asyncio.sleep(pause_seconds(attempt))
            continue
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise MayHaveBeenPosted from problem
        body = said.body or ""
        if said.status_code < 400:
            return
        if any(refused in body for refused in BLOCKS_REFUSED) and arguments["blocks"]:
            arguments = message.without_blocks()
        elif said.status_code != 429 and said.status_code not in SERVER_ERRORS:
            raise NotPosted(body[:40] or f"HTTP {said.status_code}")
        else:
            wait = retry_after(said.headers)
            await asyncio.sleep(pause_seconds(attempt) if wait is None else wait)
    raise NotPosted("the response_url can't be used")


async def _sent(send: Send, message: Message, look: Look, patience_seconds: float) -> Any:
    """What `send` returns, or the timestamp that `look` finds after a reply was lost."""
    arguments = message.arguments()
    ends = time.monotonic() + patience_seconds
    attempt = 0
    while True:
        try:
            return await send(arguments)
        except SlackApiError as problem:
            reason = reason_of(problem)
            if reason in BLOCKS_REFUSED and arguments["blocks"]:
                arguments = message.without_blocks()
                continue
            is_passing = reason in _PASSING or getattr(problem.response, "status_code", 200) in SERVER_ERRORS
            if not is_passing or time.monotonic() > ends:
                raise NotPosted(reason) from problem
            is_lost = False
        except aiohttp.ClientConnectorError as problem:  # it never left
            if time.monotonic() > ends:
                raise NotPosted("Slack can't be reached") from problem
            is_lost = False
        except (aiohttp.ClientError, TimeoutError) as problem:
            if time.monotonic() > ends:
                raise MayHaveBeenPosted from problem
            is_lost = True
        await asyncio.sleep(pause_seconds(attempt))
        attempt += 1
        if found := await _looked(look, is_lost):
            return found


async def _looked(look: Look, is_lost: bool) -> str:
    """The timestamp of a message that was posted after all; "" where it wasn't.

    Where it can't be told: after a server error it is posted again, since an outage would silence the bot otherwise;
    after a lost connection it isn't.
    """
    try:
        return await look()
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        if is_lost:
            raise MayHaveBeenPosted from problem
        return ""


async def _nowhere() -> str:
    """For what may be done twice: a private message, an update."""
    return ""


async def find(client: AsyncWebClient, channel: str, thread_ts: str, known_by: str) -> str:
    """The timestamp of our message in that thread or channel that holds those words; "" where there is none.

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError: it can't be told.
    """
    holds = re.compile(re.escape(known_by) + r"(?!\w)").search  # RC-7F3A9 is not RC-7F3A92
    cursor = ""
    while True:
        if thread_ts:
            reply = await client.conversations_replies(channel=channel, ts=thread_ts, limit=_LOOKED_AT, cursor=cursor)
        else:
            reply = await client.conversations_history(channel=channel, limit=_LOOKED_AT)
        for each in reply["messages"]:
            if each.get("bot_id") and holds(each.get("text", "") + "\n" + json.dumps(each.get("blocks", []))):
                return str(each["ts"])
        cursor = (reply.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or not thread_ts:  # a thread is read from its beginning, a channel from its end
            return ""
