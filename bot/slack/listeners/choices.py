"""A choice below a question back: a click asks it, in the same thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.record.asker import is_asker
from bot.slack import actions as ids
from bot.slack.clicks import Click, asked_at, receipt
from bot.slack.origin import Origin
from bot.slack.parts import Slack
from bot.slack.reception import Asked, in_thread, take
from bot.slack.trip import finish

NOT_YOURS = "Only whoever asked can choose here. Ask me yourself, and I answer you."
GONE = "I no longer have this question. Please ask it again."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.CHOOSE)
    async def on_choice(
        ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        click = Click.read(body, action)
        number, chosen = ids.read_value(click.value)
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        if not await in_thread(parts.recording, lambda: is_asker(parts.record.database, number, click.person)):
            await ack()
            await to.tell(NOT_YOURS)
            return
        found = await receipt(parts, number)
        place = asked_at(found)
        if place is None or found.answer is None or chosen >= len(found.answer.choices):
            await ack()
            await to.tell(GONE, number)
            return
        origin = Origin("choice", click.value)
        question = found.answer.choices[chosen].question
        received = await take(parts, Asked(click.team, click.user, place, origin.message, question))
        await ack()
        if received is not None and received.claim is not None:
            parts.running.start(finish(parts, received.claim, respond=respond if place.is_private else None))
