"""What is posted into channels again and again: the weekly digest, and the head of the record."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.posting_job import Body, posting_job
from bot.record.chain import read_head
from bot.record.query import Filters
from bot.record.times import microseconds, moment, now, seconds
from bot.schedule import Job, keep_running
from bot.slack.answering import is_shared_outside
from bot.slack.digest_settings import DigestSettings
from bot.slack.errors import NotInstalled, NotPosted, SlackError, TokenUnreadable
from bot.slack.parts import Slack, Workspace
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
    """The jobs that the settings ask for, one for each channel; they run in threads.

    Args:
        loop: in which Slack is talked to.
        started_at: a digest that was due before is not caught up with, if none was ever posted; microseconds.
    """
    jobs = []
    if (chosen := parts.settings.digest) is not None:
        began = now() if started_at is None else started_at
        jobs += [_digest_job(_Poster(parts, loop, *each), chosen, began) for each in chosen.channels.each()]
    jobs += [_head_job(_Poster(parts, loop, *each)) for each in parts.settings.head_channel.each()]
    return jobs


@dataclass(frozen=True, slots=True)
class _Poster:
    """Posts into one channel; called in threads."""

    parts: Slack
    loop: asyncio.AbstractEventLoop
    team: str  # "": the one workspace there is
    channel: str

    def post(self, body: Body, message: Message) -> None:
        """Raises SlackError: Slack doesn't take it."""
        asyncio.run_coroutine_threadsafe(self._post(body["channel"], message), self.loop).result()

    def where_installed(self, job: Job) -> Job:
        """The same, left alone while Rolecall isn't in the workspace: that is said once, and nothing is begun."""
        is_said = False

        def run() -> str:
            nonlocal is_said
            try:
                asyncio.run_coroutine_threadsafe(self._workspace(), self.loop).result()
            except (NotInstalled, TokenUnreadable):
                if is_said:
                    return ""
                is_said = True
                raise
            except SlackError:  # that matters once something is due, and is said then
                pass
            is_said = False
            return job.run()

        return Job(job.name, run)

    async def _post(self, channel: str, message: Message) -> None:
        workspace = await self._workspace()
        if await is_shared_outside(workspace, channel):
            raise NotPosted(f"the channel {channel} can't be looked at, or is shared with another organisation")
        await post(workspace.client, message, channel, patience_seconds=PATIENCE_SECONDS)

    async def _workspace(self) -> Workspace:
        return await self.parts.workspaces.of(self.team or next(iter(self.parts.settings.workspaces), ""))


def _digest_job(poster: _Poster, chosen: DigestSettings, started_at: int) -> Job:
    parts = poster.parts
    zone = ZoneInfo(parts.rolecall.web.timezone)

    def due_at(at: int) -> datetime:
        return chosen.last_before(moment(at).astimezone(zone))

    def prepare(_: Connection, at: int) -> Body:
        until = due_at(at)
        since = until - timedelta(days=7)
        return {"channel": poster.channel, "since": microseconds(since), "until": microseconds(until)}

    def is_due(last: int | None, at: int) -> bool:
        return microseconds(due_at(at)) > (started_at if last is None else last)

    def send(body: Body) -> None:
        poster.post(body, _digest(parts, poster.team, moment(body["since"]), moment(body["until"])))

    return poster.where_installed(posting_job(DIGEST, parts.record.database, is_due, prepare, send, poster.team))


def _digest(parts: Slack, team: str, since: datetime, until: datetime) -> Message:
    filters = Filters(since=since, until=until)
    found = parts.unanswered(filters, team)
    parts.record.read_noted(filters, len(found.topics), None, f"digest of {team}" if team else "digest")
    return digest_message(found, since, until - timedelta(microseconds=1))


def _head_job(poster: _Poster) -> Job:
    parts = poster.parts

    def is_due(last: int | None, at: int) -> bool:
        return last is None or last + seconds(3600 * parts.rolecall.record.head_hours) <= at

    def prepare(connection: Connection, _: int) -> Body | None:
        head = read_head(connection)
        return {"channel": poster.channel, "seq": head.seq, "hash": head.hash.hex()} if head.seq else None

    def send(body: Body) -> None:
        said = f"Head of Rolecall's record: {body['seq']} {body['hash']}. Keep this message: it shows what came later."
        poster.post(body, note(said))

    return poster.where_installed(posting_job(HEAD, parts.record.database, is_due, prepare, send, poster.team))
