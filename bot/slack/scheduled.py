"""What is posted into channels again and again: the weekly digest, and the head of the record."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.posting_job import Body, posting_job
from bot.record.chain import read_head
from bot.record.query import Filters
from bot.record.times import microseconds, moment, now, seconds
from bot.schedule import Job, keep_running
from bot.slack.answering import is_shared_outside
from bot.slack.digest_settings import DigestSettings
from bot.slack.errors import NotPosted
from bot.slack.parts import Slack
from bot.slack.posting import post
from bot.slack.rendering.digest import digest_message
from bot.slack.rendering.message import Message, note

DIGEST, HEAD = "digest", "head_in_slack"
PATIENCE_SECONDS = 60.0


async def keep_posting(parts: Slack) -> None:
    """As long as it runs: posts what is due."""
    jobs = scheduled(parts, asyncio.get_running_loop())
    if jobs:
        await keep_running(jobs)


def scheduled(parts: Slack, loop: asyncio.AbstractEventLoop, started_at: int | None = None) -> Sequence[Job]:
    """The jobs that the settings ask for; they run in threads.

    Args:
        loop: in which Slack is talked to.
        started_at: a digest that was due before is not caught up with, if none was ever posted; microseconds.
    """

    def run(doing: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(doing, loop).result()

    def post_digest(body: Body) -> None:
        run(_post(parts, body["channel"], _digest(parts, moment(body["since"]), moment(body["until"]))))

    def post_head(body: Body) -> None:
        said = f"Head of Rolecall's record: {body['seq']} {body['hash']}. Keep this message: it shows what came later."
        run(_post(parts, body["channel"], note(said)))

    jobs = []
    if (chosen := parts.settings.digest) is not None:
        jobs.append(_digest_job(parts, chosen, now() if started_at is None else started_at, post_digest))
    if channel := parts.settings.head_channel:
        jobs.append(
            posting_job(
                HEAD,
                parts.record.database,
                lambda last, at: last is None or last + seconds(3600 * parts.rolecall.record.head_hours) <= at,
                lambda connection, _: _head(connection, channel),
                post_head,
            )
        )
    return jobs


def _digest_job(parts: Slack, chosen: DigestSettings, started_at: int, send: Any) -> Job:
    zone = ZoneInfo(parts.rolecall.web.timezone)

    def due_at(at: int) -> datetime:
        return chosen.last_before(moment(at).astimezone(zone))

    def prepare(_: Connection, at: int) -> Body:
        until = due_at(at)
        since = until - timedelta(days=7)
        return {"channel": chosen.channel, "since": microseconds(since), "until": microseconds(until)}

    def is_due(last: int | None, at: int) -> bool:
        return microseconds(due_at(at)) > (started_at if last is None else last)

    return posting_job(DIGEST, parts.record.database, is_due, prepare, send)


def _digest(parts: Slack, since: datetime, until: datetime) -> Message:
    filters = Filters(since=since, until=until)
    found = parts.unanswered(filters)
    parts.record.read_noted(filters, len(found.topics), None, "digest")
    return digest_message(found, since, until - timedelta(microseconds=1))


def _head(connection: Connection, channel: str) -> Body | None:
    head = read_head(connection)
    return {"channel": channel, "seq": head.seq, "hash": head.hash.hex()} if head.seq else None


async def _post(parts: Slack, channel: str, message: Message) -> None:
    """Where Rolecall is in several workspaces, in the first that the settings name.

    Raises:
        SlackError: Slack doesn't take it.
    """
    workspace = await parts.workspaces.of(next(iter(parts.settings.workspaces), ""))
    if await is_shared_outside(workspace, channel):
        raise NotPosted(f"the channel {channel} can't be looked at, or is shared with another organisation")
    await post(workspace.client, message, channel, patience_seconds=PATIENCE_SECONDS)
