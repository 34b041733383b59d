"""What `/rolecall` understands: one word each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncRespond

from bot.slack.admins import Admin, admin_of
from bot.slack.parts import Slack
from bot.slack.posting import respond_privately
from bot.slack.rendering.message import Message, note

BROKE = "Something went wrong in Rolecall itself; its log says what. /rolecall status tells what is live."
Gate = Callable[[Slack, Mapping[str, Any]], Awaitable[Admin]]  # raises NotAllowed, whose text is for whoever asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A command by somebody who may give it."""

    admin: Admin
    rest: str  # what stands behind the word, as it was meant
    channel: str  # in which it was typed
    trigger_id: str  # opens a modal within three seconds
    respond: AsyncRespond

    async def reply(self, message: Message | str) -> None:
        """Say something to them alone."""
        await respond_privately(self.respond, note(message) if isinstance(message, str) else message)


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One of them."""

    name: str  # "why"
    usage: str  # "why QUESTION"
    about: str
    run: Callable[[Asked], Awaitable[None]]
    gate: Gate = admin_of
