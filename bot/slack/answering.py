"""Question -> answer, in Slack: who may ask there, what they may see, and what is HR's to say."""

from __future__ import annotations

from functools import partial

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.answers.answer import Answer
from bot.channels import ChannelSettings
from bot.channels import Place as Channel
from bot.errors import QuestionError
from bot.question import LONGEST, read_question
from bot.record.message import Incoming
from bot.record.receipt import read_receipt
from bot.slack.errors import LookUpFailed
from bot.slack.origin import Origin
from bot.slack.parts import Slack, Workspace
from bot.slack.place import Place
from bot.slack.reception import in_thread
from bot.topics import is_recorded_topic, recorded_topic
from index.audience import Audience
from knowledge.errors import RolecallError
from knowledge.fact import Role

HELP = (
    "Ask me about roles and policies in your own words, for example: How much annual leave do I get? "
    "I answer with the words of your organisation's documents and say where they stand."
)
UNREADABLE = f"I can't read this as a question. Please ask one thing in words, in at most {LONGEST:,} characters."
NOT_FOR_ALL = "Not everybody in this channel may see this answer, so I didn't share it."
NOT_HERE = "I don't answer in this channel. Ask me in a direct message, or with /ask."
NO_TOPIC = "Please talk to HR about this."


class Silenced(RolecallError):
    """Nothing is to be said: another bot asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(RolecallError):
    """Something is not done, and whoever asked is told in private."""

    def __init__(self, said: str, reason: str) -> None:
        super().__init__(said)
        self.said = said
        self.reason = reason  # for the record: holds nothing of what was asked


async def answer_to(parts: Slack, workspace: Workspace, incoming: Incoming, *, is_external: bool | None) -> Answer:
    """What is said to it; a refusal is an answer, too.

    Args:
        is_external: whether the channel is shared with another organisation; None: look it up.
    Raises:
        Silenced, Refused: nothing is posted where it was asked.
    """
    place, question = Place.of(incoming), incoming.question
    assert incoming.person is not None  # the trip has seen to it
    if refused := await _screened(workspace, place, incoming.person.user, is_external):
        return Answer("refused", refused, kind="refusal")
    if is_recorded_topic(question.text):
        topic = recorded_topic(question.text, parts.settings.topics)
        return Answer("refused", topic.text if topic is not None else NO_TOPIC, kind="refusal")
    if not question.text.strip():
        return Answer("chat", HELP, kind="chat")
    try:
        read_question(question.text)
    except QuestionError:
        return Answer("refused", UNREADABLE, kind="refusal")
    chosen = await chosen_for(parts, incoming.workspace, place)
    if not chosen.enabled:
        return Answer("refused", NOT_HERE, kind="refusal")
    audience = await audience_at(workspace, place, incoming)
    ask = partial(parts.live.answer, question, audience, within=chosen.documents)
    answer = await in_thread(parts.answering, ask)
    origin = Origin.of(incoming)
    if origin.by == "share":
        shown = await in_thread(parts.recording, partial(read_receipt, parts.record.database, origin.of_what))
        if shown.answer is None or (answer.text, answer.citations) != (shown.answer.text, shown.answer.citations):
            raise Refused(NOT_FOR_ALL, "not shared: not everybody in the channel may see it, or it has changed")
    return answer


async def roles_for(parts: Slack, workspace: Workspace, incoming: Incoming) -> tuple[Role, ...]:
    """The roles that everybody who reads the answer may know of."""
    place = Place.of(incoming)
    chosen = await chosen_for(parts, incoming.workspace, place)
    audience = await audience_at(workspace, place, incoming)
    return await in_thread(parts.answering, partial(parts.live.roles, audience, within=chosen.documents))


async def chosen_for(parts: Slack, team: str, place: Place) -> ChannelSettings:
    """What admins chose for the channel; the defaults, where only whoever asked reads the answer."""
    if place.is_for_one:
        return parts.channels.defaults
    return await in_thread(parts.recording, lambda: parts.channels.of(Channel("slack", team, place.channel)))


async def audience_at(workspace: Workspace, place: Place, incoming: Incoming) -> Audience:
    """Who reads the answer: whoever asked, or everybody in the channel."""
    if place.is_for_one:
        return await workspace.membership.audience_of([incoming.person])
    return await workspace.membership.audience_in(place.channel)


async def _screened(workspace: Workspace, place: Place, user: str, is_external: bool | None) -> str:
    """Why they aren't answered there; "" where they are.

    Raises:
        Silenced: they are a bot.
    """
    if place.is_for_one:
        is_external = False
    elif is_external is None:
        is_external = await is_shared_outside(workspace, place.channel)
    try:
        if (await workspace.people.who(user)).kind == "bot":
            raise Silenced("asked by a bot: bots are not answered")
    except LookUpFailed:
        pass  # said below
    return await workspace.people.why_refused(user, is_external_channel=is_external)


async def is_shared_outside(workspace: Workspace, channel: str) -> bool:
    """Whether people of other organisations are in a channel; so it is taken to be where Slack doesn't say."""
    try:
        found = (await workspace.client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        return True
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))
