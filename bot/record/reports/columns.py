"""The numbers of the record as columns in memory: what trends, counts and groups are worked out from.

A million messages are some 40 MB, and any filter and any grouping over them is a few passes over arrays, so that people
are counted and percentiles taken exactly. Tables of daily sums kept by the writer were the other way: they cost every
answer its time, can't tell how many people stand behind a sum once two of them are added, and answer only the
combinations of filters they were made for.

Nothing is kept on disk, so there is nothing that erasing could miss. The chain says what has happened since the columns
were read last: each entry names its message, and each erasure the entries whose identities went.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Text, case, cast, func, literal_column, select
from sqlalchemy import table as sql_table

from bot.record import tables
from bot.record.chain import START, Head, read_head
from bot.record.database import Database
from bot.record.message import OUTCOMES, VERDICTS
from bot.record.query import Filters, Queries, fts_query
from bot.record.reports.news import News, read_news
from bot.record.reports.pairs import Facet, Pairs, read_pairs, with_new
from bot.record.rows import gathered, numbers
from bot.record.times import microseconds

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

AT_A_TIME = 20_000  # rows
MASKS = 16  # answers to filters that are remembered, 1 MB each at a million messages
NONE = -1  # no outcome yet, no verdict, nobody said whether it helped, nobody known
MISSING = -2  # there is no such row: somebody took it away, and `verify` says so
_OUTCOMES: dict[Any, int] = {name: code for code, name in enumerate(OUTCOMES)}
_VERDICTS: dict[Any, int] = {name: code for code, name in enumerate(VERDICTS)}


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each message, in the order received: row n is message n + 1."""

    received_at: Numbers  # microseconds since 1970, ascending
    received_seq: Numbers  # ascending
    outcome: npt.NDArray[np.int8]  # place in `OUTCOMES`
    helpful: npt.NDArray[np.int8]  # 1, 0 or NONE
    verdict: npt.NDArray[np.int8]  # place in `VERDICTS`
    surface: npt.NDArray[np.int16]  # place in `surfaces`
    channel: npt.NDArray[np.int32]  # place in `channels`, or NONE
    person: npt.NDArray[np.int32]  # the person's number, or NONE: unknown, or erased
    milliseconds: npt.NDArray[np.float32]  # until the answer; NaN where there is none
    confidence: npt.NDArray[np.float32]  # NaN where there is no answer
    margin: npt.NDArray[np.float32]  # by how much the confidence is above its bar
    surfaces: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()  # "slack T1 C1"

    def __len__(self) -> int:
        return len(self.received_at)


_ARRAYS: Mapping[str, type[np.generic]] = {
    "received_at": np.int64,
    "received_seq": np.int64,
    "outcome": np.int8,
    "helpful": np.int8,
    "verdict": np.int8,
    "surface": np.int16,
    "channel": np.int32,
    "person": np.int32,
    "milliseconds": np.float32,
    "confidence": np.float32,
    "margin": np.float32,
}


@dataclass(frozen=True)
class View:
    """One state of the record: the columns, and the transaction that they were read in."""

    table: Table
    head: Head
    version: int  # another one whenever messages have changed
    connection: Connection = field(repr=False)
    _columns: Columns = field(repr=False)

    def pairs(self, facet: Facet) -> Pairs:
        """What each message's answer is about; of a passage, the value is (document, title, section)."""
        return self._columns._pairs_of(self.connection, facet)

    def rows(self, filters: Filters) -> Mask:
        """Which rows pass: bool (messages,)."""
        return self._columns._rows(self.connection, filters)


