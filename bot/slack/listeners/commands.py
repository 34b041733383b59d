"""`/ask`: a question in private."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.record.errors import RecordError
from bot.slack.answering import HELP
from bot.slack.listeners.messages import NOT_KEPT
from bot.slack.origin import Origin
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.slack.reading import words_of
from bot.slack.reception import Asked, take
from bot.slack.trip import finish

ASK = "/ask"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, parts: Slack) -> None:
    @app.command(ASK)
    async def on_ask(ack: AsyncAck, command: Mapping[str, Any], respond: AsyncRespond) -> None:
        workspace = await parts.workspaces.of(command["team_id"])
        text = words_of(command.get("text") or "", workspace.ourselves.user)
        if not text or text == "help":
            await ack(text=f"{HELP} Only you see what {ASK} answers.", response_type="ephemeral")
            return
        origin = Origin("command", command["trigger_id"])
        place = Place(command["channel_id"], is_private=True, conversation=origin.message)
        try:
            received = await take(parts, Asked(command["team_id"], command["user_id"], place, origin.message, text))
        except RecordError as problem:
            _log.error("a question can't be stored: %s", problem)
            await ack(text=NOT_KEPT, response_type="ephemeral")
            return
        await ack()
        if received is not None and received.claim is not None:
            parts.running.start(finish(parts, received.claim, respond=respond))
