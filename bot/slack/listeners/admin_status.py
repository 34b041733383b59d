"""`/rolecall status`: how Rolecall is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.admins import noted
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.reindexing import Reindexing
from bot.slack.rendering.lines import lines_message
from bot.slack.status import status_lines


def subcommands(parts: Slack, reindexing: Reindexing) -> Sequence[Subcommand]:
    async def on_status(asked: Asked) -> None:
        lines = await status_lines(parts, asked.admin, reindexing.by)
        await noted(parts, "status", {"snapshot": parts.live.status.snapshot}, asked.admin)
        await asked.reply(lines_message(lines))

    about = "what answers, what waits, what could not be read, what Slack grants"
    return [Subcommand("status", "status", about, on_status)]
