"""`/rolecall add`: a file handed over in a modal goes into the documents folder, and a candidate is built."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.adding import Added, Adding
from bot.errors import CannotAdd
from bot.slack import actions as ids
from bot.slack.admins import Admin, noted
from bot.slack.files import download
from bot.slack.listeners.modal import carry_through, open_modal
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.reindexing import BuildRuns, Reindexing
from bot.slack.rendering import forms
from bot.slack.rendering.administering import FILE, FOLDER, TOP, add_view, replace_view
from bot.slack.rendering.views import View
from knowledge.errors import RolecallError


def subcommands(app: AsyncApp, parts: Slack, reindexing: Reindexing) -> Sequence[Subcommand]:
    adding = parts.adding

    async def on_add(asked: Asked) -> None:
        if why_not := await asyncio.to_thread(adding.why_not):
            await asked.reply(why_not)
            return
        await open_modal(asked, add_view(await asyncio.to_thread(adding.folders)))

    @app.view(ids.ADD_VIEW)
    async def on_file(ack: AsyncAck, body: Mapping[str, Any], view: View) -> None:
        files = forms.read_files(view, FILE)
        if len(files) != 1:
            await ack(response_action="errors", errors={FILE: "Choose one file."})
            return
        folder = forms.read(view, FOLDER).removeprefix(TOP)
        try:
            path = await asyncio.to_thread(adding.path, folder, str(files[0].get("name", "")))
            _check_size(adding, files[0])
        except RolecallError as problem:
            await ack(response_action="errors", errors={FILE: str(problem)[:150]})
            return
        if await asyncio.to_thread(adding.has, path):
            await ack(response_action="update", view=replace_view(path, files[0]))
            return
        await ack()
        await _add(parts, reindexing, body, path, files[0], may_replace=False)

    @app.view(ids.REPLACE_VIEW)
    async def on_replace(ack: AsyncAck, body: Mapping[str, Any], view: View) -> None:
        await ack()
        carried = json.loads(forms.metadata(view))
        await _add(parts, reindexing, body, carried["path"], carried["file"], may_replace=True)

    about = "put a document into the documents folder, then build a candidate"
    return [Subcommand("add", "add", about, on_add)]


def _check_size(adding: Adding, file: Mapping[str, Any]) -> None:
    most = adding.most_bytes(str(file.get("name", "")))
    if int(file.get("size") or 0) > most:
        raise CannotAdd(f"The file is larger than {most // 1_000_000} MB.")


async def _add(
    parts: Slack,
    reindexing: Reindexing,
    body: Mapping[str, Any],
    path: str,
    file: Mapping[str, Any],
    *,
    may_replace: bool,
) -> None:
    """Fetch it, write it, and have a candidate built."""

    async def add(admin: Admin) -> str:
        added = await _written(parts, admin, path, file, may_replace=may_replace)
        said = f"{'Replaced' if added.replaced else 'Added'} {path}."
        try:
            await reindexing.begin(admin, said)
        except BuildRuns as runs:
            return f"{said} {runs}"
        return ""

    await carry_through(parts, body, add)


async def _written(parts: Slack, admin: Admin, path: str, file: Mapping[str, Any], *, may_replace: bool) -> Added:
    adding = parts.adding
    await noted(parts, "adding", {"document": path}, admin)
    content = await download(admin.workspace.client, file, adding.most_bytes(path))
    added = await asyncio.to_thread(lambda: adding.add(path, content, may_replace=may_replace))
    entry = {"document": added.path, "version": added.digest, "bytes": len(content), "replaced": added.replaced}
    await noted(parts, "added", entry, admin, is_done=True)
    return added
