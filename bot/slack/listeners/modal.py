"""Opening modals, and telling whoever sent one off what came of it: a modal itself can't, once it is closed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.admins import Admin, admin_of, sender
from bot.slack.client import reason_of
from bot.slack.errors import SlackError
from bot.slack.listeners.subcommand import BROKE, Asked
from bot.slack.parts import Slack
from bot.slack.posting import post
from bot.slack.rendering.message import note
from bot.slack.rendering.views import View
from knowledge.errors import RolecallError

_log = logging.getLogger(__name__)


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


async def carry_through(parts: Slack, body: Mapping[str, Any], doing: Callable[[Admin], Awaitable[str]]) -> None:
    """Do what a modal asked for, if whoever sent it off may, and tell them what came of it.

    Args:
        doing: says so in a sentence; "" where it has told them itself.
    """
    try:
        said = await doing(await admin_of(parts, body))
    except RolecallError as problem:
        said = str(problem)
    except Exception:
        _log.exception("what a modal asked for broke")
        said = BROKE
    if said:
        await tell(parts, body, said)


async def tell(parts: Slack, body: Mapping[str, Any], said: str) -> None:
    """Say it in a direct message."""
    user, team = sender(body)
    client = (await parts.workspaces.of(team)).client
    reply = await client.conversations_open(users=[user])
    await post(client, note(said), str(reply["channel"]["id"]))
