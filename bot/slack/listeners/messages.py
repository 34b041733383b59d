"""What people write: mentions, direct messages, and follow-ups in threads that we have answered in.

One mention in a channel comes as two events, `app_mention` and `message`; the record takes it once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.slack.automatic import answer_unasked
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.slack.reading import mentions, mentions_others, words_of
from bot.slack.reception import Asked, take
from bot.slack.trip import finish

# No subtype, a message with a file, one that is also sent to the channel. All else edits, deletes or is not typed.
TYPED = frozenset({None, "file_share", "thread_broadcast"})
_RECEIVED = "rolecall_received"
Event = Mapping[str, Any]


def register(app: AsyncApp, parts: Slack) -> None:
    """Attach them. Storing is middleware, since Bolt acknowledges an event before it runs the listener."""

    async def store(
        event: Event, body: Mapping[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]
    ) -> None:
        team = context.team_id or ""
        ourselves = (await parts.workspaces.of(team)).ourselves.user
        asked = asked_in(event, team, ourselves)
        context[_RECEIVED] = await take(parts, asked) if asked is not None else None
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
