"""Rolecall installed in several workspaces: settings for two, the door that Slack and browsers use, installing it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.applications import Starlette

from bot.main import open_record, open_slack
from bot.settings import Settings, load_settings
from bot.slack.installations import Installations
from bot.slack.oauth import REDIRECT
from bot.slack.settings import SlackSettings
from bot.slack.token_keys import TokenKeys, read_keys
from bot.web.settings import WebSettings
from tests.bot.slack.payloads import event, signed
from tests.bot.slack.workspace import SIGNING_SECRET, WAIT_SECONDS, Workspace

FIRST, OTHER, THIRD = "T11FIRST", "T02OTHER", "T03THIRD"
TOKENS = {"xoxb-first": FIRST, "xoxb-other": OTHER, "xoxb-third": THIRD}
TOKEN_KEY = "q0jOX2ZV4Bv1rU1hJ1kq8mYyJt8f3eP2b7cN5s9aT+8="
PUBLIC = "https://rolecall.example.org"
OVER_SLACK = [  # the marks of tests that install it
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),  # the SDK, with aiohttp's newest
]


@pytest.fixture
def settings(slack: Workspace, installation: Path, tmp_path: Path) -> Settings:
    """Two workspaces may install Rolecall; a third one knows the page as well."""
    slack.facts.tokens.update(TOKENS)
    chosen = SlackSettings(
        mode="http",
        workspaces=(FIRST, OTHER),
        signing_secret=SIGNING_SECRET,
        client_id=slack.facts.app_secret[0],
        client_secret=slack.facts.app_secret[1],
        token_keys=read_keys(TOKEN_KEY),
        api_url=slack.api_url,
    )
    settings = load_settings(installation / "rolecall.yaml", {})
    record = replace(settings.record, url=f"sqlite:///{tmp_path}/record.sqlite")
    return replace(settings, slack=chosen, web=WebSettings(public_url=PUBLIC), record=record)


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser before what `rolecall serve` serves; Slack uses the same door."""
    record = open_record(settings)
    assert settings.slack is not None
    surface = open_slack(settings, settings.slack, record, print)
    async with surface.serving():
        door = httpx2.ASGITransport(Starlette(routes=surface.routes))
        async with httpx2.AsyncClient(transport=door, base_url=PUBLIC) as browser:
            yield browser
    record.close()


async def install(slack: Workspace, browser: httpx2.AsyncClient, token: str) -> httpx2.Response:
    """Open the page, say yes at Slack, and come back."""
    to_slack = await browser.get("/slack/install")
    assert to_slack.status_code == 302
    asked = parse_qs(urlsplit(to_slack.headers["location"]).query)
    slack.facts.codes["code"] = token
    return await browser.get(REDIRECT, params={"code": "code", "state": asked["state"][0]})


async def told(browser: httpx2.AsyncClient, inner: Mapping[str, Any], team: str) -> httpx2.Response:
    """Slack tells of an event in that workspace."""
    authorization = {"enterprise_id": None, "team_id": team, "user_id": "U0BOT", "is_bot": True}
    body, headers = signed(event(inner, team_id=team, context_team_id=team, authorizations=[authorization]))
    return await browser.post("/slack/events", content=body, headers=headers)


async def sent(browser: httpx2.AsyncClient, payload: Mapping[str, Any], team: str) -> httpx2.Response:
    """Slack tells of a click or a modal in that workspace."""
    user = {**payload["user"], "team_id": team}
    body, headers = signed({**payload, "team": {"id": team, "domain": "acme"}, "user": user}, as_form=True)
    return await browser.post("/slack/events", content=body, headers=headers)


def installations_of(settings: Settings) -> Installations:
    """As another process sees them."""
    assert settings.slack is not None
    return Installations(open_record(settings), settings.slack.client_id, TokenKeys(settings.slack.token_keys))


async def eventually(until: Callable[[], object]) -> Any:
    """What `until` says as soon as it says something true."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not (found := until()):
            await asyncio.sleep(0.02)
    return found
