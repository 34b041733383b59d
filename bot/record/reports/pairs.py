"""What each message's answer is about: documents, roles and passages, as pairs of a value and a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, select

from bot.record import tables
from bot.record.rows import Row, gathered, numbers, stream

Facet = Literal["document", "role", "passage"]
AT_A_TIME = 20_000  # messages
_Number = TypeVar("_Number", bound=np.integer[Any])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which message has which value, in the order of values and, within one, of messages."""

    values: Sequence[Any]
    value: npt.NDArray[np.int32]  # places in `values`
    message: npt.NDArray[np.int32]  # places in the columns

    def having(self, value: Any) -> npt.NDArray[np.int32]:
        """The messages that have that value."""
        if value not in self.values:
            return self.message[:0]
        place = self.values.index(value)
        return self.message[slice(*np.searchsorted(self.value, (place, place + 1)))]


def each_once(values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """The different values, ascending: [3, 1, 3] -> [1, 3].

    `numpy.unique` builds a table of hashes first, which takes a second for what is sorted in a hundredth.
    """
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def read_pairs(connection: Connection, facet: Facet) -> Pairs:
    """All of them; of a passage, the value is (document, title, section)."""
    return _in_order(_found(connection, facet))


def with_new(connection: Connection, facet: Facet, known: Pairs, new: Sequence[int]) -> Pairs:
    """Those that are known, and those of messages answered since: what an answer is about never changes."""
    return _joined(known, _found(connection, facet, new))


@dataclass(frozen=True, slots=True)
class _Found:
    """As `Pairs`, in no order."""

    values: Sequence[Any]
    value: npt.NDArray[np.int32]
    message: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _Found:
        """Rows of a value and the messages that have it, gathered."""
        places: dict[Any, int] = {}
        value, message = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        for each, having in rows:
            message.append((numbers(having) - 1).astype(np.int32))
            value.append(np.full(len(message[-1]), places.setdefault(each, len(places)), np.int32))
        return cls(tuple(places), np.concatenate(value), np.concatenate(message))


def _found(connection: Connection, facet: Facet, ids: Sequence[int] | None = None) -> _Found:
    return _passages(connection, ids) if facet == "passage" else _facets(connection, facet, ids)


def _facets(connection: Connection, facet: str, ids: Sequence[int] | None = None) -> _Found:
    facets = tables.facets
    found = select(facets.c.value, gathered(facets.c.message)).where(facets.c.facet == facet).group_by(facets.c.value)
    return _Found.of(_limited(connection, found, facets.c.message, ids))


def _passages(connection: Connection, ids: Sequence[int] | None = None) -> _Found:
    passages, citations = tables.passages, tables.citations
    known = select(passages.c.id, passages.c.document, passages.c.title, passages.c.section)
    places = {
        bytes(key): (document, title, " > ".join(msgspec.json.decode(section)))
        for key, document, title, section in stream(connection, known)
    }
    found = select(citations.c.passage, gathered(citations.c.message)).group_by(citations.c.passage)
    rows = _limited(connection, found, citations.c.message, ids)
    return _Found.of((places[bytes(key)], messages) for key, messages in rows if bytes(key) in places)


def _limited(connection: Connection, found: Select[Any], column: Any, ids: Sequence[int] | None) -> Iterator[Row]:
    if ids is None:
        yield from stream(connection, found)
        return
    for first in range(0, len(ids), AT_A_TIME):
        yield from stream(connection, found.where(column.in_(ids[first : first + AT_A_TIME])))


def _in_order(found: _Found) -> Pairs:
    order = np.lexsort((found.message, found.value))
    value, message = found.value[order], found.message[order]
    is_new = np.ones(len(value), np.bool_)  # two passages of one section count once
    is_new[1:] = (np.diff(value) != 0) | (np.diff(message) != 0)
    return Pairs(found.values, value[is_new], message[is_new])


def _joined(known: Pairs, more: _Found) -> Pairs:
    places = {value: place for place, value in enumerate(known.values)}
    new_place = np.array([places.setdefault(value, len(places)) for value in more.values], np.int32)
    value = np.concatenate((known.value, new_place[more.value]))
    return _in_order(_Found(tuple(places), value, np.concatenate((known.message, more.message))))
