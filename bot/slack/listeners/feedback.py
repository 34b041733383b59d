"""Whether an answer helped: the buttons below it, and the modal that asks why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.record.message import Person
from bot.slack import actions as ids
from bot.slack.clicks import Click
from bot.slack.modals import open_modal
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.rendering.views import REASONS, feedback_view

THANKS = "Thank you. That is kept with the answer."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.HELPFUL)
    async def on_helpful(
        ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        await ack()
        click = Click.read(body, action)
        await in_thread(parts.recording, lambda: parts.record.feedback(click.value, click.person, helpful=True))
        await click.recipient(await parts.workspaces.of(click.team), respond).tell(THANKS, click.value)

    @app.action(ids.NOT_HELPFUL)
    async def on_not_helpful(
        ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        await ack()
        click = Click.read(body, action)
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        await open_modal(to, click.trigger, feedback_view(click.value))  # first: it has to be there in three seconds
        await in_thread(parts.recording, lambda: parts.record.feedback(click.value, click.person, helpful=False))

    @app.view(ids.FEEDBACK_VIEW)
    async def on_reason(ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        values, number = view["state"]["values"], view["private_metadata"]
        chosen = (values[ids.REASON][ids.REASON_ELEMENT].get("selected_option") or {}).get("value", "other")
        remark = values[ids.REMARK][ids.REMARK_ELEMENT].get("value") or ""
        said = ": ".join(filter(None, (REASONS.get(chosen, REASONS["other"]), remark.strip())))
        team = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
        person = Person("slack", team, body["user"]["id"])
        await in_thread(parts.recording, lambda: parts.record.feedback(number, person, helpful=False, reason=said))
        await ack()
