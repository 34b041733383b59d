"""Salted hashes of what can be erased: who, where, and what was written.

A commitment is SHA-256 over 16 random bytes and the value. Only the commitment is in the chain; the random bytes and
the value stand in tables of their own. Once both are gone nothing can be learned from the commitment, not even by
trying out every name, and the chain still holds. Each value has random bytes of its own, so that two entries of one
person can't be told to belong together after that person was erased.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.record import tables
from bot.record.message import Person, storable
from bot.record.number import pseudonym

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Identity:
    """Who did something, and where; either may be unknown."""

    person: Person | None
    place: Sequence[str] = ()  # workspace, channel, message, thread; or wherever something was posted


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote or was shown, and what belongs to it as JSON."""

    text: str
    more: str = ""


def identity_commitment(salt: bytes, person: str, place: str) -> bytes:
    """32 bytes. `person`: the key, "" where unknown; its length keeps it apart from `place`, which is as stored."""
    key = person.encode()
    return sha256(b"%b%d\n%b%b" % (salt, len(key), key, place.encode())).digest()


def text_commitment(salt: bytes, text: str, more: str) -> bytes:
    """32 bytes. The length of the text keeps it apart from what belongs to it."""
    said = text.encode()
    return sha256(b"%b%d\n%b%b" % (salt, len(said), said, more.encode())).digest()


def store_identity(connection: Connection, seq: int, message: int | None, identity: Identity) -> bytes:
    """Store it beside the chain; the commitment that goes into it."""
    salt = os.urandom(SALT_BYTES)
    place = json.dumps([storable(part) for part in identity.place], separators=(",", ":")) if identity.place else ""
    person = _person_id(connection, identity.person) if identity.person else None
    connection.execute(
        _INSERT_IDENTITY,
        {"seq": seq, "message": message, "person": person, "place": place, "salt": salt},
    )
    return identity_commitment(salt, identity.person.key if identity.person else "", place)


def store_text(connection: Connection, seq: int, message: int | None, written: Written) -> bytes:
    """Store it beside the chain; the commitment that goes into it."""
    salt = os.urandom(SALT_BYTES)
    text = storable(written.text)
    row = {"seq": seq, "message": message, "text": text, "more": written.more, "salt": salt}
    connection.execute(_INSERT_TEXT, row)
    return text_commitment(salt, text, written.more)


def _person_id(connection: Connection, person: Person) -> int:
    people = tables.people
    key, name = person.key, storable(person.name)
    known = connection.execute(_BY_KEY, {"key_of": key}).one_or_none()
    if known is not None:
        if name and name != known.name:
            connection.execute(update(people).where(people.c.id == known.id).values(name=name))
        return int(known.id)
    count = connection.execute(select(func.count()).select_from(people)).scalar_one()

    def is_taken(name: str) -> bool:
        return connection.execute(select(people.c.id).where(people.c.pseudonym == name)).first() is not None

    row = {"key": key, "name": name, "pseudonym": pseudonym(count, is_taken)}
    stored = connection.execute(insert(people).values(row)).inserted_primary_key
    assert stored is not None
    return int(stored[0])


# Built once: SQLAlchemy takes longer to build and recognise a statement than SQLite to run it.
_INSERT_IDENTITY, _INSERT_TEXT = insert(tables.identities), insert(tables.texts)
_BY_KEY = select(tables.people.c.id, tables.people.c.name).where(tables.people.c.key == bindparam("key_of"))
