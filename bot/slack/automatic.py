"""Answers that nobody asked Rolecall for: in channels where an admin has chosen so, and only where it is sure.

What people say to each other is not ours: nothing of it is stored unless an answer is posted. So the question is first
answered to nobody, and taken in only where that answer clears the channel's bar. Never "not found", never a question
back, nothing on HR's topics, and a pause in each thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.answers.answer import Answer, Question
from bot.channels import ChannelSettings
from bot.channels import Place as Channel
from bot.errors import QuestionError
from bot.question import read_question
from bot.slack.parts import Slack, Workspace
from bot.slack.place import Place
from bot.slack.reading import mentions_others, words_of
from bot.slack.reception import Asked, in_thread, take
from bot.slack.trip import finish

LONGEST = 300  # characters: longer messages tell a story, whatever question they end with
FEWEST_WORDS = 3
TYPED = frozenset({None, "file_share", "thread_broadcast"})
_ASKED = re.compile(r"\?\s*$")


async def answer_unasked(parts: Slack, event: Mapping[str, Any], team: str, *, is_external: bool) -> None:
    """Answer a message that nobody put to us, where all of the above holds; else do nothing."""
    workspace = await parts.workspaces.of(team)
    asked = unasked_in(event, team, workspace.ourselves.user)
    if asked is None or not is_question(asked.text):
        return
    place = Channel("slack", team, asked.place.channel)
    chosen = await in_thread(parts.recording, lambda: parts.channels.of(place))
    if not chosen.enabled or chosen.mode != "automatic":
        return
    root, pause = asked.place.root, chosen.pause_seconds
    if await in_thread(parts.recording, lambda: parts.channels.is_paused(place, root, pause)):
        return
    if await workspace.people.why_refused(asked.user, is_external_channel=is_external):
        return
    if await in_thread(parts.answering, lambda: parts.topics.of(asked.text)) is not None:
        return
    if not is_sure(await _answer(parts, workspace, asked, chosen), chosen.bar):
        return
    received = await take(parts, asked)
    if received is not None and received.claim is not None:
        await finish(parts, received.claim, is_external=is_external)


def unasked_in(event: Mapping[str, Any], team: str, ourselves: str) -> Asked | None:
    """What somebody typed in a channel to nobody in particular; None for everything else."""
    user, channel, ts = event.get("user", ""), event.get("channel", ""), event.get("ts", "")
    is_typed = event.get("type") == "message" and event.get("subtype") in TYPED and not event.get("bot_id")
    if not is_typed or event.get("edited") or not user or user == ourselves:
        return None
    text = event.get("text") or ""
    if event.get("channel_type") in ("im", "mpim") or channel.startswith("D") or mentions_others(text, ""):
        return None
    place = Place(channel, event.get("thread_ts") or ts)
    return Asked(team, user, place, ts, words_of(text, ourselves), earlier=())


def is_question(text: str) -> bool:
    """Whether it is a real question: "ok?" and a paragraph that ends with one are none."""
    if len(text) > LONGEST or "\n" in text.strip() or not _ASKED.search(text) or len(text.split()) < FEWEST_WORDS:
        return False
    try:
        read_question(text)
    except QuestionError:
        return False
    return True


def is_sure(answer: Answer, bar: float) -> bool:
    """Whether it is an answer, of words that stand in documents, that clears the bar."""
    return answer.status == "answered" and bool(answer.citations) and answer.confidence >= bar


async def _answer(parts: Slack, workspace: Workspace, asked: Asked, chosen: ChannelSettings) -> Answer:
    audience = await workspace.membership.audience_in(asked.place.channel)
    ask = partial(parts.live.answer, Question(asked.text), audience, within=chosen.documents)
    return await in_thread(parts.answering, ask)