class Columns:
    """Reads the columns when they are first asked for, and what is new whenever they are again. Safe in threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = Queries(database)
        self._lock = threading.Lock()
        self._version = 0
        self._forget()

    @contextmanager
    def view(self) -> Iterator[View]:
        """The record as it is now. Others wait meanwhile: leave soon."""
        with self._lock, self._database.read() as connection:
            head = self._refresh(connection)
            yield View(self._table, head, self._version, connection, self)

    def _forget(self) -> None:
        arrays: dict[str, Any] = {name: np.empty(0, kind) for name, kind in _ARRAYS.items()}
        self._table = Table(**arrays)
        self._pairs: dict[Facet, Pairs] = {}
        self._masks: dict[tuple[str, str], Mask] = {}
        self._surface_codes: dict[str, int] = {}
        self._channel_codes: dict[str, int] = {}
        self._head = Head(0, 0, START)

    # -- Reading what is new --------------------------------------------------------------------------------------

    def _refresh(self, connection: Connection) -> Head:
        head = read_head(connection)
        if head == self._head:
            return head
        if self._head.seq and not _has(connection, self._head):  # another record stands in its place
            self._forget()
        known = len(self._table)
        news = read_news(connection, self._head.seq) if known or self._pairs else News()
        self._table = self._grown(max(head.messages, known))
        changed = [message for message in news.messages if message <= known]
        for first in range(0, len(changed), AT_A_TIME):
            self._store(connection, _messages.c.id.in_(changed[first : first + AT_A_TIME]))
        for first in range(known, len(self._table), AT_A_TIME):
            self._store(connection, _messages.c.id.between(first + 1, first + AT_A_TIME))
        self._table = replace(self._table, surfaces=tuple(self._surface_codes), channels=tuple(self._channel_codes))
        self._forget_erased(news.erased)
        if news.answered:
            for facet, pairs in self._pairs.items():
                self._pairs[facet] = with_new(connection, facet, pairs, news.answered)
        if not known or news.is_change:  # not only somebody's reading
            self._version += 1
            self._masks.clear()
        self._head = head
        return head

    def _grown(self, messages: int) -> Table:
        more = messages - len(self._table)
        if more <= 0:
            return self._table
        arrays: dict[str, Any] = {}
        for name, kind in _ARRAYS.items():
            filler = np.nan if kind is np.float32 else NONE
            arrays[name] = np.concatenate((getattr(self._table, name), np.full(more, filler, kind)))
        arrays["outcome"][-more:] = MISSING
        return replace(self._table, **arrays)

    def _store(self, connection: Connection, chosen: ColumnElement[bool]) -> None:
        joined = _messages.outerjoin(tables.identities, tables.identities.c.seq == _messages.c.received_seq)
        found = select(*_GATHERED).select_from(joined).where(chosen)
        ids, surfaces, places, *columns = connection.execute(found).one()
        if ids is None:
            return
        table, to = self._table, numbers(ids) - 1
        surface = surfaces.split(_BETWEEN)
        table.surface[to] = [_code(self._surface_codes, each) for each in surface]
        table.channel[to] = [
            _code(self._channel_codes, _channel(on, place)) if place else NONE
            for on, place in zip(surface, places.split(_BETWEEN), strict=True)
        ]
        for name, column in zip(_NUMBERS, columns, strict=True):
            getattr(table, name)[to] = numbers(column, _ARRAYS[name])

    def _forget_erased(self, erased: Sequence[tuple[int, int]]) -> None:
        table = self._table
        for first, last in erased:
            gone = slice(*np.searchsorted(table.received_seq, (first, last + 1)))
            table.person[gone] = NONE
            table.channel[gone] = NONE

    def _pairs_of(self, connection: Connection, facet: Facet) -> Pairs:
        if facet not in self._pairs:
            self._pairs[facet] = read_pairs(connection, facet)
        return self._pairs[facet]

    # -- Filters --------------------------------------------------------------------------------------------------

    def _rows(self, connection: Connection, filters: Filters) -> Mask:
        table = self._table
        passes: Mask = table.outcome != MISSING
        if filters.since is not None:
            passes[: np.searchsorted(table.received_at, microseconds(filters.since))] = False
        if filters.until is not None:
            passes[np.searchsorted(table.received_at, microseconds(filters.until)) :] = False
        if filters.outcome is not None:
            passes &= table.outcome == _OUTCOMES[filters.outcome]
        if filters.surface is not None:
            passes &= table.surface == self._surface_codes.get(filters.surface, MISSING)
        if filters.feedback is not None:
            passes &= table.helpful == {"helpful": 1, "not_helpful": 0, "none": NONE}[filters.feedback]
        if filters.verdict is not None:
            passes &= table.verdict == (NONE if filters.verdict == "none" else _VERDICTS[filters.verdict])
        if filters.person is not None:
            people = tables.people
            named = select(people.c.id).where(people.c.pseudonym == filters.person.upper())
            person = connection.execute(named).scalar_one_or_none()
            passes &= table.person == (MISSING if person is None else person)
        for name in ("document", "role", "section", "text"):
            value = getattr(filters, name)
            if value is not None:
                passes &= self._having(connection, name, value)
        return passes

    def _having(self, connection: Connection, name: Any, value: str) -> Mask:
        """Remembered until something changes: the charts of one page ask for the same."""
        if (name, value) not in self._masks:
            if len(self._masks) >= MASKS:
                self._masks.pop(next(iter(self._masks)))
            mask = np.zeros(len(self._table), np.bool_)
            mask[self._found(connection, name, value)] = True
            self._masks[name, value] = mask
        return self._masks[name, value]

    def _found(self, connection: Connection, name: Any, value: str) -> npt.NDArray[np.integer]:
        known = self._pairs.get(name)
        if known is not None:
            return known.having(value)
        if name != "text":
            facets = tables.facets
            having = select(gathered(facets.c.message)).where(facets.c.facet == name, facets.c.value == value)
        elif not re.search(r"\w", value):  # only punctuation was typed: nothing has that
            return np.empty(0, np.int64)
        elif self._database.is_sqlite:  # the list's own way, without putting the matches in order
            match = literal_column("words").match(fts_query(value))
            having = select(gathered(literal_column("rowid >> 1"))).select_from(sql_table("words")).where(match)
        else:
            ids = self._queries.ids(connection, Filters(text=value), None, len(self._table))
            return np.array(ids, np.int64) - 1
        return numbers(connection.execute(having).scalar_one()) - 1


_messages = tables.messages


def _has(connection: Connection, head: Head) -> bool:
    """Whether that entry is in the record."""
    stored = select(tables.entries.c.hash).where(tables.entries.c.seq == head.seq)
    digest = connection.execute(stored).scalar_one_or_none()
    return digest is not None and bytes(digest) == head.hash


def _code(codes: dict[str, int], name: str) -> int:
    return codes.setdefault(name, len(codes))


def _channel(surface: str, place: str) -> str:
    workspace, channel = msgspec.json.decode(place)[:2]
    return f"{surface} {workspace} {channel}"


_BETWEEN = "\x1f"  # in no surface's name, nor in JSON
_NUMBERS = (
    "outcome",
    "helpful",
    "verdict",
    "person",
    "received_at",
    "received_seq",
    "milliseconds",
    "confidence",
    "margin",
)
_GATHERED = (
    gathered(_messages.c.id),
    gathered(_messages.c.surface, _BETWEEN),
    gathered(func.coalesce(tables.identities.c.place, ""), _BETWEEN),
    gathered(case(_OUTCOMES, value=_messages.c.outcome, else_=NONE)),
    gathered(func.coalesce(_messages.c.helpful, NONE)),
    gathered(case(_VERDICTS, value=_messages.c.verdict, else_=NONE)),
    gathered(func.coalesce(tables.identities.c.person, NONE)),
    gathered(_messages.c.received_at),
    gathered(_messages.c.received_seq),
    *(
        gathered(func.coalesce(cast(number, Text), "nan"))
        for number in (_messages.c.milliseconds, _messages.c.confidence, _messages.c.confidence - _messages.c.threshold)
    ),
)
