"""Who belongs to what: user groups, channels, and with them what an answer may hold.

Who may administer or audit is looked up each time. What an audience may see is remembered for a minute: Slack allows
about 20 look-ups of user groups a minute. A look-up that fails lets nobody see or do more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.groups import NamedGroups, audience_of_people
from bot.record.message import Person
from bot.slack.client import Ourselves, reason_of
from bot.slack.errors import LookUpFailed
from bot.slack.remembered import Remembered
from bot.slack.settings import Named, SlackSettings
from index.audience import PUBLIC, Audience, fold_group

REMEMBERED_SECONDS = 60.0
MOST_MEMBERS = 2_000  # of a channel, that are looked at; in a larger one only what is public is answered
_PAGE = 200
_log = logging.getLogger(__name__)


class Membership:
    """Looks up who is in which user group and channel.

    Args:
        named: the groups of the settings file, to which those of Slack are added.
    """

    def __init__(
        self, client: AsyncWebClient, ourselves: Ourselves, settings: SlackSettings, named: NamedGroups
    ) -> None:
        self._client = client
        self._ourselves = ourselves
        self._settings = settings
        self._named = named
        self._users = Remembered(self._users_of, REMEMBERED_SECONDS)
        self._members = Remembered(self._members_of, REMEMBERED_SECONDS)

    async def is_admin(self, user: str) -> bool:
        """Whether they may use /rolecall.

        Raises:
            LookUpFailed: Slack doesn't say; they may not, then.
        """
        return await self._is_among(user, self._settings.admins)

    async def is_auditor(self, user: str) -> bool:
        """Whether the Slack settings make them an auditor; `auditors:` may do so besides.

        Raises:
            LookUpFailed: Slack doesn't say; they aren't, then.
        """
        return await self._is_among(user, self._settings.auditors)

    async def audience_of(self, people: Iterable[Person | None]) -> Audience:
        """What all of these people may see; None is somebody unknown."""
        return audience_of_people(people, await self._groups())

    async def audience_in(self, channel: str) -> Audience:
        """What everybody in a channel may see.

        Other bots in it count as readers that are in no group. Where the channel is too large, or Slack doesn't say who
        is in it, only what is public may be seen.
        """
        try:
            members = await self._members.get(channel)
        except LookUpFailed as problem:
            _log.warning("members of a channel can't be looked up: %s", problem.reason)
            return PUBLIC
        if members is None:
            return PUBLIC
        return await self.audience_of(Person("slack", self._ourselves.team, user) for user in members)

    async def _groups(self) -> NamedGroups:
        """The settings' groups with the members of Slack's; a user group that can't be looked up has none."""
        members = dict(self._named.members)
        for name, groups in self._settings.groups.items():
            for group in groups:
                members[fold_group(name)] = members.get(fold_group(name), frozenset()) | await self._keys_of(group)
        return NamedGroups(members)

    async def _keys_of(self, group: str) -> frozenset[str]:
        try:
            users = await self._users.get(group)
        except LookUpFailed as problem:
            _log.warning("members of the user group %s can't be looked up: %s", group, problem.reason)
            return frozenset()
        return frozenset(Person("slack", self._ourselves.team, user).key.casefold() for user in users)

    async def _is_among(self, user: str, named: Named) -> bool:
        if user in named.users:
            return True
        for group in sorted(named.groups):
            if user in await self._users_of(group):
                return True
        return False

    async def _users_of(self, group: str) -> frozenset[str]:
        try:
            reply = await self._client.usergroups_users_list(usergroup=group)
        except SlackApiError as problem:
            raise LookUpFailed(f"who is in the user group {group}", reason_of(problem)) from problem
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise LookUpFailed(f"who is in the user group {group}", type(problem).__name__) from problem
        return frozenset(reply["users"])

    async def _members_of(self, channel: str) -> frozenset[str] | None:
        """The people in a channel, ourselves left out; None where there are more than MOST_MEMBERS."""
        found: set[str] = set()
        cursor = ""
        try:
            while True:
                reply = await self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
                found.update(reply["members"])
                cursor = (reply.get("response_metadata") or {"next_cursor": ""})["next_cursor"]
                if len(found) > MOST_MEMBERS:
                    return None
                if not cursor:
                    return frozenset(found - {self._ourselves.user})
        except SlackApiError as problem:
            raise LookUpFailed(f"who is in the channel {channel}", reason_of(problem)) from problem
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise LookUpFailed(f"who is in the channel {channel}", type(problem).__name__) from problem
