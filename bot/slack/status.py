"""How Rolecall is: what answers, what waits, what could not be read, who is being answered, and what Slack grants."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy import func, select

from bot.candidate.building import id_of_live
from bot.going_back import minutes, withdrawal_lines
from bot.record import tables
from bot.record.database import Database
from bot.record.state import OPEN
from bot.record.times import now
from bot.slack.admins import Admin
from bot.slack.client import introduce
from bot.slack.errors import SlackError
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.scopes import FEATURES
from bot.terminal import safe
from bot.version import code_version, reader_version
from index.candidate import read_candidate
from index.errors import DamagedSnapshot, NoSnapshot
from index.live import read_live

LISTED = 5  # files that could not be read, and withdrawn documents


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages that were taken in and have not ended."""

    messages: int
    oldest_seconds: float  # since the one was received that waits longest; 0.0 where none does


def waiting(database: Database) -> Waiting:
    """What is being answered in Slack now."""
    with database.read() as connection:
        row = connection.execute(_WAITING).one()
    return Waiting(row.number, max(0.0, (now() - row.oldest) / 1_000_000) if row.number else 0.0)


async def status_lines(parts: Slack, admin: Admin, building_for: str = "") -> list[str]:
    """Lines as a report has them: what stands below another is two spaces further in.

    Args:
        building_for: whoever has a candidate built from here now; "" where nobody does.
    """
    lines = await in_thread(parts.answering, lambda: [*_documents(parts), *_candidate(parts, building_for)])
    queue = await in_thread(parts.recording, lambda: waiting(parts.record.database))
    oldest = f", the oldest for {queue.oldest_seconds:.0f} s" if queue.messages else ""
    lines.append(f"Being answered: {queue.messages:,} questions{oldest}")
    lines += await _of_slack(parts, admin)
    lines += _versions(parts)
    return [safe(line) for line in lines]


def _documents(parts: Slack) -> Iterator[str]:
    loaded, status = parts.live.loaded, parts.live.status
    manifest = parts.live.manifest(status.snapshot)
    yield (
        f"{status.snapshot} answers: {manifest.documents:,} documents, {manifest.passages:,} passages, "
        f"{manifest.roles:,} roles, {manifest.facts:,} facts"
    )
    if status.problem:
        yield f"  {status.problem}"
    try:
        live = read_live(parts.candidates.index)
    except (NoSnapshot, DamagedSnapshot) as problem:
        yield f"  {problem}"
        return
    last = live.publications[0]
    yield f"  live since {minutes(last.at)} UTC" + (f", by {last.by}" if last.by else "")
    skipped = loaded.snapshot.contents.skipped
    yield f"Files that could not be read: {len(skipped):,}"
    yield from (f"  {path}: {reason}" for path, reason in skipped[:LISTED])
    if len(skipped) > LISTED:
        yield f"  and {len(skipped) - LISTED:,} more"
    withdrawn = withdrawal_lines(live)
    yield f"Withdrawn: {len(withdrawn):,}"
    yield from (f"  {line}" for line in withdrawn[:LISTED])


def _candidate(parts: Slack, building_for: str) -> Iterator[str]:
    if building_for:
        yield f"A candidate is being built for {building_for}"
    found = read_candidate(parts.candidates.index)
    if found is None:
        yield "No candidate waits"
        return
    by = f" by {found.by}" if found.by else ""
    yield f"Candidate {found.snapshot} waits, built {minutes(found.at)} UTC{by}"
    if found.base != id_of_live(parts.candidates.index):
        yield "  it has fallen behind: something else has gone live since; /rolecall reindex builds it anew"


async def _of_slack(parts: Slack, admin: Admin) -> list[str]:
    """Whether the token is still good, and what is off for want of scopes: asked of Slack each time."""
    try:
        ourselves = await introduce(admin.workspace.client)
    except SlackError as problem:
        return [f"Slack: {problem}"]
    how = "Socket Mode" if parts.settings.mode == "socket" else "HTTP"
    lines = [f"Slack: the token is good, as @{ourselves.user_name} in {ourselves.team_name}, by {how}"]
    off = [(each.name, sorted(each.lacks(ourselves.scopes))) for each in FEATURES if each.lacks(ourselves.scopes)]
    lines.append(f"Scopes: {len(ourselves.scopes):,} granted" + (", and off for want of one:" if off else ""))
    return [*lines, *(f"  {name} ({', '.join(lacking)})" for name, lacking in off)]


def _versions(parts: Slack) -> Iterator[str]:
    manifest = parts.live.manifest(parts.live.status.snapshot)
    yield (
        f"Versions: Rolecall {code_version()}, reader {reader_version()}, model {manifest.model}, "
        f"slack-bolt {version('slack-bolt')}, slack-sdk {version('slack-sdk')}, Python {platform.python_version()}"
    )


_WAITING = select(func.count().label("number"), func.min(tables.messages.c.received_at).label("oldest")).where(
    tables.messages.c.state.in_(OPEN), tables.messages.c.surface == "slack"
)
