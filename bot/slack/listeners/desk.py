""" "Ask HR" below an answer, and what HR does with the case in its channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.desk import approval
from bot.desk.approval import Draft
from bot.desk.case import Case
from bot.desk.desk import check_reply
from bot.desk.errors import DeskError, NotClosed
from bot.errors import NotApproved
from bot.record.message import Person
from bot.slack import actions as ids
from bot.slack.admins import sender
from bot.slack.cases import bring_up_to_date, hr_channel
from bot.slack.clicks import Click, receipt
from bot.slack.modals import open_modal
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.rendering.case import DOCUMENT, QUESTION, QUOTE, TEXT, draft_view, reply_view
from bot.slack.rendering.forms import metadata, read
from index.live import locked
from knowledge.errors import RolecallError

HANDED_OVER = (
    "Your question is with HR now: they see your name, the question and my answer. They answer in our direct messages."
)
KEPT = "Your question is kept for HR, but I can't reach their channel just now. I go on trying."
THERE_ALREADY = "This question is with HR already."
NO_CHANNEL = "No channel of HR is named in my settings. Please talk to HR directly."
NOT_THERE = "Cases are handled in HR's channel only."
Body = Mapping[str, Any]


def register(app: AsyncApp, parts: Slack) -> None:
    @app.action(ids.ASK_HR)
    async def on_ask_hr(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        await ack()
        click = Click.read(body, action)
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        try:
            said = await _hand_over(parts, click)
        except RolecallError as problem:
            said = str(problem)
        await to.tell(said, click.value)

    for action_id, step in ((ids.CASE_CLAIM, "claim"), (ids.CASE_CLOSE, "close"), (ids.CASE_REOPEN, "reopen")):
        _register_step(app, parts, action_id, partial(_step, parts, step))
    _register_step(app, parts, ids.CASE_APPROVE, partial(_approve, parts))
    _register_modal(app, parts, ids.CASE_REPLY, "reply")
    _register_modal(app, parts, ids.CASE_DRAFT, "draft")

    @app.view(ids.CASE_REPLY_VIEW)
    async def on_reply(ack: AsyncAck, body: Body, view: Body) -> None:
        number, person = metadata(view), await _person(parts, body)
        try:
            await in_thread(parts.recording, lambda: parts.desk.reply(number, person, read(view, TEXT)))
        except DeskError as problem:
            await ack(response_action="errors", errors={TEXT: str(problem)})
            return
        await ack()
        parts.running.start(bring_up_to_date(parts, number))

    @app.view(ids.CASE_DRAFT_VIEW)
    async def on_draft(ack: AsyncAck, body: Body, view: Body) -> None:
        number, person = metadata(view), await _person(parts, body)
        draft = Draft(*(read(view, each) for each in (QUESTION, TEXT, DOCUMENT, QUOTE)))
        try:
            await asyncio.to_thread(_hand_in, parts, number, person, draft)
        except (DeskError, NotApproved) as problem:
            await ack(response_action="errors", errors={_block_of(problem): str(problem)})
            return
        await ack()
        parts.running.start(bring_up_to_date(parts, number))


async def _hand_over(parts: Slack, click: Click) -> str:
    """What whoever clicked is told."""
    workspace = await parts.workspaces.of(click.team)
    if refused := await workspace.people.why_refused(click.user):
        return refused
    if not await hr_channel(parts, await receipt(parts, click.value), click.team):
        return NO_CHANNEL
    person = (await workspace.people.who(click.user)).person(click.team)
    case, is_new = await in_thread(parts.recording, lambda: parts.desk.open(click.value, person))
    if case.state == "closed":
        with suppress(NotClosed):  # a colleague, or the other click of two
            await in_thread(parts.recording, lambda: parts.desk.reopen(click.value, person))
            is_new = True
    is_shown = await bring_up_to_date(parts, click.value)
    if not is_new:
        return THERE_ALREADY
    return HANDED_OVER if is_shown else KEPT


def _register_step(app: AsyncApp, parts: Slack, action_id: str, step: Callable[[Click, Person], Any]) -> None:
    """A button of the card that does something at once; what goes wrong is told to whoever clicked."""

    @app.action(action_id)
    async def on_click(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        await ack()
        click = Click.read(body, action)
        try:
            person = await _at_the_desk(parts, click, body)
            said = await step(click, person)
        except RolecallError as problem:
            said = str(problem)
        await bring_up_to_date(parts, _number(click))
        if said:
            await click.recipient(await parts.workspaces.of(click.team), respond).tell(said)


def _register_modal(app: AsyncApp, parts: Slack, action_id: str, what: str) -> None:
    """A button of the card that asks for more first."""

    @app.action(action_id)
    async def on_click(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        await ack()
        click = Click.read(body, action)
        to = click.recipient(await parts.workspaces.of(click.team), respond)
        try:
            person = await _at_the_desk(parts, click, body)
            found = await receipt(parts, click.value)
            case = await in_thread(parts.recording, lambda: parts.desk.case(click.value))
            if what == "reply":
                check_reply(case, person)  # before they write something that can't be sent
        except RolecallError as problem:
            await to.tell(str(problem))
            return
        view = reply_view(case, found) if what == "reply" else draft_view(case, found)
        await open_modal(to, click.trigger, view)


async def _step(parts: Slack, name: str, click: Click, person: Person) -> str:
    step: Callable[[str, Person], Case] = getattr(parts.desk, name)
    await in_thread(parts.recording, lambda: step(click.value, person))
    return ""


async def _approve(parts: Slack, click: Click, person: Person) -> str:
    number, seq = ids.read_value(click.value)
    entry = await asyncio.to_thread(_put_in, parts, number, seq, person)
    return f"Approved and written to {entry}. It answers once an admin publishes it: /rolecall reindex."


def _put_in(parts: Slack, number: str, seq: int, person: Person) -> str:
    if any(not source.prefix for source in parts.rolecall.sources):
        raise NotApproved("The documents are a mirror of another place: add the answer there. Nothing was written.")
    documents = parts.documents(parts.live.status.snapshot)
    day = parts.live.today
    with locked(parts.candidates.index):  # of two who approve at once, the second is to find it approved
        return approval.approve(parts.desk, number, seq, person, documents, parts.rolecall.documents, day).place


def _hand_in(parts: Slack, number: str, person: Person, draft: Draft) -> None:
    approval.hand_in(parts.desk, number, person, draft, parts.documents(parts.live.status.snapshot))


async def _at_the_desk(parts: Slack, click: Click, body: Body) -> Person:
    """Whoever clicked, if they did so on the card of the case, which stands in HR's channel.

    Raises:
        DeskError: they didn't.
    """
    case = await in_thread(parts.recording, lambda: parts.desk.case(_number(click)))
    channel = (body.get("channel") or {}).get("id") or body.get("container", {}).get("channel_id", "")
    # Whoever is quick clicks before it is stored where the card is.
    found = await receipt(parts, case.number)
    if channel != (case.card[1] if case.card else await hr_channel(parts, found, click.team)):
        raise DeskError(NOT_THERE)
    workspace = await parts.workspaces.of(click.team)
    if refused := await workspace.people.why_refused(click.user):
        raise DeskError(refused)
    return await _person(parts, body)


async def _person(parts: Slack, body: Body) -> Person:
    user, team = sender(body)
    return (await (await parts.workspaces.of(team)).people.who(user)).person(team)


def _number(click: Click) -> str:
    return click.value.partition("/")[0]


def _block_of(problem: RolecallError) -> str:
    """The field that it is shown below."""
    said = str(problem)
    return QUOTE if "does not say" in said else DOCUMENT if "document" in said.lower() else TEXT
