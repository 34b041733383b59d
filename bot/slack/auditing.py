"""Who in Slack is an auditor: asked of Slack each time a command is given, and at most a minute ago for each page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

from bot.record.message import Person
from bot.slack.admins import Admin, NotAllowed, sender
from bot.slack.errors import LookUpFailed, SlackError
from bot.slack.parts import Slack, Workspace, Workspaces
from bot.slack.remembered import Remembered

REMEMBERED_SECONDS = 60.0  # for the pages: Slack allows about 20 look-ups of user groups a minute
WAIT_SECONDS = 10.0
_log = logging.getLogger(__name__)


class AuditorLookUp:
    """Tells the pages, which run in threads, whether somebody in Slack is an auditor. Until `begin`, nobody is."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._workspaces: Workspaces | None = None
        self._known = Remembered(self._look, REMEMBERED_SECONDS)

    def begin(self, workspaces: Workspaces) -> None:
        """From now on ask there; call it in the loop that talks to Slack."""
        self._loop, self._workspaces = asyncio.get_running_loop(), workspaces

    def __call__(self, person: Person) -> bool:
        """Whether they are one. Call it in another thread than that of the loop; nobody is while Slack doesn't say."""
        if self._loop is None or self._loop.is_closed():
            return False
        asking = asyncio.run_coroutine_threadsafe(self._known.get(f"{person.workspace}:{person.user}"), self._loop)
        try:
            return asking.result(WAIT_SECONDS)
        except (SlackError, TookTooLong) as problem:
            _log.warning("whether somebody in Slack is an auditor can't be looked up: %s", type(problem).__name__)
            return False

    async def _look(self, key: str) -> bool:
        assert self._workspaces is not None
        team, user = key.split(":", 1)
        return await is_auditor(await self._workspaces.of(team), user)


async def is_auditor(workspace: Workspace, user: str) -> bool:
    """Whether the Slack settings make them one, and they still belong here.

    Raises:
        LookUpFailed: Slack doesn't say; they are none, then.
    """
    if not await workspace.membership.is_auditor(user):
        return False
    return (await workspace.people.who(user)).kind not in ("bot", "gone", "stranger")


async def auditor_of(parts: Slack, body: Mapping[str, Any]) -> Admin:
    """Whoever sent a command or a click, if they may audit; it makes them no admin.

    Raises:
        NotAllowed: they may not, or Slack doesn't say; the text is for them.
    """
    user, team = sender(body)
    workspace = await parts.workspaces.of(team)
    try:
        somebody = await workspace.people.who(user)
        person = somebody.person(team)
        is_one = parts.rolecall.auditors.has(person) or await is_auditor(workspace, user)
    except LookUpFailed as problem:
        raise NotAllowed(_UNKNOWN) from problem
    if not is_one or somebody.kind in ("bot", "gone", "stranger"):
        raise NotAllowed(f"{_NO_AUDITOR} Your id is {user}.")
    return Admin(workspace, team, person)


_NO_AUDITOR = "Only auditors may look into the record; the settings of Rolecall name them."
_UNKNOWN = "Slack doesn't tell me just now whether you are an auditor, so I can't do that. Try again in a minute."
