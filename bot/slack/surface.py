"""Slack beside all else that is served: connected at the start, drained at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.groups import NamedGroups
from bot.slack.app import build_app
from bot.slack.client import open_client, open_session, reason_of
from bot.slack.errors import SlackError
from bot.slack.installations import Installations
from bot.slack.oauth import INSTALL, REDIRECT, InstallPages
from bot.slack.parts import Slack, Workspaces
from bot.slack.settings import SlackSettings
from bot.slack.workspaces import InstalledWorkspaces, OneWorkspace, enter

EVENTS = "/slack/events"
DRAIN_SECONDS = 20.0  # that answers under way have to arrive, once we are told to stop
_log = logging.getLogger(__name__)


class Beside(Protocol):
    """What goes on as long as Slack is served, such as finishing what a restart left over."""

    async def __call__(self, parts: Slack) -> None: ...


class SlackSurface:
    """Bolt's app within the one server process.

    Args:
        named: the groups of the settings file.
        open_parts: puts the parts together, once it is known who we are in Slack.
        beside: each runs until the end, and is cancelled then.
        installations: of the several workspaces in which Rolecall may be installed, where the settings name some.
        public_url: as browsers reach us, for the pages that install it.
    """

    def __init__(
        self,
        settings: SlackSettings,
        named: NamedGroups,
        open_parts: Callable[[Workspaces], Slack],
        beside: tuple[Beside, ...] = (),
        installations: Installations | None = None,
        public_url: str = "",
    ) -> None:
        self._settings = settings
        self._named = named
        self._open_parts = open_parts
        self._beside = beside
        self._installations = installations
        self._public_url = public_url
        self._parts: Slack | None = None  # while it is served
        self._is_connected: Callable[[], Awaitable[bool]] = self._is_open
        self._handler: AsyncSlackRequestHandler | None = None
        self._pages: InstallPages | None = None

    @property
    def routes(self) -> list[Route]:
        """What Slack calls, where it does, and what browsers open to install Rolecall, where they may."""
        events = [Route(EVENTS, self._on_request, methods=["POST"])] if self._settings.mode == "http" else []
        pages = [Route(INSTALL, self._on_install), Route(REDIRECT, self._on_redirect)]
        return events + (pages if self._installations is not None else [])

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Hears and answers, inside.

        Raises:
            SlackError: Slack can't be reached or doesn't take a token.
        """
        async with open_session() as session:
            workspaces = await self._enter(session)
            parts = self._parts = self._open_parts(workspaces)
            client = open_client(self._settings, session=session)
            client.token = None  # each request gets that of its workspace
            app = build_app(parts, client)
            tasks = [parts.running.start(each(parts)) for each in self._beside]
            close = await self._listen(app)
            try:
                yield
            finally:
                await close()  # hear nothing new
                for task in tasks:
                    task.cancel()
                await parts.running.drain(DRAIN_SECONDS)
                self._parts = None
                await asyncio.to_thread(parts.close)

    async def health(self) -> tuple[bool, Mapping[str, str]]:
        """What `bot.web.health` tells of us: whether Slack reaches us, and which snapshot answers."""
        if self._parts is None:
            return False, {"slack": "not connected"}
        is_connected = await self._is_connected()
        live = self._parts.live.status
        told = {"slack": "connected" if is_connected else "not connected", "snapshot": live.snapshot}
        if live.problem:  # it goes on answering from the one before
            told["stale"] = "what was published last can't be loaded; the log says why"
        return is_connected, told

    async def _enter(self, session: aiohttp.ClientSession) -> Workspaces:
        if self._installations is None:
            return OneWorkspace(await enter(open_client(self._settings, session=session), self._settings, self._named))
        workspaces = InstalledWorkspaces(self._settings, self._named, self._installations, session)
        client = open_client(self._settings, session=session)
        client.token = None  # what is done with the app's own id and secret
        self._pages = InstallPages(self._settings, self._installations, client, self._public_url, workspaces.look_again)
        return workspaces

    async def _listen(self, app: AsyncApp) -> Callable[[], Awaitable[object]]:
        """Open the door or the connection; what closes it again."""
        if self._settings.mode == "http":
            self._handler = AsyncSlackRequestHandler(app)
            return self._shut
        client = open_client(self._settings, self._settings.app_token)
        await _try_app_token(client)
        handler = AsyncSocketModeHandler(app, self._settings.app_token, web_client=client, proxy=client.proxy)
        if client.proxy is None:  # the SDK would read HTTPS_PROXY again, without NO_PROXY
            handler.client.proxy = None
        self._is_connected = handler.client.is_connected
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        return handler.close_async

    async def _is_open(self) -> bool:
        return self._handler is not None

    async def _shut(self) -> None:
        self._handler = None

    async def _on_request(self, request: Request) -> Response:
        return await self._handler.handle(request) if self._handler is not None else _not_now()

    async def _on_install(self, request: Request) -> Response:
        return await self._pages.install(request) if self._pages is not None else _not_now()

    async def _on_redirect(self, request: Request) -> Response:
        return await self._pages.redirect(request) if self._pages is not None else _not_now()


def _not_now() -> Response:
    """Slack tries again."""
    return PlainTextResponse("Rolecall is starting or stopping.", status_code=503)


async def _try_app_token(client: AsyncWebClient) -> None:
    """The SDK itself would try a wrong token for ever."""
    try:
        await client.apps_connections_open(app_token=client.token or "")
    except SlackApiError as problem:
        raise SlackError(
            f"Slack opens no connection with SLACK_APP_TOKEN: {reason_of(problem)}. Make an app-level token with the "
            "scope connections:write under Basic Information, turn Socket Mode on, and set the token."
        ) from problem
    except (aiohttp.ClientError, TimeoutError) as problem:
        raise SlackError(
            f"Slack can't be reached at {client.base_url}: {type(problem).__name__}. Look at the network."
        ) from problem
