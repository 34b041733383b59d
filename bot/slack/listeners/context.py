"""Show in context: the quoted words where they stand in their document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.answers.answer import Citation
from bot.quoted import Quoted, show_quote
from bot.slack import actions as ids
from bot.slack.clicks import GONE, Click, receipt
from bot.slack.modals import open_modal
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.rendering.sources import sources_of
from bot.slack.rendering.views import context_view
from index.audience import Audience
from index.live import read_live

NOT_TO_BE_SEEN = "This document can't be shown to you. Please ask HR."


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.SHOW_CONTEXT)
    async def on_show(ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        click = Click.read(body, action)
        number, place = ids.read_value(click.value)
        workspace = await parts.workspaces.of(click.team)
        to = click.recipient(workspace, respond)
        found = await receipt(parts, number)
        sources = sources_of(found.answer.citations) if found.answer is not None else ()
        if found.answer is None or place >= len(sources):
            await to.tell(GONE, number)
            return
        audience = await workspace.membership.audience_of([click.person])
        cited, snapshot = sources[place].citations, found.answer.snapshot
        quoted = await in_thread(parts.answering, lambda: _quoted(parts, cited, snapshot, audience))
        if quoted:
            await open_modal(to, click.trigger, context_view(quoted, number))
        else:
            await to.tell(NOT_TO_BE_SEEN, number)


def _quoted(parts: Slack, cited: Sequence[Citation], snapshot: str, audience: Audience) -> list[Quoted]:
    """The quotes in their passages, as that audience may see them; [] where the document isn't for them, or withdrawn.

    Whoever clicks may have come into the channel after the answer, so what they may see is looked up anew.
    """
    index = parts.rolecall.index
    documents = [parts.documents(each).get(cited[0].document) for each in {snapshot, parts.live.status.snapshot}]
    kept = [document for document in documents if document is not None]
    if not kept or not all(map(audience.may_see, kept)) or cited[0].document in read_live(index).withdrawn:
        return []
    return [show_quote(citation, snapshot, parts.documents) for citation in cited]
