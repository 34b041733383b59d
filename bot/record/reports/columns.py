"""The numbers of the record as columns in memory: what trends, counts and groups are worked out from.

A million messages are some 40 MB, and any filter and any grouping over them is a few passes over arrays, so that people
are counted and percentiles taken exactly. Tables of daily sums kept by the writer were the other way: they cost every
answer its time, can't tell how many people stand behind a sum once two of them are added, and answer only the
combinations of filters they were made for.

Nothing is kept on disk, so there is nothing that erasing could miss. The chain says what has happened since the columns
were read last: each entry names its message, and each erasure the entries whose identities went.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, select

from bot.record import tables
from bot.record.chain import START, Head, read_head
from bot.record.database import Database
from bot.record.message import OUTCOMES, VERDICTS
from bot.record.query import Filters, Queries
from bot.record.rows import Row, stream
from bot.record.times import microseconds

Facet = Literal["document", "role", "passage"]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

AT_A_TIME = 20_000  # rows
NONE = -1  # no outcome yet, no verdict, nobody said whether it helped, nobody known
MISSING = -2  # there is no such row: somebody took it away, and `verify` says so
_OUTCOME = {name: code for code, name in enumerate(OUTCOMES)} | {None: NONE}
_VERDICT = {name: code for code, name in enumerate(VERDICTS)} | {None: NONE}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which message has which value, in the order of values and, within one, of messages."""

    values: Sequence[Any]
    value: npt.NDArray[np.int32]  # places in `values`
    message: npt.NDArray[np.int32]  # places in the columns


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
        self._forget()

    @contextmanager
    def view(self) -> Iterator[View]:
        """The record as it is now. Others wait meanwhile: leave soon."""
        with self._lock, self._database.read() as connection:
            head = self._refresh(connection)
            yield View(self._table, head, connection, self)

    def _forget(self) -> None:
        arrays: dict[str, Any] = {name: np.empty(0, kind) for name, kind in _ARRAYS.items()}
        self._table = Table(**arrays)
        self._pairs: dict[Facet, Pairs] = {}
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
        since, known = self._head.seq, len(self._table)
        entries = tables.entries
        about = select(entries.c.message).where(entries.c.seq > since, entries.c.message.is_not(None)).distinct()
        changed = [message for message in connection.execute(about).scalars() if message <= known] if known else []
        self._table = self._grown(max(head.messages, known))
        for first in range(0, len(changed), AT_A_TIME):
            batch = changed[first : first + AT_A_TIME]
            self._store(list(stream(connection, _rows().where(_messages.c.id.in_(batch)))))
        rows = stream(connection, _rows().where(_messages.c.id > known).order_by(_messages.c.id))
        while batch_of_rows := list(islice(rows, AT_A_TIME)):
            self._store(batch_of_rows)
        self._table = replace(self._table, surfaces=tuple(self._surface_codes), channels=tuple(self._channel_codes))
        if known:
            self._forget_erased(connection, since)
        self._add_pairs(connection, since)
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

    def _store(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        table = self._table
        ids, at, seq, outcome, helpful, verdict, surface, where, person, spent, confidence, threshold = zip(
            *rows, strict=True
        )
        to = np.array(ids, np.int64) - 1
        table.received_at[to] = at
        table.received_seq[to] = seq
        table.outcome[to] = [_OUTCOME.get(each, NONE) for each in outcome]
        table.helpful[to] = [NONE if each is None else each for each in helpful]
        table.verdict[to] = [_VERDICT.get(each, NONE) for each in verdict]
        table.surface[to] = [_code(self._surface_codes, each) for each in surface]
        table.channel[to] = [
            NONE if not each else _code(self._channel_codes, _channel(on, each))
            for on, each in zip(surface, where, strict=True)
        ]
        table.person[to] = [NONE if each is None else each for each in person]
        table.milliseconds[to] = np.array(spent, np.float32)
        table.confidence[to] = np.array(confidence, np.float32)
        table.margin[to] = table.confidence[to] - np.array(threshold, np.float32)

    def _forget_erased(self, connection: Connection, since: int) -> None:
        entries, table = tables.entries, self._table
        erasing = entries.c.message.is_(None) & entries.c.kind.in_(("erased", "expired")) & (entries.c.seq > since)
        for body in connection.execute(select(entries.c.body).where(erasing)).scalars():
            for first, last in msgspec.json.decode(body)["identities"]:
                gone = slice(*np.searchsorted(table.received_seq, (first, last + 1)))
                table.person[gone] = NONE
                table.channel[gone] = NONE

    # -- What the answers are about -------------------------------------------------------------------------------

    def _pairs_of(self, connection: Connection, facet: Facet) -> Pairs:
        if facet not in self._pairs:
            found = _passages(connection) if facet == "passage" else _facets(connection, facet)
            self._pairs[facet] = _in_order(found)
        return self._pairs[facet]

    def _add_pairs(self, connection: Connection, since: int) -> None:
        """What was answered since: an answer is stored once, and what it is about never changes."""
        if not self._pairs:
            return
        entries = tables.entries
        answered = select(entries.c.message).where(entries.c.seq > since, entries.c.kind == "answered")
        new = list(connection.execute(answered).scalars())
        for facet, known in self._pairs.items() if new else ():
            more = _passages(connection, new) if facet == "passage" else _facets(connection, facet, new)
            self._pairs[facet] = _joined(known, more)

    # -- Filters --------------------------------------------------------------------------------------------------

    def _rows(self, connection: Connection, filters: Filters) -> Mask:
        table = self._table
        passes: Mask = table.outcome != MISSING
        if filters.since is not None:
            passes[: np.searchsorted(table.received_at, microseconds(filters.since))] = False
        if filters.until is not None:
            passes[np.searchsorted(table.received_at, microseconds(filters.until)) :] = False
        if filters.outcome is not None:
            passes &= table.outcome == _OUTCOME[filters.outcome]
        if filters.surface is not None:
            passes &= table.surface == self._surface_codes.get(filters.surface, MISSING)
        if filters.feedback is not None:
            passes &= table.helpful == {"helpful": 1, "not_helpful": 0, "none": NONE}[filters.feedback]
        if filters.verdict is not None:
            passes &= table.verdict == (NONE if filters.verdict == "none" else _VERDICT[filters.verdict])
        if filters.person is not None:
            people = tables.people
            named = select(people.c.id).where(people.c.pseudonym == filters.person.upper())
            person = connection.execute(named).scalar_one_or_none()
            passes &= table.person == (MISSING if person is None else person)
        for name in ("document", "role"):
            value = getattr(filters, name)
            if value is not None:
                passes &= self._having(connection, Filters(**{name: value}), name, value)
        for name in ("section", "text"):
            value = getattr(filters, name)
            if value is not None:
                passes &= self._listed(connection, Filters(**{name: value}))
        return passes

    def _having(self, connection: Connection, filters: Filters, facet: Any, value: str) -> Mask:
        known = self._pairs.get(facet)
        if known is None:
            return self._listed(connection, filters)
        mask = np.zeros(len(self._table), np.bool_)
        if value in known.values:
            place = known.values.index(value)
            mask[known.message[slice(*np.searchsorted(known.value, (place, place + 1)))]] = True
        return mask

    def _listed(self, connection: Connection, filters: Filters) -> Mask:
        """By the indexes of the database."""
        ids = self._queries.ids(connection, filters, None, len(self._table))
        mask = np.zeros(len(self._table), np.bool_)
        mask[np.array(ids, np.int64) - 1] = True
        return mask


_messages = tables.messages
_Found = tuple[list[Any], Sequence[int], Sequence[int]]  # values; for each pair the place of its value, and its row


def _rows() -> Select[Any]:
    """What `_store` takes, in its order."""
    named = ("id", "received_at", "received_seq", "outcome", "helpful", "verdict", "surface")
    identities = tables.identities
    return select(
        *(_messages.c[name] for name in named),
        identities.c.place,
        identities.c.person,
        _messages.c.milliseconds,
        _messages.c.confidence,
        _messages.c.threshold,
    ).join_from(_messages, identities, identities.c.seq == _messages.c.received_seq, isouter=True)


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


def _facets(connection: Connection, facet: str, ids: Sequence[int] | None = None) -> _Found:
    facets = tables.facets
    found = select(facets.c.value, facets.c.message).where(facets.c.facet == facet)
    codes: dict[Any, int] = {}
    value: list[int] = []
    message: list[int] = []
    for each, number in _limited(connection, found, facets.c.message, ids):
        value.append(codes.setdefault(each, len(codes)))
        message.append(number - 1)
    return list(codes), value, message


def _passages(connection: Connection, ids: Sequence[int] | None = None) -> _Found:
    passages, citations = tables.passages, tables.citations
    places = {}
    for key, document, title, section in stream(
        connection, select(passages.c.id, passages.c.document, passages.c.title, passages.c.section)
    ):
        places[bytes(key)] = (document, title, " > ".join(msgspec.json.decode(section)))
    codes: dict[Any, int] = {}
    pairs: dict[tuple[int, int], None] = {}  # two passages of one section count once
    found = select(citations.c.passage, citations.c.message)
    for key, number in _limited(connection, found, citations.c.message, ids):
        place = places.get(bytes(key))
        if place is not None:
            pairs[codes.setdefault(place, len(codes)), number - 1] = None
    return list(codes), [value for value, _ in pairs], [message for _, message in pairs]


def _limited(connection: Connection, found: Select[Any], column: Any, ids: Sequence[int] | None) -> Iterator[Row]:
    if ids is None:
        yield from stream(connection, found)
        return
    for first in range(0, len(ids), AT_A_TIME):
        yield from stream(connection, found.where(column.in_(ids[first : first + AT_A_TIME])))


def _in_order(found: _Found) -> Pairs:
    values, value, message = found
    places, rows = np.array(value, np.int32), np.array(message, np.int32)
    order = np.lexsort((rows, places))
    return Pairs(values, places[order], rows[order])


def _joined(known: Pairs, more: _Found) -> Pairs:
    places = {value: place for place, value in enumerate(known.values)}
    found = [places.setdefault(value, len(places)) for value in more[0]]
    value = np.concatenate((known.value, np.array([found[place] for place in more[1]], np.int32)))
    message = np.concatenate((known.message, np.array(more[2], np.int32)))
    order = np.lexsort((message, value))
    return Pairs(list(places), value[order], message[order])
