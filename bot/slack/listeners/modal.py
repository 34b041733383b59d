"""Opening modals, and telling whoever sent one off what came of it: a modal itself can't, once it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.admins import sender
from bot.slack.client import reason_of
from bot.slack.errors import SlackError
from bot.slack.listeners.subcommand import Asked
from bot.slack.parts import Slack
from bot.slack.posting import post
from bot.slack.rendering.message import note
from bot.slack.rendering.views import View


class NotOpened(SlackError):
    """Slack didn't open a modal."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Slack didn't open the window: {reason}. Please type the command again.")


async def open_modal(asked: Asked, view: View) -> None:
    """Show it to whoever gave the command.

    Raises:
        NotOpened: more than three seconds have passed since, say.
    """
    try:
        await asked.admin.workspace.client.views_open(trigger_id=asked.trigger_id, view=view)
    except SlackApiError as problem:
        raise NotOpened(reason_of(problem)) from problem


async def tell(parts: Slack, body: Mapping[str, Any], said: str) -> None:
    """Say it in a direct message."""
    user, team = sender(body)
    client = (await parts.workspaces.of(team)).client
    reply = await client.conversations_open(users=[user])
    await post(client, note(said), str(reply["channel"]["id"]))
