"""Slack beside all else that is served: connected at the start, drained at the end."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
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
from bot.slack.client import introduce, open_client, open_session, reason_of
from bot.slack.errors import SlackError
from bot.slack.membership import Membership
from bot.slack.parts import OneWorkspace, Slack, Workspace, Workspaces
from bot.slack.people import People
from bot.slack.settings import SlackSettings

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
    """

    def __init__(
        self,
        settings: SlackSettings,
        named: NamedGroups,
        open_parts: Callable[[Workspaces], Slack],
        beside: tuple[Beside, ...] = (),
    ) -> None:
        self._settings = settings
        self._named = named
        self._open_parts = open_parts
        self._beside = beside
        self._handler: AsyncSlackRequestHandler | None = None

    @property
    def routes(self) -> list[Route]:
        """What Slack calls, where it does; none in Socket Mode."""
        return [Route(EVENTS, self._on_request, methods=["POST"])] if self._settings.mode == "http" else []

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Hears and answers, inside.

        Raises:
            SlackError: Slack can't be reached or doesn't take a token.
        """
        async with open_session() as session:
            client = open_client(self._settings, session=session)
            ourselves = await introduce(client)
            people = People(client, ourselves, self._settings)
            membership = Membership(client, ourselves, self._settings, self._named)
            parts = self._open_parts(OneWorkspace(Workspace(ourselves, client, people, membership)))
            app = build_app(parts, client)
            tasks = [parts.running.start(each(parts)) for each in self._beside]
            close = await self._listen(app)
            _log.info("in Slack as %s of %s", ourselves.user, ourselves.team)
            try:
                yield
            finally:
                await close()  # hear nothing new
                for task in tasks:
                    task.cancel()
                await parts.running.drain(DRAIN_SECONDS)

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
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        return handler.close_async

    async def _shut(self) -> None:
        self._handler = None

    async def _on_request(self, request: Request) -> Response:
        if self._handler is None:  # Slack tries again
            return PlainTextResponse("Rolecall is starting or stopping.", status_code=503)
        return await self._handler.handle(request)


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
