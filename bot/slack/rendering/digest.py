"""The weekly digest: what staff asked and the documents don't answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.record.reports.topics import Topic, Topics
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block
from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import name
from bot.slack.rendering.message import Message
from bot.topics import is_recorded_topic

MOST = 10
_TITLE = "What staff asked and the documents don't answer"


def digest_message(found: Topics, since: datetime, until: datetime) -> Message:
    """What several people asked, in the words of one of them; of what few asked nothing is told, not even how much.

    Args:
        until: the last moment of it.
    """
    told = [each for each in found.topics if each.people is not None and not is_recorded_topic(each.label)]
    span = f"{since.day} {since:%B} to {until.day} {until:%B %Y}"
    shown = [blocks.header(_TITLE), blocks.context(span), *_lines(told, found.fewest)]
    said = f"{_TITLE}, {span}: " + ("; ".join(name(each.label, 100) for each in told[:3]) or "nothing that many asked")
    return Message(inert(said), tuple(shown), inert("\n".join([said, *map(_line, told[:MOST])])))


def _lines(told: list[Topic], fewest: int) -> Iterator[Block]:
    if not told:
        yield blocks.section(f"Nothing that {fewest} people or more asked was left without an answer.")
    else:
        yield from blocks.listed([f"• {inert(_line(each))}" for each in told[:MOST]])
    if len(told) > MOST:
        yield blocks.context(f"and {len(told) - MOST} more; auditors see all of them: /rolecall audit")
    yield blocks.context(f"Told is what {fewest} people or more asked. Questions alike are counted together.")


def _line(topic: Topic) -> str:
    near = f" (nearest: {name(', '.join(topic.documents), 150)})" if topic.documents else ""
    return f"{name(topic.label, 200)} – {topic.questions:,} times, by {topic.people:,} people{near}"
