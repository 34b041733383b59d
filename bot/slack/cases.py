"""Cases, as Slack shows them: one card in HR's channel, updated in place, and direct messages to whoever asked.

The desk says what is due; it is brought up to date after each step, and from time to time, so that what Slack didn't
take during an outage is caught up. A process that dies in between may leave a second card, or tell somebody twice.
"""

from __future__ import annotations

import asyncio
import logging

from bot.channels import Place as Channel
from bot.desk.case import Case
from bot.record.errors import RecordError
from bot.record.receipt import Receipt
from bot.slack.answering import is_shared_outside
from bot.slack.clicks import receipt
from bot.slack.delivery import open_direct_message
from bot.slack.errors import NotPosted, SlackError
from bot.slack.parts import Slack, Workspace
from bot.slack.posting import post, update
from bot.slack.reception import in_thread
from bot.slack.rendering.case import card, told
from bot.slack.rendering.message import Message, note

LOOK_SECONDS = 30.0  # between two looks for cases that aren't up to date
WAITS, WAIT_SECONDS = 25, 0.2  # for somebody else who is just showing the case as it was
PATIENCE_SECONDS = 20.0  # that posting a card is tried for, before it is left to the next look
UNREACHABLE = frozenset(
    {"user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled"}
)
CANT_BE_TOLD = "Slack doesn't let me write to whoever asked ({reason}). Please tell them yourself."
_log = logging.getLogger(__name__)


async def keep_cases(parts: Slack) -> None:
    """As long as it runs: brings cases up to date that aren't."""
    while True:
        try:
            for number in await in_thread(parts.recording, parts.desk.due):
                await bring_up_to_date(parts, number)
        except RecordError as problem:
            _log.error("the record can't be read for cases: %s", problem)
        await asyncio.sleep(LOOK_SECONDS)


async def bring_up_to_date(parts: Slack, number: str) -> bool:
    """Show the case as it is, and tell whoever asked what they weren't told; whether all of that was done."""
    case = await _leased(parts, number)
    if case is None:
        return False
    try:
        found = await receipt(parts, number)
        team = _team(case, found)
        if not team and parts.settings.workspaces:
            await _let_go(parts, case)
            return True
        workspace = await parts.workspaces.of(team)
        await _show(parts, workspace, case, found)
        await _tell(parts, workspace, case, found)
    except SlackError as problem:
        _log.error("the case %s can't be brought up to date: %s", number, problem)
        return False
    finally:
        await in_thread(parts.recording, lambda: parts.desk.release(case))
    return True


async def _leased(parts: Slack, number: str) -> Case | None:
    """The case as it is once nobody else is at it; None where they take long: the next look sees to it then."""
    for _ in range(WAITS):
        case = await in_thread(parts.recording, lambda: parts.desk.lease(number))
        if case is not None:
            return case
        await asyncio.sleep(WAIT_SECONDS)
    return None


async def hr_channel(parts: Slack, found: Receipt, team: str) -> str:
    """Where cases of that workspace go that were asked where the receipt says; "" where nothing is named."""
    if len(found.place) == 4:
        asked_in, channel, *_ = found.place
        chosen = await in_thread(parts.recording, lambda: parts.channels.of(Channel("slack", asked_in, channel)))
        if chosen.hr_channel:
            return chosen.hr_channel
    return parts.settings.hr_channel.of(team)


async def _show(parts: Slack, workspace: Workspace, case: Case, found: Receipt) -> None:
    if case.shown_seq >= case.last_seq:
        return
    message = card(case, found)
    if case.card:
        _, channel, ts = case.card
        try:
            await update(workspace.client, message, channel, ts)
        except NotPosted as problem:
            if problem.reason not in ("message_not_found", "cant_update_message", "edit_window_closed"):
                raise
            ts = await post(workspace.client, message, channel, number=case.number, patience_seconds=PATIENCE_SECONDS)
    else:
        channel = await hr_channel(parts, found, workspace.ourselves.team)
        if not channel:
            raise NotPosted(f"the settings name no channel of HR in {workspace.ourselves.team}")
        if await is_shared_outside(workspace, channel):
            raise NotPosted(f"HR's channel {channel} can't be looked at, or is shared with another organisation")
        ts = await post(workspace.client, message, channel, number=case.number, patience_seconds=PATIENCE_SECONDS)
    where = (workspace.ourselves.team, channel, ts)
    await in_thread(parts.recording, lambda: parts.desk.shown(case, where))


async def _tell(parts: Slack, workspace: Workspace, case: Case, found: Receipt) -> None:
    for step in case.untold:
        if case.asker is not None:
            await _tell_asker(workspace, case, told(case, found, step))
        await in_thread(parts.recording, lambda seq=step.seq: parts.desk.told(case, seq))  # type: ignore[misc]
    if case.told_seq < case.last_seq:
        await in_thread(parts.recording, lambda: parts.desk.told(case, case.last_seq))


async def _tell_asker(workspace: Workspace, case: Case, message: Message) -> None:
    """Where Slack will never let us, HR is told, so that they find another way."""
    assert case.asker is not None
    client = workspace.client
    try:
        channel = await open_direct_message(client, case.asker.user)
        await post(client, message, channel, patience_seconds=PATIENCE_SECONDS)
    except NotPosted as problem:
        if problem.reason not in UNREACHABLE:
            raise
        _log.warning("whoever asked %s can't be told: %s", case.number, problem.reason)
        if case.card:
            _, hr, ts = case.card
            await post(client, note(CANT_BE_TOLD.format(reason=problem.reason)), hr, thread_ts=ts)


async def _let_go(parts: Slack, case: Case) -> None:
    """It was erased before it was shown anywhere: in which of several workspaces it belongs, nobody knows any more."""
    _log.warning("the case %s was erased before it was shown", case.number)
    await in_thread(parts.recording, lambda: parts.desk.shown(case, ()))
    await in_thread(parts.recording, lambda: parts.desk.told(case, case.last_seq))


def _team(case: Case, found: Receipt) -> str:
    """The workspace that it is of; "" where nothing says so any more."""
    if case.card:
        return case.card[0]
    return case.asker.workspace if case.asker is not None else next(iter(found.place), "")
