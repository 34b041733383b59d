"""`/rolecall`: the first word says what is wanted; each has a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.slack.errors import NotPosted
from bot.slack.listeners import (
    admin_add,
    admin_channel,
    admin_document,
    admin_reindex,
    admin_rollback,
    admin_status,
    admin_why,
    audit,
)
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.posting import respond_privately
from bot.slack.reading import words_of
from bot.slack.reindexing import Reindexing
from bot.slack.rendering.message import note
from knowledge.errors import RolecallError

COMMAND = "/rolecall"


def register(app: AsyncApp, parts: Slack) -> None:
    reindexing = Reindexing(parts)
    known = [
        *admin_reindex.subcommands(app, parts, reindexing),
        *admin_status.subcommands(parts, reindexing),
        *admin_rollback.subcommands(app, parts),
        *admin_document.subcommands(app, parts),
        *admin_why.subcommands(app, parts),
        *admin_add.subcommands(app, parts, reindexing),
        *admin_channel.subcommands(app, parts),
        *audit.subcommands(parts),
    ]
    by_name = {each.name: each for each in known}

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, body: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        chosen = by_name.get(word.lower())
        if chosen is None:
            await respond_privately(respond, note(_help(known, "" if word.lower() in ("", "help") else word)))
            return
        try:
            admin = await chosen.gate(parts, body)
            rest = words_of(rest, admin.workspace.ourselves.user)
            await chosen.run(Asked(admin, rest, body["channel_id"], body["trigger_id"], respond))
        except NotPosted:  # there is nobody to tell
            raise
        except RolecallError as problem:
            await respond_privately(respond, note(str(problem)))


def _help(known: list[Subcommand], unknown: str) -> str:
    first = f"There is no {COMMAND} {unknown}. Questions go to /ask." if unknown else "Questions go to /ask."
    lines = [f"• {COMMAND} {each.usage}: {each.about}" for each in known]
    return "\n".join([f"{first} What admins do with {COMMAND}:", *lines])
