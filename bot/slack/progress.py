"""A message that says how far something is, edited in place."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

from slack_sdk.web.async_client import AsyncWebClient

from bot.candidate.stages import STAGES
from bot.slack.errors import NotPosted, SlackError
from bot.slack.posting import post, update
from bot.slack.rendering.message import Message, note

EVERY_SECONDS = 1.2  # Slack takes about one update a second
LEAST_SECONDS = 1.0  # between the last update and what came of it
_log = logging.getLogger(__name__)


class Stopped(SlackError):
    """Rolecall is being stopped in the middle of it."""

    def __init__(self) -> None:
        super().__init__("Rolecall was stopped before this was done. Nothing has changed; ask for it again.")


class Progress:
    """Begin it with `begin`, tell it `on_stage` from any thread, end it with `end`."""

    def __init__(self, client: AsyncWebClient, channel: str, ts: str, head: str) -> None:
        self._client = client
        self.channel = channel
        self.ts = ts
        self._head = head
        self._said = self._shown = head
        self._updated_at = time.monotonic()
        self._is_stopped = threading.Event()
        self._is_over = asyncio.Event()
        self._keeping = asyncio.get_running_loop().create_task(self._keep())

    @classmethod
    async def begin(cls, client: AsyncWebClient, channel: str, head: str) -> Progress:
        """Post the message.

        Args:
            head: what is being done: "Building a candidate, for Helen."
        Raises:
            NotPosted, MayHaveBeenPosted: Slack doesn't take it.
        """
        return cls(client, channel, await post(client, note(head), channel), head)

    def on_stage(self, stage: str, done: int, of: int) -> None:
        """Called by whoever does the work, in any thread, however often.

        Raises:
            Stopped: the work is to end.
        """
        if self._is_stopped.is_set():
            raise Stopped
        counted = f": {done:,} of {of:,}" if of > 1 else ""
        self._said = f"{self._head}\n{STAGES.get(stage, stage)}{counted}"

    def stop(self) -> None:
        """Have the work end at its next step."""
        self._is_stopped.set()

    async def end(self, message: Message) -> str:
        """Put what came of it in the message's place; its timestamp comes back.

        Where the message was deleted meanwhile, another is posted.
        """
        self._is_over.set()
        await self._keeping  # an update under way must not arrive after this one
        await asyncio.sleep(max(0.0, self._updated_at + LEAST_SECONDS - time.monotonic()))
        try:
            await update(self._client, message, self.channel, self.ts)
        except NotPosted as problem:
            if problem.reason not in ("message_not_found", "cant_update_message", "edit_window_closed"):
                raise
            self.ts = await post(self._client, message, self.channel)
        return self.ts

    async def _keep(self) -> None:
        while not await self._is_over_within(EVERY_SECONDS):
            said = self._said
            if said == self._shown:
                continue
            try:
                await update(self._client, note(said), self.channel, self.ts)
            except SlackError as problem:  # the end of it is told all the same
                _log.warning("progress can't be shown: %s", type(problem).__name__)
                return
            self._shown, self._updated_at = said, time.monotonic()

    async def _is_over_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._is_over.wait(), seconds)
        except TimeoutError:
            return False
        return True
