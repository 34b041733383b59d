"""Who somebody in Slack is, and whether Rolecall answers them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.record.message import Person
from bot.slack.client import Ourselves, reason_of
from bot.slack.errors import LookUpFailed
from bot.slack.remembered import Remembered
from bot.slack.settings import SlackSettings

KNOWN_SECONDS = 600.0  # that who somebody is is remembered; guests seldom turn into members
# member: of this workspace or its organisation. guest: let in for some channels. stranger: of another organisation.
Kind = Literal["member", "guest", "stranger", "bot", "gone"]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or a bot in Slack."""

    user: str
    team: str  # the workspace they belong to
    kind: Kind
    name: str = ""
    locale: str = ""

    def person(self, team: str) -> Person:
        """As the record knows them; `team` is the workspace that they speak in."""
        return Person("slack", team, self.user, self.name)


class People:
    """Looks people up, and remembers them for ten minutes."""

    def __init__(self, client: AsyncWebClient, ourselves: Ourselves, settings: SlackSettings) -> None:
        self._client = client
        self._ourselves = ourselves
        self._settings = settings
        self._known = Remembered(self._look_up, KNOWN_SECONDS)

    async def who(self, user: str) -> Somebody:
        """Who that is.

        Raises:
            LookUpFailed: Slack doesn't say.
        """
        return await self._known.get(user)

    def known(self, user: str) -> Somebody:
        """What is remembered of them; only who they are by id, where nothing is: no look-up is waited for."""
        return self._known.peek(user) or Somebody(user, self._ourselves.team, "member")

    async def why_refused(self, user: str, *, is_external_channel: bool = False) -> str:
        """Why that person isn't answered there, in words for them; "" where they are.

        Args:
            is_external_channel: the event says that the channel is shared with another organisation.
        """
        if is_external_channel and not self._settings.external_channels:
            return _EXTERNAL
        try:
            somebody = await self.who(user)
        except LookUpFailed:
            return _UNKNOWN
        if somebody.kind == "stranger" and not self._settings.external_channels:
            return _STRANGER
        if somebody.kind == "guest" and not self._settings.guests:
            return _GUEST
        return _GONE if somebody.kind in ("bot", "gone") else ""

    async def _look_up(self, user: str) -> Somebody:
        try:
            reply = await self._client.users_info(user=user, include_locale=True)
        except SlackApiError as problem:
            raise LookUpFailed(f"who {user} is", reason_of(problem)) from problem
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise LookUpFailed(f"who {user} is", type(problem).__name__) from problem
        said = reply["user"]
        profile = said.get("profile", {})
        name = profile.get("display_name") or profile.get("real_name") or said.get("name", "")
        return Somebody(user, said.get("team_id", ""), self._kind(said), name, said.get("locale", ""))

    def _kind(self, said: Mapping[str, Any]) -> Kind:
        if said.get("deleted"):
            return "gone"
        if said.get("is_bot") or said.get("id") == "USLACKBOT":
            return "bot"
        is_ours = said.get("team_id", self._ourselves.team) == self._ourselves.team or self._is_of_our_grid(said)
        if said.get("is_stranger") or not is_ours:
            return "stranger"
        return "guest" if said.get("is_restricted") or said.get("is_ultra_restricted") else "member"

    def _is_of_our_grid(self, said: Mapping[str, Any]) -> bool:
        """In Enterprise Grid people of other workspaces of the organisation are no strangers."""
        enterprise = said.get("enterprise_user", {}).get("enterprise_id", "")
        return bool(enterprise) and enterprise == self._ourselves.enterprise


_HR = "Please ask a colleague there, or HR."
_EXTERNAL = f"This channel is shared with another organisation, so I don't answer in it. {_HR}"
_STRANGER = f"I answer members of this organisation only. {_HR}"
_GUEST = f"I don't answer guests of this workspace. {_HR}"
_GONE = "I answer people only."
_UNKNOWN = "Slack doesn't tell me who you are just now, so I can't answer. Please ask again in a minute."
