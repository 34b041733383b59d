"""The workspaces that Rolecall is in: one by the token in the settings, or those in which it was installed."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.groups import NamedGroups
from bot.slack.client import introduce, open_client
from bot.slack.errors import NotInstalled, SlackError
from bot.slack.installations import Installations, Installed
from bot.slack.membership import Membership
from bot.slack.parts import Workspace, Workspaces
from bot.slack.people import People
from bot.slack.remembered import Remembered
from bot.slack.settings import SlackSettings

LOOK_SECONDS = 60.0  # between two looks at what is installed: another process may have heard of a change
_log = logging.getLogger(__name__)


async def enter(client: AsyncWebClient, settings: SlackSettings, named: NamedGroups) -> Workspace:
    """The workspace of a client's token.

    Args:
        named: the groups of the settings file.
    Raises:
        SlackError: Slack can't be reached or doesn't take the token.
    """
    ourselves = await introduce(client)
    people = People(client, ourselves, settings)
    return Workspace(ourselves, client, people, Membership(client, ourselves, settings, named))


class OneWorkspace:
    """The workspace of the bot token in the settings, whichever team an event names."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._is_there = True

    async def of(self, team: str) -> Workspace:
        if not self._is_there:
            raise NotInstalled(self._workspace.ourselves.team)
        return self._workspace

    async def uninstalled(self, team: str) -> None:
        self._is_there = False
        _log.error("%s Set the new SLACK_BOT_TOKEN and start Rolecall again.", NotInstalled(team))


class InstalledWorkspaces:
    """Those of the settings' `workspaces` in which Rolecall was installed, each with its own token."""

    def __init__(
        self,
        settings: SlackSettings,
        named: NamedGroups,
        installations: Installations,
        session: aiohttp.ClientSession,
    ) -> None:
        self._settings = settings
        self._named = named
        self._installations = installations
        self._session = session
        self._installed = Remembered(self._find, LOOK_SECONDS)
        self._open: dict[str, tuple[str, asyncio.Task[Workspace]]] = {}  # team -> its token, and the workspace

    async def of(self, team: str) -> Workspace:
        installed = await self._installed.get(team)
        token, opening = self._open.get(team, ("", None))
        if opening is None or token != installed.token:
            client = open_client(self._settings, installed.token, self._session)
            opening = asyncio.ensure_future(enter(client, self._settings, self._named))
            self._open[team] = (installed.token, opening)
        try:
            return await asyncio.shield(opening)
        except SlackError:
            self._open.pop(team, None)
            raise

    async def uninstalled(self, team: str) -> None:
        await asyncio.to_thread(self._installations.delete, team)
        self.look_again(team)
        _log.error("%s", NotInstalled(team))

    def look_again(self, team: str) -> None:
        """What is installed there has changed."""
        self._open.pop(team, None)
        self._installed.forget()

    async def _find(self, team: str) -> Installed:
        found = None
        if team in self._settings.workspaces:  # one that was taken out of the settings is no longer answered
            found = await asyncio.to_thread(self._installations.find, team)
        if found is None:
            raise NotInstalled(team)
        return found


class Authorize(AsyncAuthorize):
    """By whose token Bolt takes a request of Slack for ours; without it, Bolt would read the environment itself."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(self, *, team_id: str | None, **_: object) -> AuthorizeResult | None:
        """None: we aren't in that workspace, which Bolt tells whoever clicked or typed a command.

        Raises:
            SlackError: Slack can't be asked just now: the request is not acknowledged, so that it comes again.
        """
        try:
            workspace = await self._workspaces.of(team_id or "")
        except NotInstalled as problem:
            _log.warning("a request from Slack isn't answered: %s", problem)
            return None
        ourselves = workspace.ourselves
        return AuthorizeResult(
            enterprise_id=ourselves.enterprise or None,
            team_id=ourselves.team,
            bot_user_id=ourselves.user,
            bot_id=ourselves.bot,
            bot_token=workspace.client.token,
            bot_scopes=sorted(ourselves.scopes),
        )
