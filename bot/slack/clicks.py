"""Clicks on what we posted: by whom, where, and on which receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.record.asker import is_asker
from bot.record.message import Person
from bot.record.receipt import Receipt, read_receipt
from bot.slack.delivery import Recipient
from bot.slack.parts import Slack, Workspace
from bot.slack.place import Place
from bot.slack.reception import in_thread

GONE = "I no longer have this question. Please ask it again."


@dataclass(frozen=True, slots=True)
class Click:
    """One click, as Slack sends it: `block_actions`."""

    team: str
    user: str
    value: str  # of the button, or of what was taken from a menu
    place: Place  # where the message stands; private where only they see it
    trigger: str  # opens a modal within three seconds
    is_in_thread: bool = False

    @classmethod
    def read(cls, body: Mapping[str, Any], action: Mapping[str, Any]) -> Click:
        container, message = body.get("container", {}), body.get("message") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
        thread = message.get("thread_ts") or container.get("thread_ts") or ""
        root = thread or message.get("ts") or ""
        is_private = bool(container.get("is_ephemeral"))
        chosen = action.get("selected_option") or {}
        user = body["user"]
        return cls(
            (body.get("team") or {}).get("id") or user.get("team_id", ""),
            user["id"],
            str(action.get("value") or chosen.get("value") or ""),
            Place(channel, root, is_private),
            body.get("trigger_id", ""),
            bool(thread),
        )

    @property
    def person(self) -> Person:
        return Person("slack", self.team, self.user)

    def recipient(self, workspace: Workspace, respond: AsyncRespond | None = None) -> Recipient:
        """Whoever clicked, to be told something that concerns nobody else, beside what they clicked on."""
        private = Place(self.place.channel, self.place.root, is_private=True)
        # What goes to a `response_url` is shown in the channel, where nobody looks who reads a thread.
        return Recipient(workspace.client, private, self.user, None if self.is_in_thread else respond)


async def own_receipt(
    parts: Slack, click: Click, number: str, ack: AsyncAck, to: Recipient, not_yours: str
) -> tuple[Receipt, Place] | None:
    """The receipt of a question that whoever clicked has asked, and where; else None, and they are told why."""
    if not await in_thread(parts.recording, lambda: is_asker(parts.record.database, number, click.person)):
        await ack()
        await to.tell(not_yours)
        return None
    found = await receipt(parts, number)
    place = asked_at(found)
    if place is None:
        await is_gone(ack, to, number)
        return None
    return found, place


async def is_gone(ack: AsyncAck, to: Recipient, number: str) -> None:
    """Tell them that nothing is left of it to go on with."""
    await ack()
    await to.tell(GONE, number)


async def receipt(parts: Slack, number: str) -> Receipt:
    """Raises UnknownReceipt: there is none."""
    return await in_thread(parts.recording, lambda: read_receipt(parts.record.database, number))


def asked_at(found: Receipt) -> Place | None:
    """Where it was asked; None once that has been erased."""
    if len(found.place) != 4:
        return None
    _, channel, _, thread = found.place
    return Place.read(channel, thread)
