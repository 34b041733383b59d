"""`/rolecall audit`: a one-time link to the pages, or an export, for auditors alone and by direct message."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.record.export.exporting import Manifest, zipped
from bot.record.export.formats import FORMATS, Format
from bot.record.query import Filters
from bot.record.typed_filters import read_typed
from bot.slack import actions as ids
from bot.slack.admins import Admin
from bot.slack.auditing import auditor_of
from bot.slack.delivery import Recipient, open_direct_message
from bot.slack.errors import SlackError
from bot.slack.files import upload
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.slack.posting import post
from bot.slack.reception import in_thread
from bot.slack.rendering.audit import link_message
from knowledge.errors import RolecallError

MOST_BYTES = 50_000_000  # of an export, zipped; larger ones come from the pages or the terminal
USAGE = (
    "/rolecall audit sends you a link to the record that can be used once.\n"
    "/rolecall audit export csv since=2026-01-01 outcome=not_found sends you a file; csv, jsonl or parquet, and any of "
    f"these filters: {', '.join(Filters.__slots__)}."
)
SENT = "It is in our direct messages."
NO_LINKS = (
    "My settings allow no links: web: links: true, with a public_url, turns them on. You can have a file: "
    "/rolecall audit export csv"
)


class TooLarge(SlackError):
    """An export is too large to be sent."""

    def __init__(self) -> None:
        super().__init__(
            f"The export is larger than {MOST_BYTES // 1_000_000} MB. Narrow the filters, or export it from the pages."
        )


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.AUDIT_LINK)
    async def on_link(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """In App Home, where nothing can be said but by direct message."""
        await ack()
        user = body["user"]["id"]
        try:
            await _send_link(parts, await auditor_of(parts, body))
        except RolecallError as problem:
            team = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
            client = (await parts.workspaces.of(team)).client
            await Recipient(client, Place(await open_direct_message(client, user)), user).tell(str(problem))


def subcommands(parts: Slack) -> Sequence[Subcommand]:
    async def on_audit(asked: Asked) -> None:
        word, _, rest = asked.rest.strip().partition(" ")
        if not word:
            await _send_link(parts, asked.admin)
            await asked.reply(SENT)
        elif word == "export":
            named, _, filters = rest.strip().partition(" ")
            await _send_export(parts, asked.admin, _format(named), read_typed(filters))
            await asked.reply(SENT)
        else:
            await asked.reply(USAGE)

    about = "for auditors: a link to the record, or an export"
    return [Subcommand("audit", "audit [export FORMAT FILTERS]", about, on_audit, auditor_of)]


async def _send_link(parts: Slack, auditor: Admin) -> None:
    if parts.link is None:
        raise SlackError(NO_LINKS)
    create = parts.link
    client = auditor.workspace.client
    channel = await open_direct_message(client, auditor.user)
    link = await in_thread(parts.recording, lambda: create(auditor.person))
    await post(client, link_message(link, parts.rolecall.web.link_minutes), channel)


async def _send_export(parts: Slack, auditor: Admin, named: Format, filters: Filters) -> None:
    client = auditor.workspace.client
    channel = await open_direct_message(client, auditor.user)
    content, manifest = await asyncio.to_thread(_export, parts, auditor, named, filters)
    counted = f"{manifest.rows:,} {'message' if manifest.rows == 1 else 'messages'}"
    said = f"An export of the record, {counted}; its entry {manifest.entry:,} says so. SHA-256 {manifest.sha256[:16]}"
    await upload(client, content, f"{manifest.file}.zip", f"{manifest.file}.zip", channel, comment=said)


def _export(parts: Slack, auditor: Admin, named: Format, filters: Filters) -> tuple[bytes, Manifest]:
    """The file and its manifest in one ZIP archive."""
    export = parts.export(filters, named, auditor.person)
    content = bytearray()
    for piece in zipped(export):
        content += piece
        if len(content) > MOST_BYTES:
            raise TooLarge
    return bytes(content), export.manifest


def _format(named: str) -> Format:
    for known in FORMATS:
        if named.lower() == known:
            return known
    raise SlackError(f"An export is one of {', '.join(FORMATS)}: /rolecall audit export csv since=2026-01-01")
