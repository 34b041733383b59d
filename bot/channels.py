"""What admins chose for single channels: whether and how Rolecall answers there, from which documents, who gets cases.

Kept beside the record, and each choice is an entry of its chain. Knows no surface: a channel is a name of a surface's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select

from bot.record import tables
from bot.record.commitments import Identity
from bot.record.database import Database
from bot.record.message import Person, thread_key
from bot.record.times import now, seconds

Mode = Literal["mention", "automatic"]
BAR = 0.95  # of automatic answers; asked for one, Rolecall answers from a lower one on: `answers/calibration.json`
PAUSE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What holds in one channel. The defaults hold where nothing was chosen."""

    enabled: bool = True  # False: whoever asks there is told that Rolecall doesn't answer in this channel
    mode: Mode = "mention"  # "automatic": also answers questions that nobody put to it
    bar: float = BAR  # 0..1: the least confidence of an automatic answer
    pause_seconds: float = PAUSE_SECONDS  # between an answer in a thread and an automatic one in the same thread
    documents: tuple[str, ...] = ()  # documents and folders that alone answer, by path; (): all that people may see
    hr_channel: str = ""  # where "Ask HR" goes; "": where the settings say


@dataclass(frozen=True, slots=True)
class Place:
    """One channel."""

    surface: str  # "slack"
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True)
class Channels:
    """Reads and changes what was chosen. Blocking; safe from several threads and processes."""

    database: Database
    defaults: ChannelSettings = field(default_factory=ChannelSettings)

    def of(self, place: Place) -> ChannelSettings:
        """What holds there."""
        with self.database.read() as connection:
            kept = connection.execute(_CHOSEN, _bound(place)).scalar_one_or_none()
        return self.defaults if kept is None else msgspec.json.decode(kept, type=ChannelSettings)

    def choose(self, place: Place, chosen: ChannelSettings, by: Person) -> None:
        """Have it hold there from now on, with its entry in the chain, in one step.

        Raises:
            ValueError: a number is out of its range.
        """
        if not 0 <= chosen.bar <= 1 or not 0 <= chosen.pause_seconds < float("inf"):
            raise ValueError("a bar is a share of 0 to 1, and a pause 0 seconds or longer")
        with self.database.append() as appender:
            appender.connection.execute(_FORGET, _bound(place))
            appender.connection.execute(_KEEP, {**_named(place), "settings": msgspec.json.encode(chosen).decode()})
            body = {"channel": _named(place), "chosen": msgspec.to_builtins(chosen)}
            appender.append("settings", body, identity=Identity(by))

    def reset(self, place: Place, by: Person) -> None:
        """Let the defaults hold there again, with its entry in the chain."""
        with self.database.append() as appender:
            appender.connection.execute(_FORGET, _bound(place))
            appender.append("settings", {"channel": _named(place), "chosen": None}, identity=Identity(by))

    def is_paused(self, place: Place, thread: str, pause_seconds: float) -> bool:
        """Whether something was received or answered in that thread less than so many seconds ago."""
        key = thread_key(place.surface, place.workspace, place.channel, thread)
        with self.database.read() as connection:
            last = connection.execute(_LAST, {"of_thread": key}).scalar_one()
        return last is not None and now() - last < seconds(pause_seconds)


def _named(place: Place) -> dict[str, str]:
    return {"surface": place.surface, "workspace": place.workspace, "channel": place.channel}


def _bound(place: Place) -> dict[str, str]:
    return {f"of_{name}": value for name, value in _named(place).items()}


_table, _messages = tables.channels, tables.messages
_HERE = (
    (_table.c.surface == bindparam("of_surface"))
    & (_table.c.workspace == bindparam("of_workspace"))
    & (_table.c.channel == bindparam("of_channel"))
)
_CHOSEN = select(_table.c.settings).where(_HERE)
_FORGET = delete(_table).where(_HERE)
_KEEP = insert(_table)
_LAST = select(func.max(func.coalesce(_messages.c.ended_at, _messages.c.received_at))).where(
    _messages.c.thread == bindparam("of_thread")
)
