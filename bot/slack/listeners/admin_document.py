"""`/rolecall withdraw` and `/rolecall reinstate`: a document taken out of all answers at once, and let in again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.document_lookup import find_document, withdrawn_path
from bot.slack import actions as ids
from bot.slack.admins import Admin
from bot.slack.listeners.modal import carry_through, open_modal
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.rendering import forms
from bot.slack.rendering.administering import REASON, withdraw_view
from bot.slack.rendering.views import View
from knowledge.document import Document


def subcommands(app: AsyncApp, parts: Slack) -> Sequence[Subcommand]:
    async def on_withdraw(asked: Asked) -> None:
        if not asked.rest:
            await asked.reply("Name the document by its path, its title or part of either: /rolecall withdraw leave")
            return
        found = await asyncio.to_thread(_find, parts, asked.rest)
        await open_modal(asked, withdraw_view(found))

    async def on_reinstate(asked: Asked) -> None:
        if not asked.rest:
            await asked.reply("Name the document by its path or its title. /rolecall status lists what is withdrawn.")
            return
        await asked.reply(await asyncio.to_thread(_reinstated, parts, asked))

    @app.view(ids.WITHDRAW_VIEW)
    async def on_reason(ack: AsyncAck, body: Mapping[str, Any], view: View) -> None:
        reason, document = forms.read(view, REASON), json.loads(forms.metadata(view))
        if not reason:
            await ack(response_action="errors", errors={REASON: "Say why: it stands in the record."})
            return
        await ack()

        async def withdraw(admin: Admin) -> str:
            await asyncio.to_thread(lambda: parts.publishing(admin.person).withdraw(document, reason))
            return f"{document} no longer answers, until another version of it is published or it is reinstated."

        await carry_through(parts, body, withdraw)

    return [
        Subcommand("withdraw", "withdraw DOCUMENT", "take a document out of all answers at once", on_withdraw),
        Subcommand("reinstate", "reinstate DOCUMENT", "let a withdrawn document answer again", on_reinstate),
    ]


def _find(parts: Slack, named: str) -> Document:
    return find_document(list(parts.live.loaded.snapshot.contents.documents), named)


def _reinstated(parts: Slack, asked: Asked) -> str:
    path = withdrawn_path(parts.candidates.index, asked.rest)
    parts.publishing(asked.admin.person).reinstate(path)
    return f"{path} answers again."
