"""`/rolecall rollback`: what going back would change, and the button that does it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.going_back import find_target, way_back_lines
from bot.slack import actions as ids
from bot.slack.admins import Admin, admin_of
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.posting import respond_privately
from bot.slack.rendering import blocks
from bot.slack.rendering.lines import lines_message
from bot.slack.rendering.message import note
from index.errors import LiveReplaced
from index.live import read_live
from knowledge.errors import RolecallError


def subcommands(app: AsyncApp, parts: Slack) -> Sequence[Subcommand]:
    async def on_rollback(asked: Asked) -> None:
        lines, target, now = await asyncio.to_thread(_way_back, parts, asked.rest)
        if target == now:
            await asked.reply(f"{target} is live already.")
            return
        await asked.reply(lines_message(lines, [blocks.actions([_go_back(target, now)])]))

    @app.action(ids.GO_BACK)
    async def on_click(ack: AsyncAck, body: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        try:
            admin = await admin_of(parts, body)
            said = await asyncio.to_thread(_gone_back, parts, admin, body["actions"][0]["value"])
        except RolecallError as problem:
            said = str(problem)
        await respond_privately(respond, note(said), replace_original=True)

    about = "go back to what was live before, or to the snapshot named; shows first what that changes"
    return [Subcommand("rollback", "rollback [SNAPSHOT]", about, on_rollback)]


def _way_back(parts: Slack, named: str) -> tuple[list[str], str, str]:
    """(what it would change, where to, what is live now)"""
    index = parts.candidates.index
    live = read_live(index)
    target = find_target(index, live, named)
    lines = way_back_lines(index, live, target) if target != live.snapshot else []
    return lines, target, live.snapshot


def _go_back(target: str, now: str) -> blocks.Element:
    asked = ("Staff are answered from it at once. What is withdrawn stays so.", "Go back")
    label = f"Go back to {target}"
    return blocks.button(label, ids.GO_BACK, f"{target}/{now}", style="danger", confirm=asked)


def _gone_back(parts: Slack, admin: Admin, value: str) -> str:
    target, _, looked_at = value.partition("/")
    try:
        parts.publishing(admin.person).roll_back(target, looked_at)
    except LiveReplaced as replaced:
        return f"{replaced.now} has gone live since you asked. /rolecall rollback shows what going back changes now."
    return f"{target} is live again."
