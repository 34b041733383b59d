"""Where an answer goes, worked out from what the record keeps of a message: so a restart posts where it was asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.record.message import Incoming

_PRIVATE = "private:"
_TIMESTAMP = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and in it a thread or what only one person sees.

    What was asked in private forms threads of its own, so that no later answer in public leans on it.
    """

    channel: str
    root: str = ""  # timestamp of the message that the thread hangs from; "": not in a thread
    is_private: bool = False  # only whoever asked sees the answer
    conversation: str = ""  # what private questions without a root belong together by: never a timestamp

    @property
    def thread(self) -> str:
        """As the record keeps it."""
        return f"{_PRIVATE}{self.root or self.conversation}" if self.is_private else self.root

    @classmethod
    def of(cls, incoming: Incoming) -> Place:
        """Where that message was asked."""
        return cls.read(incoming.channel, incoming.thread)

    @classmethod
    def read(cls, channel: str, thread: str) -> Place:
        """What `thread` wrote."""
        if not thread.startswith(_PRIVATE):
            return cls(channel, thread)
        rest = thread.removeprefix(_PRIVATE)
        is_root = _TIMESTAMP.fullmatch(rest) is not None
        return cls(channel, rest if is_root else "", True, "" if is_root else rest)

    @property
    def is_direct_message(self) -> bool:
        return self.channel.startswith("D")

    @property
    def is_for_one(self) -> bool:
        """Whether only whoever asked reads the answer."""
        return self.is_private or self.is_direct_message

    @property
    def in_public(self) -> Place:
        """The same for everybody there: where a private answer is shared."""
        return Place(self.channel, self.root)
