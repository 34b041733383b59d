"""Taking a question in: it stands in the record before Slack is told that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from bot.answers.answer import Question
from bot.record.message import Incoming, Received
from bot.record.thread import earlier_questions
from bot.slack.parts import Slack
from bot.slack.place import Place
from bot.topics import is_recorded_topic, recorded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a listener hands it in."""

    team: str
    user: str
    place: Place
    message: str  # what a retry of it has again: the timestamp, or what it was asked by: "ask-...", "choice-..."
    text: str
    is_follow_up: bool = False  # it counts only where the same person asked in that thread before
    earlier: tuple[str, ...] | None = None  # what it leans on; None: what they asked in that thread before


async def take(parts: Slack, asked: Asked) -> Received | None:
    """Store a question and claim it; None where it only counts as a follow-up, and is none.

    A question on one of HR's topics is kept by its topic alone.

    Raises:
        SlackError: Rolecall is not installed in that workspace.
        RecordError: it can't be stored; then Slack must not be told that it arrived.
    """
    workspace = await parts.workspaces.of(asked.team)
    person = workspace.people.known(asked.user).person(asked.team)
    place = asked.place

    def store() -> Received | None:
        earlier = earlier_questions(parts.record.database, person, place.channel, place.thread)
        if asked.is_follow_up and not earlier:
            return None
        topic = parts.topics.of(asked.text, earlier if asked.earlier is None else asked.earlier)
        if topic is not None:
            question = Question(recorded(topic))
        else:
            leans_on = earlier if asked.earlier is None else asked.earlier
            question = Question(asked.text, tuple(each for each in leans_on if not is_recorded_topic(each)))
        incoming = Incoming("slack", asked.team, place.channel, asked.message, person, question, place.thread)
        return parts.record.receive(incoming, parts.worker)

    return await in_thread(parts.receiving, store)


async def in_thread(threads: Executor, work: Callable[[], T]) -> T:
    """What blocking work returns, done in one of those threads."""
    return await asyncio.get_running_loop().run_in_executor(threads, work)
