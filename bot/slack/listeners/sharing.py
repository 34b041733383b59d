""" "Share in channel" below a private answer: it is asked anew, for everybody there."""

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

NOT_YOURS = "Only whoever asked can share the answer."
SHARED = "This answer has been shared already."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.SHARE)
    async def on_share(
        ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        click = Click.read(body, action)
        number = click.value
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        own = await own_receipt(parts, click, number, ack, to, NOT_YOURS)
        if own is None:
            return
        found, place = own
        if found.question is None:
            await is_gone(ack, to, number)
            return
        origin, question = Origin("share", number), found.question
        asked = Asked(click.team, click.user, place.in_public, origin.message, question.text, earlier=question.earlier)
        received = await take(parts, asked)
        await ack()
        if received is None or received.claim is None:
            await to.tell(SHARED, number)
        else:
            parts.running.start(finish(parts, received.claim, respond=respond))
