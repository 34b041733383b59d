"""What has happened since an entry of the chain: which messages changed, what was answered, and what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, case, select

from bot.record.rows import stream
from bot.record.tables import entries

ERASING = ("erased", "expired")


@dataclass(frozen=True, slots=True)
class News:
    """Of the entries after one of them."""

    messages: Sequence[int] = ()  # that an entry is about, ascending
    answered: Sequence[int] = ()  # of these, those whose answer is new
    erased: Sequence[tuple[int, int]] = ()  # first and last of the entries whose identities went
    is_change: bool = False  # anything but reading, which changes no message


def read_news(connection: Connection, since: int) -> News:
    """What the entries after number `since` say.

    One walk along the numbers, whatever is looked for: an index of what entries are about would be walked whole.
    """
    body = case((entries.c.kind.in_(ERASING), entries.c.body), else_="")
    messages: set[int] = set()
    answered: list[int] = []
    erased: list[tuple[int, int]] = []
    is_erased = False
    for message, kind, said in stream(
        connection, select(entries.c.message, entries.c.kind, body).where(entries.c.seq > since)
    ):
        if message is None:
            if kind in ERASING:
                is_erased = True
                erased += msgspec.json.decode(said, type=_Erased).identities
        elif kind != "read":
            messages.add(message)
            if kind == "answered":
                answered.append(message)
    return News(sorted(messages), answered, erased, bool(messages) or is_erased)


class _Erased(msgspec.Struct):
    identities: list[tuple[int, int]]
