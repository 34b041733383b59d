"""A message as Slack takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.slack.rendering.blocks import Block, section
from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import SECTION, fit


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. Every text in it is safe."""

    text: str  # for notifications and screen readers: the answer and its source
    blocks: tuple[Block, ...] = ()
    fallback: str = ""  # posted alone where Slack refuses the blocks: it holds quotes and sources; "": `text` does

    def arguments(self) -> dict[str, Any]:
        """For `chat.postMessage`, `chat.postEphemeral`, `chat.update` and `respond`; nothing in it is unfurled."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}

    def without_blocks(self) -> dict[str, Any]:
        """The same in words alone; no blocks also takes those away that an updated message had."""
        return {"text": self.fallback or self.text, "blocks": [], "unfurl_links": False, "unfurl_media": False}


def note(text: str) -> Message:
    """A sentence or two of our own or of HR's, without buttons."""
    fitted = fit(text, SECTION).text
    return Message(inert(fitted) or "–", (section(fitted),))
