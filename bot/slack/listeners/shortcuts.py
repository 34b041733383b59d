"""The shortcuts: "Ask Rolecall about this" on a colleague's message, "Ask Rolecall" anywhere, and the modal of both.

On a message the answer is private, in the thread of that message; it can be shared there. Anywhere else Slack names no
channel, so the answer comes as a direct message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.errors import QuestionError
from bot.question import read_question
from bot.slack import actions as ids
from bot.slack.answering import UNREADABLE
from bot.slack.delivery import Recipient, open_direct_message
from bot.slack.errors import NotPosted
from bot.slack.modals import open_modal
from bot.slack.origin import Origin
from bot.slack.parts import Slack, Workspace
from bot.slack.place import Place
from bot.slack.reading import words_of
from bot.slack.reception import Asked, take
from bot.slack.rendering.views import ask_view
from bot.slack.trip import finish

IN_PRIVATE = "Only you see the answer. You can share it in the thread."
DIRECTLY = "The answer comes as a direct message."
UNREACHABLE = "Slack doesn't let me write to you just now. Please try again in a minute."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.shortcut(ids.ASK_ABOUT_MESSAGE)
    async def on_message(ack: AsyncAck, body: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        workspace = await parts.workspaces.of(_team(body))
        message, channel = body["message"], body["channel"]["id"]
        root = message.get("thread_ts") or body["message_ts"]
        to = Recipient(workspace.client, Place(channel, root, is_private=True), body["user"]["id"], respond)
        text = words_of(message.get("text") or "", workspace.ourselves.user)
        metadata = json.dumps({"channel": channel, "root": root})
        await open_modal(to, body["trigger_id"], ask_view(text, metadata, IN_PRIVATE))

    @app.shortcut(ids.ASK_ROLECALL)
    async def on_anywhere(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        workspace = await parts.workspaces.of(_team(body))
        # Slack names no channel here: whatever can't be shown in a modal is said in a direct message.
        to = Recipient(workspace.client, Place("", is_private=True), body["user"]["id"])
        await open_modal(to, body["trigger_id"], ask_view("", "", DIRECTLY))

    @app.view(ids.ASK_VIEW)
    async def on_asked(ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        user = body["user"]["id"]
        workspace = await parts.workspaces.of(_team(body))
        typed = view["state"]["values"][ids.QUESTION][ids.QUESTION_ELEMENT].get("value") or ""
        try:
            read_question(typed)
            place = await _place(workspace, view.get("private_metadata") or "", user)
        except QuestionError:
            await ack(response_action="errors", errors={ids.QUESTION: UNREADABLE})
            return
        except NotPosted:
            await ack(response_action="errors", errors={ids.QUESTION: UNREACHABLE})
            return
        origin = Origin("modal", view["id"])
        received = await take(parts, Asked(_team(body), user, place, origin.message, typed.strip()))
        await ack()
        if received is not None and received.claim is not None:
            parts.running.start(finish(parts, received.claim))


async def _place(workspace: Workspace, metadata: str, user: str) -> Place:
    """Where the answer goes. Raises NotPosted: nowhere."""
    if not metadata:
        return Place(await open_direct_message(workspace.client, user))
    asked_on = json.loads(metadata)
    return Place(asked_on["channel"], asked_on["root"], is_private=True)


def _team(body: Mapping[str, Any]) -> str:
    return (body.get("team") or {}).get("id") or str(body["user"].get("team_id", ""))
