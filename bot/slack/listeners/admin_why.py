"""`/rolecall why`: why a question is answered as it is, as somebody else would get it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.answers.answer import Question
from bot.channels import Place
from bot.errors import QuestionError
from bot.question import read_question
from bot.record.message import Person
from bot.slack import actions as ids
from bot.slack.admins import Admin, admin_of, noted
from bot.slack.answering import UNREADABLE
from bot.slack.client import reason_of
from bot.slack.listeners.modal import open_modal, tell
from bot.slack.listeners.subcommand import BROKE, Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.rendering import forms
from bot.slack.rendering.administering import (
    GROUP,
    HERE,
    NOBODY,
    PERSON,
    QUESTION,
    READERS,
    explained_view,
    why_view,
)
from bot.slack.rendering.views import View
from bot.topics import recorded
from bot.why_lines import why_lines
from index.audience import EVERYTHING, PUBLIC, Audience
from knowledge.errors import RolecallError

_log = logging.getLogger(__name__)


def subcommands(app: AsyncApp, parts: Slack) -> Sequence[Subcommand]:
    async def on_why(asked: Asked) -> None:
        await open_modal(asked, why_view(asked.rest, asked.channel, sorted(parts.rolecall.groups.names)))

    @app.view(ids.WHY_VIEW)
    async def on_asked(ack: AsyncAck, body: Mapping[str, Any], view: View) -> None:
        try:
            question = read_question(forms.read(view, QUESTION))
        except QuestionError:
            await ack(response_action="errors", errors={QUESTION: UNREADABLE})
            return
        await ack(response_action="update", view=explained_view(["One moment: the question is being answered."]))
        try:
            admin = await admin_of(parts, body)
            lines = await _explained(parts, admin, question, view)
        except RolecallError as problem:
            lines = [str(problem)]
        except Exception:
            _log.exception("explaining broke")
            lines = [BROKE]
        await _show(parts, body, view["id"], lines)

    about = "why a question is answered as it is: ranking, scores, the bar, what others may not see"
    return [Subcommand("why", "why QUESTION", about, on_why)]


async def _explained(parts: Slack, admin: Admin, question: str, view: View) -> list[str]:
    audience, within = await _scope(parts, admin, view)
    why = await in_thread(parts.answering, partial(parts.why, Question(question), audience, within))
    topic = await in_thread(parts.answering, lambda: parts.topics.of(question))  # of which nothing else is kept
    kept = recorded(topic) if topic is not None else question
    await noted(parts, "explained", {"snapshot": why.answer.snapshot, "status": why.answer.status}, admin, kept)
    return why_lines(why)


async def _scope(parts: Slack, admin: Admin, view: View) -> tuple[Audience, tuple[str, ...]]:
    """For whom it is to be answered, and from which documents alone."""
    membership, person, readers = admin.workspace.membership, forms.read(view, PERSON), forms.read(view, READERS)
    if person:
        return await membership.audience_of([Person("slack", admin.team, person)]), ()
    if readers == HERE:
        channel = forms.metadata(view)
        chosen = await in_thread(parts.recording, lambda: parts.channels.of(Place("slack", admin.team, channel)))
        return await membership.audience_in(channel), chosen.documents
    if readers.startswith(GROUP):
        return Audience.of([[readers.removeprefix(GROUP)]]), ()
    return (PUBLIC if readers == NOBODY else EVERYTHING), ()


async def _show(parts: Slack, body: Mapping[str, Any], view_id: str, lines: Sequence[str]) -> None:
    """In the modal, which may have been closed meanwhile."""
    workspace = await parts.workspaces.of((body.get("team") or {}).get("id", ""))
    try:
        await workspace.client.views_update(view_id=view_id, view=explained_view(lines))
    except SlackApiError as problem:
        if reason_of(problem) not in ("not_found", "view_not_found"):
            await tell(parts, body, f"The explanation can't be shown: {reason_of(problem)}.")
