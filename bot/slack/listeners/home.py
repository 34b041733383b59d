"""App Home is opened, and what is pressed in it; the agent's pane is opened, which gets suggested prompts."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.record.erasure import erase_question
from bot.record.errors import UnknownReceipt
from bot.record.message import Person
from bot.slack import actions as ids
from bot.slack.admins import sender
from bot.slack.cases import bring_up_to_date
from bot.slack.client import reason_of
from bot.slack.homes import home_of
from bot.slack.parts import Slack, Workspace
from bot.slack.prompting import Prompting
from bot.slack.reception import in_thread
from bot.slack.rendering.home import home_view, refused_view
from bot.slack.rendering.views import View
from knowledge.errors import RolecallError

DELETED = (
    "{number} is deleted: the question, its answer, and that it was you. What stays: that something was asked, when, "
    "how it ended, and which documents were quoted. What stands in Slack itself you can delete there."
)
GONE = "{number} is not among your questions any more: it is deleted."
_log = logging.getLogger(__name__)


def register(app: AsyncApp, parts: Slack) -> None:
    prompting = Prompting(parts)

    @app.event("app_home_opened")
    async def on_opened(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        user, team = event["user"], context.team_id or ""
        workspace = await parts.workspaces.of(team)
        if event.get("tab") == "home":
            await show(parts, workspace, team, user)
        else:
            await prompting.suggest(workspace, team, user, event["channel"])

    @app.event("app_context_changed")
    async def on_context() -> None:
        """What somebody looks at beside the pane changes no answer; Slack wants the event heard."""

    @app.action(ids.DELETE_QUESTION)
    async def on_delete(ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        await ack()
        (user, team), number = sender(body), str(action["value"])
        try:
            await in_thread(
                parts.recording, lambda: erase_question(parts.record.database, number, Person("slack", team, user))
            )
        except UnknownReceipt:  # pressed twice, or in a Home of before
            said = GONE.format(number=number)
        except RolecallError as problem:
            said = str(problem)
        else:
            said = DELETED.format(number=number)
            parts.running.start(_clear_card(parts, number))
        await show(parts, await parts.workspaces.of(team), team, user, said)


async def show(parts: Slack, workspace: Workspace, team: str, user: str, notice: str = "") -> None:
    """Publish somebody's App Home."""
    if refused := await workspace.people.why_refused(user):
        await _publish(workspace, user, refused_view(refused))
        return
    person = (await workspace.people.who(user)).person(team)
    await _publish(workspace, user, home_view(await home_of(parts, workspace, person, notice)))


async def _publish(workspace: Workspace, user: str, view: View) -> None:
    try:
        await workspace.client.views_publish(user_id=user, view=view)
    except SlackApiError as problem:
        _log.error("App Home can't be shown: %s", reason_of(problem))
    except (aiohttp.ClientError, TimeoutError) as problem:
        _log.error("App Home can't be shown: %s", type(problem).__name__)


async def _clear_card(parts: Slack, number: str) -> None:
    """Where HR has a case of it, it goes from there as well."""
    if number in await in_thread(parts.recording, parts.desk.due):
        await bring_up_to_date(parts, number)
