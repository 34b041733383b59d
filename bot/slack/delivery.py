"""Bringing a message to where a question was asked: in public, in private, or by direct message where neither works."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import aiohttp
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import reason_of
from bot.slack.errors import NotPosted, SlackError
from bot.slack.place import Place
from bot.slack.posting import post, post_privately, respond_privately
from bot.slack.rendering.message import Message, note

PRIVATELY, DIRECTLY = "private", "direct message"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who asked, where, and how they are reached."""

    client: AsyncWebClient
    place: Place
    user: str
    respond: AsyncRespond | None = None  # of a command or click, while its `response_url` lives

    async def deliver(self, message: Message, number: str) -> list[str]:
        """Post it; [channel, timestamp], or how it was shown instead.

        Raises:
            NotPosted: Slack doesn't take it.
            MayHaveBeenPosted: it can't be told whether it did.
        """
        place = self.place
        if not place.is_private:
            return [place.channel, await post(self.client, message, place.channel, thread_ts=place.root, number=number)]
        if self.respond is not None and self.respond.response_url:
            try:
                await respond_privately(self.respond, message)
            except NotPosted as problem:
                _log.info("no private answer by response_url: %s", problem.reason)
            else:
                return [place.channel, PRIVATELY]
        if not place.channel:  # a shortcut that names none
            return [await self._post_directly(message, number), DIRECTLY]
        try:
            await post_privately(self.client, message, place.channel, self.user, thread_ts=place.root)
        except NotPosted as problem:  # as where we are not in the channel
            _log.info("no private answer in the channel: %s", problem.reason)
            return [await self._post_directly(message, number), DIRECTLY]
        return [place.channel, PRIVATELY]

    async def tell(self, reason: str, number: str = "") -> None:
        """A plain reason in place of an answer, on whichever way it arrives. That it can't be told is logged."""
        message = note(f"{reason} (Receipt {number})" if number else reason)
        try:
            await self.deliver(message, number)
        except SlackError:
            try:
                await self._post_directly(message, number)
            except SlackError as problem:
                _log.error("%s: nothing can be said about it: %s", number, problem)

    async def tell_privately(self, reason: str, number: str = "") -> None:
        """The same for that person alone."""
        place = self.place
        private = place if place.is_for_one else Place(place.channel, place.root, is_private=True)
        await Recipient(self.client, private, self.user, self.respond).tell(reason, number)

    async def _post_directly(self, message: Message, number: str) -> str:
        return await post(self.client, message, await open_direct_message(self.client, self.user), number=number)


async def open_direct_message(client: AsyncWebClient, user: str) -> str:
    """The channel of our direct message with them.

    Raises:
        NotPosted: Slack doesn't open it.
    """
    try:
        return str((await client.conversations_open(users=user))["channel"]["id"])
    except SlackApiError as problem:
        raise NotPosted(reason_of(problem)) from problem
    except (aiohttp.ClientError, TimeoutError) as problem:
        raise NotPosted(type(problem).__name__) from problem
