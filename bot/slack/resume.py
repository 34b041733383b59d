"""What a restart found left over is finished, and so is what another process died over."""

from __future__ import annotations

import asyncio
import logging

from bot.record.errors import RecordError
from bot.record.message import Claim
from bot.slack.delivery import Recipient
from bot.slack.errors import SlackError
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.slack.reception import in_thread
from bot.slack.trip import BROKE, finish

LOOK_SECONDS = 2.0  # between two looks for messages that nobody is at
AT_ONCE = 8  # of those, answered at the same time: new questions come first
_log = logging.getLogger(__name__)


async def resume(parts: Slack) -> None:
    """As long as it runs: messages whose worker died are claimed as soon as their lease has run out."""
    room = asyncio.Semaphore(AT_ONCE)
    while True:
        await room.acquire()
        claim = await _next(parts)
        if claim is None:
            room.release()
            await asyncio.sleep(LOOK_SECONDS)
            continue
        _log.info("%s is taken up again, %s", claim.number, claim.state)
        parts.running.start(finish(parts, claim)).add_done_callback(lambda _: room.release())


async def keep_held(parts: Slack) -> None:
    """As long as it runs: renews the claims of what is under way, three times a lease."""
    while True:
        await asyncio.sleep(parts.rolecall.record.lease_seconds / 3)
        if len(parts.holding):  # in another pool than answers and receipts: it must not wait behind them
            await asyncio.to_thread(parts.holding.renew, parts.record)


async def _next(parts: Slack) -> Claim | None:
    """The next message that nobody is at. Of one that is given up, whoever asked is told."""
    lost: list[Claim] = []
    try:
        claim = await in_thread(parts.recording, lambda: parts.record.claim(parts.worker, "slack", lost.append))
    except RecordError as problem:
        _log.error("the record can't be read for what is left over: %s", problem)
        return None
    for each in lost:
        parts.running.start(_tell(parts, each))
    return claim


async def _tell(parts: Slack, claim: Claim) -> None:
    incoming = claim.incoming
    if incoming is None or incoming.person is None:
        return
    try:
        workspace = await parts.workspaces.of(incoming.workspace)
    except SlackError as problem:
        _log.error("%s: %s", claim.number, problem)
        return
    await Recipient(workspace.client, Place.of(incoming), incoming.person.user).tell(BROKE, claim.number)
