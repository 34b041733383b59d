"""A choice below a question back: a click asks it, in the same thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.slack import actions as ids
from bot.slack.clicks import Click, is_gone, own_receipt
from bot.slack.origin import Origin
from bot.slack.parts import Slack
from bot.slack.reception import Asked, take
from bot.slack.trip import finish

CHOSEN = "You chose that already; the answer comes, or stands, where you asked."
NOT_YOURS = "Only whoever asked can choose here. Ask me yourself, and I answer you."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.CHOOSE)
    async def on_choice(
        ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        click = Click.read(body, action)
        number, chosen = ids.read_value(click.value)
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        own = await own_receipt(parts, click, number, ack, to, NOT_YOURS)
        if own is None:
            return
        found, place = own
        if found.answer is None or chosen >= len(found.answer.choices):
            await is_gone(ack, to, number)
            return
        origin = Origin("choice", click.value)
        question = found.answer.choices[chosen].question
        received = await take(parts, Asked(click.team, click.user, place, origin.message, question))
        await ack()
        if received is None or received.claim is None:
            await to.tell(CHOSEN, number)
        else:
            parts.running.start(finish(parts, received.claim, respond=respond if place.is_private else None))
