"""What one person's App Home shows: worked out anew each time that they open it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from bot.answers.phrasing import date_of
from bot.record.message import Person
from bot.record.mine import asked_by
from bot.slack import actions as ids
from bot.slack.auditing import is_auditor
from bot.slack.errors import LookUpFailed
from bot.slack.parts import Slack, Workspace
from bot.slack.prompting import of_roles
from bot.slack.reception import in_thread
from bot.slack.rendering.home import MOST_QUESTIONS, AskedQuestion, Home, HomeDocument, Keeping, Panel
from index.audience import Audience
from index.candidate import read_candidate

_log = logging.getLogger(__name__)


async def home_of(parts: Slack, workspace: Workspace, person: Person, notice: str = "") -> Home:
    """Everything that person is shown.

    Args:
        notice: what has just been done, above all else.
    """
    audience = await workspace.membership.audience_of([person])
    documents = await in_thread(parts.answering, lambda: _documents(parts, audience))
    example = await in_thread(parts.answering, lambda: next(of_roles(parts, audience), ""))
    asked = await in_thread(parts.recording, lambda: asked_by(parts.record.database, person, MOST_QUESTIONS))
    kept = parts.rolecall.record
    return Home(
        documents,
        tuple(AskedQuestion(each.number, each.text, each.received_at, each.outcome or "") for each in asked),
        Keeping(kept.identity_days, kept.text_days),
        tuple([panel async for panel in _panels(parts, workspace, person)]),
        notice,
        example,
    )


def _documents(parts: Slack, audience: Audience) -> tuple[HomeDocument, ...]:
    found = [
        HomeDocument(each.title or each.path, date_of(each)) for each in parts.live.view(audience).documents.values()
    ]
    return tuple(sorted(found, key=lambda each: each.title.casefold()))


async def _panels(parts: Slack, workspace: Workspace, person: Person) -> AsyncIterator[Panel]:
    """None while Slack doesn't say who they are."""
    try:
        if await workspace.membership.is_admin(person.user):
            yield await in_thread(parts.answering, lambda: _admin_panel(parts))
        if parts.rolecall.auditors.has(person) or await is_auditor(workspace, person.user):
            yield await in_thread(parts.recording, lambda: _auditor_panel(parts))
    except LookUpFailed as problem:
        _log.warning("panels of App Home are left out: %s", problem.reason)


def _admin_panel(parts: Slack) -> Panel:
    loaded = parts.live.loaded
    status = parts.live.status
    waiting = read_candidate(parts.rolecall.index)
    lines = [
        f"Live: {status.snapshot}, {len(loaded.snapshot.contents.documents):,} documents",
        f"Withdrawn: {len(loaded.withdrawn):,}" if loaded.withdrawn else "",
        f"A candidate waits: {waiting.snapshot}" if waiting is not None else "No candidate waits.",
        status.problem,
        "/rolecall help says what you can do.",
    ]
    return Panel("For admins", tuple(filter(None, lines)))


def _auditor_panel(parts: Slack) -> Panel:
    lines = (f"Cases that HR has not closed: {parts.desk.unclosed():,}", "/rolecall audit help says what you can do.")
    link = (("Open the record", ids.AUDIT_LINK, "home"),) if parts.link is not None else ()
    return Panel("For auditors", lines, link)
