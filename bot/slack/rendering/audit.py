"""What auditors are sent."""

from __future__ import annotations

from bot.slack.rendering import blocks
from bot.slack.rendering.message import Message

_SAID = "Your link to the record. Within {minutes:g} minutes it signs in whoever opens it first: pass it to nobody."


def link_message(link: str, minutes: float) -> Message:
    """A link to the pages.

    Args:
        link: our own address, of which nothing is anybody else's.
        minutes: that it is good for.
    """
    said = _SAID.format(minutes=minutes)
    return Message(said, (blocks.section(said), blocks.written(f"<{link}|Open the record>")), f"{said}\n<{link}>")
