"""Who may administer: looked up each time that somebody asks or clicks, and refused while Slack doesn't say."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.record.errors import RecordError
from bot.record.message import Person
from bot.slack.errors import LookUpFailed, SlackError
from bot.slack.parts import Slack, Workspace

_log = logging.getLogger(__name__)


class NotAllowed(SlackError):
    """Somebody wants to do what only others may."""


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who may administer, at this moment."""

    workspace: Workspace
    team: str  # the workspace that they speak in
    person: Person

    @property
    def user(self) -> str:
        return self.person.user

    @property
    def name(self) -> str:
        return self.person.name or self.person.user


async def admin_of(parts: Slack, body: Mapping[str, Any]) -> Admin:
    """Whoever sent a command, a click or a modal, if they may administer.

    Raises:
        NotAllowed: they may not, or Slack doesn't say; the text is for them.
    """
    user, team = sender(body)
    workspace = await parts.workspaces.of(team)
    try:
        is_admin = await workspace.membership.is_admin(user)
        somebody = await workspace.people.who(user) if is_admin else None
    except LookUpFailed as problem:
        raise NotAllowed(_UNKNOWN) from problem
    if somebody is None or somebody.kind in ("bot", "gone", "stranger"):
        raise NotAllowed(f"{_NO_ADMIN} Your id is {user}.")
    return Admin(workspace, team, somebody.person(team))


def sender(body: Mapping[str, Any]) -> tuple[str, str]:
    """(user, team) of a command, a click, a shortcut or a modal."""
    if "user_id" in body:
        return body["user_id"], body["team_id"]
    return body["user"]["id"], (body.get("team") or {}).get("id") or body["user"].get("team_id", "")


async def noted(
    parts: Slack, kind: str, body: Mapping[str, Any], admin: Admin, said: str = "", *, is_done: bool = False
) -> None:
    """Note in the record what an admin does.

    Args:
        body: never erased, so it must hold neither names nor what was asked.
        said: in their own words; can be erased.
        is_done: it is too late to hold anything up for a record that can't be written.
    Raises:
        RecordError: it can't be written, and the settings say that nothing is to be done then.
    """
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(parts.recording, lambda: parts.record.note(kind, body, admin.person, said))
    except RecordError as problem:
        if parts.rolecall.record.required and not is_done:
            raise
        _log.error("what an admin does is not noted: %s", problem)


_NO_ADMIN = "Only admins may do that; the settings of Rolecall name them, under slack: admins."
_UNKNOWN = "Slack doesn't tell me just now whether you are an admin, so I can't do that. Please try again in a minute."
