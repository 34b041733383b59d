"""What people write: mentions, direct messages, and follow-ups in threads that we have answered in.

One mention in a channel comes as two events, `app_mention` and `message`; the record takes it once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest

from bot.record.errors import RecordError
from bot.slack.automatic import answer_unasked
from bot.slack.delivery import Recipient
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.slack.reading import mentions, mentions_others, words_of
from bot.slack.reception import Asked, take
from bot.slack.trip import finish

# No subtype, a message with a file, one that is also sent to the channel. All else edits, deletes or is not typed.
TYPED = frozenset({None, "file_share", "thread_broadcast"})
LAST_TRY = 3  # that Slack makes after the first: at once, after a minute, after five
NOT_KEPT = "I can't keep my record just now, so I can't answer. Please ask again in a few minutes, or ask HR."
_RECEIVED = "rolecall_received"
Event = Mapping[str, Any]


def register(app: AsyncApp, parts: Slack) -> None:
    """Attach them. Storing is middleware, since Bolt acknowledges an event before it runs the listener."""

    async def store(
        event: Event, request: AsyncBoltRequest, context: AsyncBoltContext, next: Callable[[], Awaitable[None]]
    ) -> None:
        team = context.team_id or ""
        workspace = await parts.workspaces.of(team)
        asked = asked_in(event, team, workspace.ourselves.user)
        try:
            context[_RECEIVED] = await take(parts, asked) if asked is not None else None
        except RecordError:
            if asked is not None and not asked.is_follow_up and _is_last_try(request):
                to = Recipient(workspace.client, asked.place, asked.user)
                parts.running.start(to.tell_privately(NOT_KEPT))
            raise
        await next()

    async def go(event: Event, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        received = context[_RECEIVED]
        is_external = bool(body.get("is_ext_shared_channel"))
        if received is None:
            parts.running.start(answer_unasked(parts, event, context.team_id or "", is_external=is_external))
        elif received.claim is not None:
            parts.running.start(finish(parts, received.claim, is_external=is_external))

    app.event("app_mention", middleware=[store])(go)
    app.event("message", middleware=[store])(go)


def _is_last_try(request: AsyncBoltRequest) -> bool:
    """Whether Slack gives up after this one."""
    tries = request.headers.get("x-slack-retry-num", ["0"])[0]
    return tries.isdecimal() and int(tries) >= LAST_TRY


def asked_in(event: Event, team: str, ourselves: str) -> Asked | None:
    """The question in a message; None where it asks us nothing."""
    user, channel, ts = event.get("user", ""), event.get("channel", ""), event.get("ts", "")
    if event.get("subtype") not in TYPED or event.get("bot_id") or not user or user == ourselves:
        return None
    if event.get("edited"):  # an edited message that mentions us now was not asked anew
        return None
    text = event.get("text") or ""
    place = Place(channel, event.get("thread_ts") or ts)
    is_to_us = (
        event["type"] == "app_mention"
        or event.get("channel_type") == "im"
        or place.is_direct_message
        or mentions(text, ourselves)
    )
    if not is_to_us and (place.root == ts or mentions_others(text, ourselves)):
        return None
    return Asked(team, user, place, ts, words_of(text, ourselves), is_follow_up=not is_to_us)
