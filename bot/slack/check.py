"""What Slack grants and what it doesn't: each thing that is off, with what it takes to have it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import Finding
from bot.slack.client import Ourselves, introduce, open_client, reason_of
from bot.slack.errors import SlackError, TokenUnreadable
from bot.slack.installations import Installations
from bot.slack.oauth import INSTALL
from bot.slack.scopes import APP_LEVEL_SCOPES, FEATURES, events
from bot.slack.settings import SlackSettings
from bot.slack.token_keys import TOKEN_KEY

ASK_HR = "Ask HR"
REINSTALL = "add it under OAuth & Permissions and install the app again"


async def check(settings: SlackSettings, installations: Installations | None = None) -> list[Finding]:
    """Everything that can be told, in the order in which one would mend it.

    Args:
        installations: of several workspaces, where the settings name some; each is looked at.
    """
    findings = [Finding("settings", "missing", problem, problem) for problem in settings.missing()]
    clients: list[AsyncWebClient] = []  # of the workspaces that let us in
    if installations is not None:
        findings += [finding async for finding in _workspaces(settings, installations, clients)]
    elif settings.bot_token:
        findings += await _workspace(settings, settings.bot_token, "set a token that Slack takes", clients)
    if clients:
        findings += [finding async for finding in _people(settings, clients)]
    if settings.mode == "socket" and settings.app_token:
        findings.append(await _app_token(settings))
    findings += _untold(settings)
    return findings


async def _workspaces(
    settings: SlackSettings, installations: Installations, clients: list[AsyncWebClient]
) -> AsyncIterator[Finding]:
    """Each of the workspaces that the settings name."""
    for team in settings.workspaces:
        try:
            installed = await asyncio.to_thread(installations.find, team)
        except TokenUnreadable as problem:
            mend = f"add the key to {TOKEN_KEY}, or install it again in {team}: open {INSTALL}"
            yield Finding("bot token", "missing", str(problem), mend)
            continue
        if installed is None:
            waiting = ", ".join(name for name, _, channel in _channels(settings, team) if channel)
            what = f"Rolecall isn't installed in {team}" + (
                f", where a channel is named for: {waiting}" * bool(waiting)
            )
            yield Finding("workspace", "missing", what, f"open {INSTALL} there")
            continue
        mend = f"install it again in {team}: open {INSTALL}"
        for finding in await _workspace(settings, installed.token, mend, clients):
            yield finding


async def _workspace(settings: SlackSettings, token: str, mend: str, clients: list[AsyncWebClient]) -> list[Finding]:
    """What a workspace grants, by the bot's token there.

    Args:
        mend: what to do where Slack doesn't take it.
        clients: the workspace's is added, where Slack does.
    """
    client = open_client(settings, token)
    try:
        ourselves = await introduce(client)
    except SlackError as problem:
        return [Finding("bot token", "missing", str(problem), mend)]
    clients.append(client)
    return [
        Finding("bot token", "good", _introduced(ourselves)),
        *_features(ourselves),
        *[finding async for finding in _places(client, settings, ourselves.team)],
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


async def _places(client: AsyncWebClient, settings: SlackSettings, team: str) -> AsyncIterator[Finding]:
    """The channels that the settings name in that workspace."""
    for name, setting, channel in _channels(settings, team):
        if channel:
            yield await _channel(client, name, channel)
        elif name == ASK_HR:
            yield Finding(name, "optional", "off: no channel is named", f"name one in the settings: {setting}")


def _channels(settings: SlackSettings, team: str) -> Iterator[tuple[str, str, str]]:
    """(what is posted, the setting that says where, the channel in that workspace or "")"""
    yield ASK_HR, "`hr_channel`", settings.hr_channel.of(team)
    yield "digest", "`digest: channel:`", settings.digest.channels.of(team) if settings.digest is not None else ""
    yield "head", "`head_channel`", settings.head_channel.of(team)


async def _channel(client: AsyncWebClient, name: str, channel: str) -> Finding:
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        mend = "name a channel that exists, and invite Rolecall into it"
        return Finding(name, "missing", f"{channel}: {_reason(problem)}", mend)
    if not found.get("is_member"):
        return Finding(name, "missing", f"Rolecall is not in {channel}", "invite it there: /invite @Rolecall")
    if found.get("is_archived"):
        return Finding(name, "missing", f"{channel} is archived", "name another channel")
    if found.get("is_ext_shared"):
        what = f"{channel} is shared with another organisation, which would read what is posted there"
        return Finding(name, "missing", what, "name a channel of your own")
    return Finding(name, "good", f"goes to {channel}")


async def _people(settings: SlackSettings, clients: Sequence[AsyncWebClient]) -> AsyncIterator[Finding]:
    """Who may do what: each user group that the settings name is one of one of the workspaces."""
    if not settings.admins:
        yield Finding("/rolecall", "optional", "off: nobody is named who may use it", "name `admins` in the settings")
    named = settings.admins.groups | settings.auditors.groups | frozenset().union(*settings.groups.values())
    for group in sorted(named):
        found = [await _members(client, group) for client in clients]
        known = [each for each in found if isinstance(each, int)]
        if known:
            yield Finding("user group", "good", f"{group} has {known[0]} {'member' if known[0] == 1 else 'members'}")
        else:
            mend = "name a user group that exists; until then nobody is in it"
            yield Finding("user group", "missing", f"{group}: {found[0]}", mend)


async def _members(client: AsyncWebClient, group: str) -> int | str:
    """How many a user group has; or why that isn't told."""
    try:
        return len((await client.usergroups_users_list(usergroup=group))["users"])
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        return _reason(problem)


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
