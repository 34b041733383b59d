"""`/rolecall reindex`, and the buttons below its report: Publish and Discard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.candidate.building import id_of_live
from bot.candidate.report import kept_report
from bot.slack import actions as ids
from bot.slack.admins import Admin, admin_of
from bot.slack.errors import NotPosted
from bot.slack.listeners.subcommand import Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.posting import respond_privately, update
from bot.slack.reindexing import IN_FILE, Reindexing
from bot.slack.rendering.candidate import decided_message
from bot.slack.rendering.message import note
from index.candidate import Candidate, read_candidate
from index.errors import CandidateBehind, CandidateReplaced, NoCandidate
from knowledge.errors import RolecallError


def subcommands(app: AsyncApp, parts: Slack, reindexing: Reindexing) -> Sequence[Subcommand]:
    async def on_reindex(asked: Asked) -> None:
        channel = await reindexing.begin(asked.admin)
        if channel != asked.channel:
            await asked.reply("A candidate is being built. How far it is, and then the report, is in our messages.")

    _register_decision(app, parts, ids.PUBLISH, _publish)
    _register_decision(app, parts, ids.DISCARD, _discard)
    about = "build a candidate of the documents as they are now, see what it would change, then publish or discard it"
    return [Subcommand("reindex", "reindex", about, on_reindex)]


def _publish(parts: Slack, admin: Admin, waiting: Candidate) -> str:
    live = parts.publishing(admin.person).publish(waiting.snapshot)
    by = live.publications[0].by  # of two at once, whoever was first
    return f"Published by {by}: {live.snapshot} is live. /rolecall rollback goes back."


def _discard(parts: Slack, admin: Admin, waiting: Candidate) -> str:
    dropped = parts.publishing(admin.person).discard(waiting.snapshot)
    return f"Discarded by {admin.name}: {dropped.snapshot} won't go live."


def _register_decision(
    app: AsyncApp, parts: Slack, action_id: str, decide: Callable[[Slack, Admin, Candidate], str]
) -> None:
    @app.action(action_id)
    async def on_click(ack: AsyncAck, body: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        try:
            admin = await admin_of(parts, body)
            said = await asyncio.to_thread(_decided, parts, admin, body["actions"][0]["value"], decide)
        except RolecallError as problem:
            await respond_privately(respond, note(str(problem)))
            return
        await _show(parts, admin, body, said, respond)


def _decided(parts: Slack, admin: Admin, looked_at: str, decide: Callable[[Slack, Admin, Candidate], str]) -> str:
    """What is to be said where the buttons were: that it was done, or why these buttons are no longer good. Blocks.

    Raises:
        RolecallError: it could not be done now, and may be tried again.
    """
    if id_of_live(parts.candidates.index) == looked_at:  # somebody else was first
        return f"{looked_at} is live. /rolecall rollback goes back."
    waiting = read_candidate(parts.candidates.index)
    try:
        if waiting is None or waiting.snapshot != looked_at:  # another one is not decided on by these buttons
            raise CandidateReplaced(looked_at, waiting.snapshot if waiting is not None else "")
        return decide(parts, admin, waiting)
    except CandidateBehind:
        return f"{looked_at} has fallen behind: something else has gone live since it was built. {_AGAIN}"
    except (CandidateReplaced, NoCandidate):
        return f"{looked_at} is no longer the candidate: it was decided on, or another was built. {_AGAIN}"


async def _show(parts: Slack, admin: Admin, body: Mapping[str, Any], said: str, respond: AsyncRespond) -> None:
    """Put it where the buttons were; whoever looks at the report later sees what became of it."""
    candidate = body["actions"][0]["value"]
    lines = await asyncio.to_thread(_lines, parts, admin, candidate)
    container = body.get("container") or {}
    channel, ts = container.get("channel_id") or body["channel"]["id"], container.get("message_ts", "")
    try:
        await update(admin.workspace.client, decided_message(lines, said, IN_FILE), channel, ts)
    except NotPosted:  # a message that only one person sees, or that was deleted
        await respond_privately(respond, note(said))


def _lines(parts: Slack, admin: Admin, candidate: str) -> list[str]:
    report = kept_report(parts.candidates.index, candidate)
    return parts.candidates.lines(report, admin.person) if report is not None else [f"Candidate {candidate}"]


_AGAIN = "/rolecall reindex shows what publishing would change now."
