"""The client of Slack's Web API: one address for all, patient with limits and outages."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import SlackError
from bot.slack.settings import SlackSettings

TIMEOUT_SECONDS = 30
ATTEMPTS = 5  # after the first; waiting 0.5, 1, 2, 4, 8 seconds, or as long as Slack says
SERVER_ERRORS = frozenset({500, 502, 503, 504})
POSTS = ("/chat.postMessage", "/chat.postEphemeral")  # done twice where a lost reply is taken for a failure
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Patience(AsyncRetryHandler):
    """Tries again what Slack put off or couldn't do just now.

    What posts a message is tried again only where Slack can't have taken it: over a rate limit, or without a
    connection. For the rest of it `bot.slack.posting` looks first. The SDK's own handler of server errors isn't used:
    in its asynchronous form it doesn't count its attempts.
    """

    def __init__(self, attempts: int = ATTEMPTS) -> None:
        super().__init__(max_retry_count=attempts)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if isinstance(error, aiohttp.ClientConnectorError):
            return True
        if error is None and response is not None and response.status_code == 429:
            return True
        if request.url.endswith(POSTS):
            return False
        if error is not None:
            return isinstance(error, aiohttp.ClientConnectionError | asyncio.TimeoutError)
        return response is not None and response.status_code in SERVER_ERRORS

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        said = retry_after(response.headers) if error is None and response is not None else None
        await asyncio.sleep(pause_seconds(state.current_attempt) if said is None else said + random.random() / 4)
        state.increment_current_attempt()


def pause_seconds(attempt: int) -> float:
    """0.5, 1, 2, 4 ... 30 seconds, up to a quarter more or less, so that many don't come back at once."""
    return float(min(0.5 * 2**attempt, 30.0) * random.uniform(0.75, 1.25))


def retry_after(headers: object) -> float | None:
    """Seconds that Slack says to wait, however its headers are kept; None where it doesn't say."""
    found = {str(name).lower(): value for name, value in dict(headers).items()}  # type: ignore[call-overload]  # any mapping
    value = found.get("retry-after")
    value = value[0] if isinstance(value, list) and value else value
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdecimal() else None


def open_session() -> aiohttp.ClientSession:
    """Connections that are kept, for whoever calls Slack again and again; close it in the same loop.

    Without one, the SDK opens a connection for each call.
    """
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))


def open_client(
    settings: SlackSettings, token: str = "", session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A client with the bot's token, or another. It uses the proxy of the environment, unless NO_PROXY forbids it.

    Listeners call Slack through this one: the copies that Bolt makes for each request ask for the proxy again.
    """
    client = AsyncWebClient(
        token=token or settings.bot_token,
        base_url=settings.api_url,
        timeout=TIMEOUT_SECONDS,
        session=session,
        retry_handlers=[Patience(ATTEMPTS)],
    )
    host = urlsplit(settings.api_url).hostname or ""
    if host in _LOOPBACK or proxy_bypass(host):  # the SDK reads HTTPS_PROXY, but not NO_PROXY
        client.proxy = None
    return client


@dataclass(frozen=True, slots=True)
class Ourselves:
    """Who the bot is, and what it may do."""

    team: str  # "T024BE7LD"
    team_name: str
    user: str  # the bot's own id as a user
    user_name: str
    bot: str  # and as a bot: "B024BE7LH"
    enterprise: str  # "" outside Enterprise Grid
    scopes: frozenset[str]  # granted


async def introduce(client: AsyncWebClient) -> Ourselves:
    """Ask Slack who we are.

    Raises:
        SlackError: Slack can't be reached or doesn't take the token.
    """
    try:
        reply = await client.auth_test()
    except SlackApiError as problem:
        reason = reason_of(problem)
        raise SlackError(f"Slack doesn't take SLACK_BOT_TOKEN: {reason}. {_MEND.get(reason, _CHECK)}") from problem
    except (aiohttp.ClientError, TimeoutError) as problem:
        raise SlackError(
            f"Slack can't be reached at {client.base_url}: {type(problem).__name__}. {_NETWORK}"
        ) from problem
    granted = str({name.lower(): value for name, value in reply.headers.items()}.get("x-oauth-scopes", ""))
    return Ourselves(
        team=str(reply["team_id"]),
        team_name=str(reply.get("team") or ""),
        user=str(reply["user_id"]),
        user_name=str(reply.get("user") or ""),
        bot=str(reply.get("bot_id") or ""),
        enterprise=str(reply.get("enterprise_id") or ""),
        scopes=frozenset(filter(None, (scope.strip() for scope in granted.split(",")))),
    )


def reason_of(problem: SlackApiError) -> str:
    """Slack's own word for what is wrong, or the HTTP status where it says none."""
    response = problem.response
    error = response.get("error") if hasattr(response, "get") and isinstance(response.data, dict) else None
    return str(error or f"HTTP {getattr(response, 'status_code', '?')}")


_CHECK = "See docs/slack.md."
_NETWORK = "Look at the network and at HTTPS_PROXY."
_MEND = {
    "invalid_auth": "Copy the bot's token again from OAuth & Permissions.",
    "not_authed": "Copy the bot's token again from OAuth & Permissions.",
    "token_revoked": "The app was uninstalled or its token revoked: install it again, and set the new token.",
    "account_inactive": "The app was uninstalled or its workspace deleted: install it again, and set the new token.",
}
