"""What Slack grants and what it doesn't: each thing that is off, with what it takes to have it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import Finding
from bot.slack.client import Ourselves, introduce, open_client, reason_of
from bot.slack.errors import SlackError
from bot.slack.installations import Installations
from bot.slack.oauth import INSTALL
from bot.slack.scopes import APP_LEVEL_SCOPES, FEATURES, events
from bot.slack.settings import SlackSettings

REINSTALL = "add it under OAuth & Permissions and install the app again"


async def check(settings: SlackSettings, installations: Installations | None = None) -> list[Finding]:
    """Everything that can be told, in the order in which one would mend it.

    Args:
        installations: of several workspaces, where the settings name some; each is looked at.
    """
    findings = [Finding("settings", "missing", problem, problem) for problem in settings.missing()]
    if installations is not None:
        findings += [finding async for finding in _workspaces(settings, installations)]
    elif settings.bot_token:
        findings += await _workspace(settings, settings.bot_token, "set a token that Slack takes")
    if settings.mode == "socket" and settings.app_token:
        findings.append(await _app_token(settings))
    findings += _untold(settings)
    return findings


async def _workspaces(settings: SlackSettings, installations: Installations) -> AsyncIterator[Finding]:
    """Each of the workspaces that the settings name."""
    for team in settings.workspaces:
        installed = await asyncio.to_thread(installations.find, team)
        if installed is None:
            yield Finding("workspace", "missing", f"Rolecall isn't installed in {team}", f"open {INSTALL} there")
            continue
        for finding in await _workspace(settings, installed.token, f"install it again in {team}: open {INSTALL}"):
            yield finding


async def _workspace(settings: SlackSettings, token: str, mend: str) -> list[Finding]:
    """What a workspace grants, by the bot's token there; `mend` says what to do where Slack doesn't take it."""
    client = open_client(settings, token)
    try:
        ourselves = await introduce(client)
    except SlackError as problem:
        return [Finding("bot token", "missing", str(problem), mend)]
    return [
        Finding("bot token", "good", _introduced(ourselves)),
        *_features(ourselves),
        *[finding async for finding in _places(client, settings)],
    ]


def _introduced(ourselves: Ourselves) -> str:
    return f"Rolecall is @{ourselves.user_name} ({ourselves.user}) in {ourselves.team_name} ({ourselves.team})"


def _features(ourselves: Ourselves) -> Iterator[Finding]:
    for feature in FEATURES:
        lacking = sorted(feature.lacks(ourselves.scopes))
        if not feature.scopes:
            continue
        if not lacking:
            yield Finding("on", "good", feature.name)
            continue
        named = ", ".join(lacking)
        yield Finding(
            "off",
            "optional" if feature.is_optional else "missing",
            f"{feature.name}: the scope {named} isn't granted",
            f"{REINSTALL} ({named})",
        )


async def _places(client: AsyncWebClient, settings: SlackSettings) -> AsyncIterator[Finding]:
    """The channel and the user groups that the settings name."""
    if settings.hr_channel:
        yield await _hr_channel(client, settings.hr_channel)
    else:
        yield Finding("Ask HR", "optional", "off: no channel is named", "name one in the settings: `hr_channel`")
    if not settings.admins:
        yield Finding("/rolecall", "optional", "off: nobody is named who may use it", "name `admins` in the settings")
    named = settings.admins.groups | settings.auditors.groups | frozenset().union(*settings.groups.values())
    for group in sorted(named):
        try:
            users = (await client.usergroups_users_list(usergroup=group))["users"]
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
            mend = "name a user group that exists; until then nobody is in it"
            yield Finding("user group", "missing", f"{group}: {_reason(problem)}", mend)
        else:
            yield Finding("user group", "good", f"{group} has {len(users)} members")


async def _hr_channel(client: AsyncWebClient, channel: str) -> Finding:
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        mend = "name a channel that exists, and invite Rolecall into it"
        return Finding("Ask HR", "missing", f"{channel}: {_reason(problem)}", mend)
    if not found.get("is_member"):
        return Finding("Ask HR", "missing", f"Rolecall is not in {channel}", "invite it there: /invite @Rolecall")
    if found.get("is_archived"):
        return Finding("Ask HR", "missing", f"{channel} is archived", "name another channel")
    if found.get("is_ext_shared"):
        what = f"{channel} is shared with another organisation, which would read what staff ask HR"
        return Finding("Ask HR", "missing", what, "name a channel of your own")
    return Finding("Ask HR", "good", f"goes to {channel}")


async def _app_token(settings: SlackSettings) -> Finding:
    """Whether a connection could be opened with the app-level token; none is."""
    client = open_client(settings, settings.app_token)
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        scopes = ", ".join(sorted(APP_LEVEL_SCOPES))
        mend = f"make an app-level token with the scope {scopes} under Basic Information, and turn Socket Mode on"
        return Finding("app token", "missing", f"no connection may be opened: {_reason(problem)}", mend)
    return Finding("app token", "good", "a connection may be opened")


def _untold(settings: SlackSettings) -> Iterator[Finding]:
    """What Slack tells no bot: said, so that nobody takes silence for a yes."""
    named = ", ".join(sorted(events()))
    what = f"Slack doesn't tell a bot which it is subscribed to. These are needed: {named}"
    yield Finding("events", "optional", what, "compare them under Event Subscriptions; bot/slack/manifest.yaml has all")
    if settings.mode == "http" and settings.signing_secret:
        what = "whether SLACK_SIGNING_SECRET is right shows when Slack calls"
        yield Finding("signing", "optional", what, "save the request URL under Event Subscriptions: Slack tries it")


def _reason(problem: Exception) -> str:
    return reason_of(problem) if isinstance(problem, SlackApiError) else type(problem).__name__
