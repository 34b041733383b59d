"""The trip of one question: screened, answered, stored, posted. Each path ends in an answer or in a plain reason.

    received ── screened ── answered and stored ── posted
                   │                │                 │
                a refusal       "went wrong"     a direct message that says why

A restart goes on from what the record says is left to do (see `bot.record.state`). What may have been posted is not
posted again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import aiohttp
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError

from bot.answers.answer import Answer
from bot.channels import Place as Channel
from bot.record.errors import ClaimLost, RecordError
from bot.record.message import Claim, Incoming
from bot.record.state import MAY_HAVE_BEEN_POSTED
from bot.slack.answering import Refused, Silenced, answer_to
from bot.slack.charts import has_chart, post_chart
from bot.slack.delivery import Recipient
from bot.slack.errors import MayHaveBeenPosted, NotInstalled, NotPosted, SlackError
from bot.slack.origin import Origin, read_as
from bot.slack.parts import Slack, Workspace
from bot.slack.place import Place
from bot.slack.posting import find
from bot.slack.reception import in_thread
from bot.slack.rendering.answer import Offered, message_for
from bot.slack.working import working
from bot.topics import is_recorded_topic

T = TypeVar("T")
BROKE = "Something went wrong on my side, so I have no answer. Please ask again, or ask HR."
NO_RECORD = "I can't keep my record just now, so I can't answer yet. I go on trying."
UNSURE = "I was interrupted while answering. If you don't see my answer, please ask again."
UNPOSTED = "I can't post my answer where you asked ({reason}). Ask me in a direct message, or tell an admin."
_log = logging.getLogger(__name__)


async def finish(
    parts: Slack, claim: Claim, *, respond: AsyncRespond | None = None, is_external: bool | None = None
) -> None:
    """Do what is left to do with a message.

    Args:
        respond: answers a command or a click, while its `response_url` lives.
        is_external: whether the channel is shared with another organisation; None: look it up.
    """
    incoming = claim.incoming
    with parts.holding.of(claim):
        try:
            if incoming is None or incoming.person is None:
                await in_thread(parts.recording, lambda: parts.record.failed(claim, "erased before it was answered"))
                return
            workspace = await parts.workspaces.of(incoming.workspace)
            place = Place.of(incoming)
            to = Recipient(workspace.client, place, incoming.person.user, respond)
            await _Trip(parts, workspace, claim, incoming, place, to, is_external).finish()
        except ClaimLost:  # another process goes on with it
            _log.info("%s has been taken over", claim.number)
        except asyncio.CancelledError:  # we are told to stop: the next process need not wait for the lease to run out
            with contextlib.suppress(RecordError):
                await in_thread(parts.recording, lambda: parts.record.release(claim))
            raise
        except NotInstalled as problem:  # nobody can be told
            _log.error("%s: %s", claim.number, problem)
            await in_thread(parts.recording, lambda: parts.record.failed(claim, "no longer installed in the workspace"))
        except SlackError as problem:  # who we are there can't be asked: taken up again, once the lease has run out
            _log.error("%s: %s", claim.number, problem)


@dataclass(frozen=True, slots=True)
class _Trip:
    parts: Slack
    workspace: Workspace
    claim: Claim
    incoming: Incoming
    place: Place
    to: Recipient
    is_external: bool | None

    async def finish(self) -> None:
        try:
            if self.claim.state == "posting" and await self._has_ended():
                return
            async with working(self.workspace.client, self.place):
                answer = self.claim.answer or await self._answer_in_turn()
                if answer is not None:
                    await self._post(answer, is_stored=self.claim.answer is not None)
        except ClaimLost:
            raise
        except RecordError as problem:  # it stays where it is in the record, and is tried again
            _log.error("%s: the record can't be written: %s", self.claim.number, problem)
            if self.claim.attempt == 1:
                await self.to.tell_privately(NO_RECORD, self.claim.number)

    async def _answer_in_turn(self) -> Answer | None:
        """As `_answer`; of many questions at once a few at a time, so that taking in the others does not wait."""
        async with self.parts.answering_at_once:
            return await self._answer()

    async def _answer(self) -> Answer | None:
        """The answer, stored as about to be posted; None where the message has ended without one."""
        began = time.perf_counter()
        try:
            answer = await answer_to(self.parts, self.workspace, self.incoming, is_external=self.is_external)
        except Silenced as silenced:
            await self._fail(silenced.reason)
            return None
        except Refused as refused:
            await self._fail(refused.reason)
            await self.to.tell_privately(refused.said, self.claim.number)
            return None
        except Exception as problem:  # whatever it is: nobody is left without a word
            _log.exception("%s can't be answered", self.claim.number)
            await self._fail(f"broke while answering: {type(problem).__name__}")
            await self.to.tell(BROKE, self.claim.number)
            return None
        milliseconds = (time.perf_counter() - began) * 1000
        provenance = self.parts.provenance(answer.snapshot or self.parts.live.status.snapshot)
        where = [self.place.channel, self.place.thread]
        await self._record(
            lambda: self.parts.record.answered(self.claim, answer, milliseconds, provenance, posting_to=where)
        )
        return answer

    async def _post(self, answer: Answer, *, is_stored: bool) -> None:
        record, claim = self.parts.record, self.claim
        if is_stored:  # before this process: what is about to happen has to be stored anew
            await self._record(lambda: record.posting(claim, [self.place.channel, self.place.thread]))
        try:
            where = await self.to.deliver(message_for(answer, claim.number, await self._offered(answer)), claim.number)
        except MayHaveBeenPosted:
            await self._fail(MAY_HAVE_BEEN_POSTED)
            await self.to.tell(UNSURE, claim.number)
        except NotPosted as problem:
            await self._fail(f"Slack took no post: {problem.reason}")
            await self.to.tell_privately(UNPOSTED.format(reason=problem.reason), claim.number)
        else:
            await self._record(lambda: record.posted(claim, where))
            if has_chart(self.incoming, answer):
                self.parts.running.start(post_chart(self.parts, self.workspace, self.incoming, self.to))

    async def _has_ended(self) -> bool:
        """After a restart in the midst of posting: whether the post arrived, or can't be told to have."""
        place, number = self.place, self.claim.number
        try:
            if place.is_private:
                raise MayHaveBeenPosted  # nobody can look at what only one person sees
            found = await find(self.workspace.client, place.channel, place.root, number)
        except (MayHaveBeenPosted, SlackApiError, aiohttp.ClientError, TimeoutError):
            await self._fail(MAY_HAVE_BEEN_POSTED)
            await self.to.tell(UNSURE, number)
            return True
        if found:
            await self._record(lambda: self.parts.record.posted(self.claim, [place.channel, found]))
        return bool(found)

    async def _offered(self, answer: Answer) -> Offered:
        origin = Origin.of(self.incoming)
        is_topic = is_recorded_topic(self.incoming.question.text)
        return Offered(
            ask_hr=not is_topic and await self._has_hr(),
            share=self.place.is_private and not self.place.is_direct_message,
            note=origin.note(self.incoming) or read_as(self.incoming, answer),
            feedback=not is_topic,
        )

    async def _has_hr(self) -> bool:
        """Whether cases have somewhere to go: where the settings say, or what was chosen for this channel."""
        if self.parts.settings.hr_channel.of(self.incoming.workspace):
            return True
        here = Channel("slack", self.incoming.workspace, self.place.channel)
        return bool((await in_thread(self.parts.recording, lambda: self.parts.channels.of(here))).hr_channel)

    async def _fail(self, reason: str) -> None:
        await self._record(lambda: self.parts.record.failed(self.claim, reason))

    async def _record(self, write: Callable[[], T]) -> T:
        return await in_thread(self.parts.recording, write)
