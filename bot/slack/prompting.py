"""Suggested prompts: what was answered well, asked by several people, and is answered to this person as well.

What one person asked is never shown to another: only questions that several asked count, as many as trends tell apart.
Where there are too few, roles that the person may see stand in. Each is tried first, for them.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.answers.answer import Question
from bot.record.well_answered import well_answered
from bot.slack.client import reason_of
from bot.slack.parts import Slack, Workspace
from bot.slack.reception import in_thread
from bot.slack.rendering.prompts import MOST, prompts
from index.audience import Audience

TITLE = "For example:"
TRIED = 12  # questions, before those that are answered have to do
ROLES = 4
REMEMBERED_SECONDS = 300.0
AUDIENCES = 256  # for which they are remembered
_log = logging.getLogger(__name__)


class Prompting:
    """Suggests, and remembers for a while what it suggested to whom: panes are opened again and again."""

    def __init__(self, parts: Slack) -> None:
        self._parts = parts
        self._known: OrderedDict[tuple[str, Audience], tuple[float, list[str]]] = OrderedDict()

    async def suggest(self, workspace: Workspace, team: str, user: str, channel: str) -> None:
        """Offer prompts in that person's pane; nothing waits for them, and they may be missing."""
        if await workspace.people.why_refused(user):
            return
        person = (await workspace.people.who(user)).person(team)
        found = await self._for(await workspace.membership.audience_of([person]))
        if not found:
            return
        try:
            await workspace.client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=prompts(found), title=TITLE
            )
        except SlackApiError as problem:
            _log.info("no suggested prompts: %s", reason_of(problem))
        except (aiohttp.ClientError, TimeoutError) as problem:
            _log.info("no suggested prompts: %s", type(problem).__name__)

    async def _for(self, audience: Audience) -> list[str]:
        key = (self._parts.live.status.snapshot, audience)
        at, found = self._known.get(key, (0.0, []))
        if not at or time.monotonic() - at > REMEMBERED_SECONDS:
            found = await in_thread(self._parts.answering, lambda: suggestions(self._parts, audience))
            self._known[key] = (time.monotonic(), found)
            while len(self._known) > AUDIENCES:
                self._known.popitem(last=False)
        return found


def suggestions(parts: Slack, audience: Audience) -> list[str]:
    """Up to four questions that are answered to that audience now. Blocking: each is asked."""
    tried = well_answered(parts.record.database, parts.rolecall.record.fewest_people, TRIED)
    found: list[str] = []
    for question in dict.fromkeys([*tried, *of_roles(parts, audience)]):
        if len(found) == MOST:
            break
        if parts.topics.of(question) is None and _is_answered(parts, question, audience):
            found.append(question)
    return found


def _is_answered(parts: Slack, question: str, audience: Audience) -> bool:
    return parts.live.answer(Question(question), audience).status == "answered"


def of_roles(parts: Slack, audience: Audience) -> Iterator[str]:
    """Questions about the first roles that audience may see; none where the documents describe none."""
    titles: Sequence[str] = list(dict.fromkeys(role.title for role in parts.live.view(audience).roles))[:ROLES]
    for place, title in enumerate(titles):
        yield f"Who does the {title} report to?" if place % 2 == 0 else f"What does the {title} do?"
