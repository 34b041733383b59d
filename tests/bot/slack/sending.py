"""Handing to a bot over HTTP what the local Slack never sends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from tests.bot.slack.payloads import signed
from tests.bot.slack.workspace import Workspace


def send(slack: Workspace, payload: Mapping[str, Any], **signing: Any) -> int:
    """Hand a payload in, signed as `signed` is told; the HTTP status that it gets."""
    body, headers = signed(payload, **signing)
    return post(slack, body, headers)


def send_for(slack: Workspace, payload: Mapping[str, Any], **signing: Any) -> Any:
    """The same; what Slack is answered, as JSON, {} where nothing is said."""
    body, headers = signed(payload, **signing)
    status, said = slack.run(_posted(slack, body, headers))
    assert status == 200
    return json.loads(said or "{}")


def post(slack: Workspace, body: bytes, headers: Mapping[str, str]) -> int:
    """The HTTP status that the request gets at the bot's door."""

    status, _ = slack.run(_posted(slack, body, headers))
    return status


async def _posted(slack: Workspace, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    url = f"http://127.0.0.1:{slack.bot_port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status, await response.text()
