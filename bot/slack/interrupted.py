"""A build that a restart interrupted: whoever waits for its progress is told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import msgspec

from bot.slack.errors import SlackError
from bot.slack.parts import Slack
from bot.slack.posting import update
from bot.slack.progress import Stopped
from bot.slack.rendering.message import note
from index.building import nobody_building
from index.durable import replace_file

FILE = "reindexing.json"
_log = logging.getLogger(__name__)


class Told(msgspec.Struct, frozen=True):
    """The message in which the progress of a build is told."""

    team: str
    channel: str
    ts: str


def begun(index: Path, told: Told) -> None:
    """Keep it while the build runs."""
    replace_file(index / FILE, msgspec.json.encode(told))


def ended(index: Path) -> None:
    """The build has come to its end, and said so."""
    (index / FILE).unlink(missing_ok=True)


async def tell_interrupted(parts: Slack) -> None:
    """At the start: end the message of a build that nobody is at any more."""
    index = parts.candidates.index
    told = await asyncio.to_thread(_left_over, index)
    if told is None:
        return
    try:
        workspace = await parts.workspaces.of(told.team)
        await update(workspace.client, note(str(Stopped())), told.channel, told.ts)
    except SlackError as problem:  # the message was deleted, or we are no longer there
        _log.warning("an interrupted build can't be told of: %s", problem)
    await asyncio.to_thread(ended, index)


def _left_over(index: Path) -> Told | None:
    try:
        told = msgspec.json.decode((index / FILE).read_bytes(), type=Told)
    except (OSError, msgspec.DecodeError):
        return None
    with nobody_building(index) as is_over:  # a server beside this one may be at it
        return told if is_over else None
