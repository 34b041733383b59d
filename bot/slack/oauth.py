"""Installing Rolecall in several workspaces: the pages at /slack/install and /slack/oauth_redirect.

Slack's page: docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

import aiohttp
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.slack.client import reason_of
from bot.slack.installations import BoltStore, Installations
from bot.slack.scopes import scopes
from bot.slack.settings import SlackSettings

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
STATE_SECONDS = 600  # to say yes in, on Slack's page
_log = logging.getLogger(__name__)


class _Flow(AsyncOAuthFlow):
    """Bolt's, for the workspaces that the settings name and no others: whoever finds the page could install it else,
    and ask for the organisation's documents.
    """

    def __init__(
        self,
        settings: SlackSettings,
        oauth: AsyncOAuthSettings,
        client: AsyncWebClient,
        on_installed: Callable[[str], None],
    ) -> None:
        super().__init__(client=client, logger=_log, settings=oauth)
        self._slack = settings
        self._on_installed = on_installed

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        if installation.is_enterprise_install or installation.team_id not in self._slack.workspaces:
            await self._give_back(installation)
            raise _NotOurs
        await super().store_installation(request, installation)
        self._on_installed(installation.team_id)

    async def _give_back(self, installation: Installation) -> None:
        """Uninstall it again: docs.slack.dev/reference/methods/apps.uninstall"""
        try:
            await self.client.apps_uninstall(
                client_id=self._slack.client_id,
                client_secret=self._slack.client_secret,
                token=installation.bot_token,
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
            reason = reason_of(problem) if isinstance(problem, SlackApiError) else type(problem).__name__
            _log.warning("an installation in a workspace that isn't named couldn't be taken back: %s", reason)


class _NotOurs(Exception):
    """A workspace that the settings don't name."""


class InstallPages:
    """The two pages.

    Args:
        client: without a token; it uses the address of Slack in the settings.
        public_url: as browsers reach us: "https://rolecall.example.org".
        on_installed: is told the id of each workspace in which Rolecall was installed.
    """

    def __init__(
        self,
        settings: SlackSettings,
        installations: Installations,
        client: AsyncWebClient,
        public_url: str,
        on_installed: Callable[[str], None],
    ) -> None:
        oauth = AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=sorted(scopes()),
            user_scopes=[],  # Rolecall acts as nobody but itself
            redirect_uri=public_url + REDIRECT,
            authorization_url=urljoin(settings.api_url, "/oauth/v2/authorize"),
            installation_store=BoltStore(installations),
            # Signed, and stored nowhere: otherwise whoever calls the page would fill the database.
            state_store=StatelessOAuthStateStore(
                expiration_seconds=STATE_SECONDS, signing_secret=settings.client_secret
            ),
            state_expiration_seconds=STATE_SECONDS,
            install_page_rendering_enabled=False,  # straight to Slack's own page, which says what is asked for
        )
        self._flow = _Flow(settings, oauth, client, on_installed)

    async def install(self, request: Request) -> Response:
        """On to Slack."""
        return await _through(self._flow.handle_installation, request)

    async def redirect(self, request: Request) -> Response:
        """Back from Slack, with a code to be exchanged for the bot's token."""
        try:
            return await _through(self._flow.handle_callback, request)
        except _NotOurs:
            return PlainTextResponse(
                "Rolecall is not meant for this workspace, and was taken out of it again. If it is, ask whoever runs "
                "Rolecall to name the workspace in its settings.",
                status_code=403,
            )


async def _through(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: Request) -> Response:
    return to_starlette_response(await handle(to_async_bolt_request(request, b"")))
