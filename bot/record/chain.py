"""The chain: every entry holds the hash of the one before it, so that none can be changed, removed or slipped in.

The hash of an entry is SHA-256 over these bytes, in this order:

    hash of the entry before (32 bytes; zeros before the first)
    "SEQ\\nAT\\nKIND\\nMESSAGE\\nI\\nT\\n"  (UTF-8; numbers in decimal; MESSAGE empty where the entry is about none;
                                        I and T the lengths of the two commitments, 32 or 0)
    commitment to the identity, commitment to the text (32 bytes each, or none)
    the body (UTF-8, canonical JSON: keys in order, no white space, numbers in their shortest form)

Kinds: received, answered, posted, failed, feedback, review are about one message; read, exported, revealed, erased,
expired, deciding, published, rolled_back, withdrawn, settings and whatever else is noted are about none or one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.record import commitments, tables
from bot.record.commitments import Identity, Written

START = bytes(32)  # what the first entry follows


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain: whoever knows it can tell whether anything up to it was touched."""

    seq: int  # 0: nothing has been written yet
    at: int
    hash: bytes
    messages: int = 0

    def __str__(self) -> str:
        """For example "412 3f6a...": what `rolecall record head` prints and `verify --head` reads."""
        return f"{self.seq} {self.hash.hex()}"


def canonical(body: Any) -> str:
    """The same content, the same bytes."""
    return msgspec.json.encode(body, order="sorted").decode("utf-8")


def entry_hash(
    before: bytes,
    seq: int,
    at: int,
    kind: str,
    message: int | None,
    body: str,
    identity: bytes | None,
    text: bytes | None,
) -> bytes:
    """32 bytes, over the form that the head of this file gives."""
    by, said = identity or b"", text or b""
    about = "" if message is None else message
    header = f"{seq}\n{at}\n{kind}\n{about}\n{len(by)}\n{len(said)}\n"
    return sha256(b"%b%b%b%b%b" % (before, header.encode(), by, said, body.encode())).digest()


class Appender:
    """Appends entries within one transaction that holds the lock of the chain; see `database.Database.append`."""

    def __init__(self, connection: Connection, now: int | None = None) -> None:
        self.connection = connection
        row = connection.execute(_HEAD).one()
        self._seq: int = row.seq
        self._before = bytes(row.hash)
        self.messages: int = row.messages
        # Clocks differ between replicas and are set back; the record's own never is.
        self.now: int = max(row.at, int(time.time() * 1_000_000) if now is None else now)
        self._written = False

    def append(
        self,
        kind: str,
        body: Any,
        *,
        message: int | None = None,
        identity: Identity | None = None,
        text: Written | None = None,
    ) -> int:
        """Store an entry and what it commits to; its number."""
        self._seq += 1
        written = canonical(body)
        by = commitments.store_identity(self.connection, self._seq, message, identity) if identity else None
        said = commitments.store_text(self.connection, self._seq, message, text) if text else None
        digest = entry_hash(self._before, self._seq, self.now, kind, message, written, by, said)
        self.connection.execute(
            _INSERT,
            {
                "seq": self._seq,
                "at": self.now,
                "kind": kind,
                "message": message,
                "body": written,
                "identity": by,
                "text": said,
                "hash": digest,
            },
        )
        self._before, self._written = digest, True
        return self._seq

    def close(self) -> None:
        """Move the head to the last entry; part of the same transaction."""
        if self._written:
            moved = {"new_seq": self._seq, "new_at": self.now, "new_hash": self._before, "count": self.messages}
            self.connection.execute(_MOVE, moved)


def read_head(connection: Connection) -> Head:
    row = connection.execute(_HEAD).one()
    return Head(row.seq, row.at, bytes(row.hash), row.messages)


_HEAD = select(tables.head.c.seq, tables.head.c.at, tables.head.c.hash, tables.head.c.messages)
_INSERT = insert(tables.entries)
_MOVE = update(tables.head).values(
    seq=bindparam("new_seq"), at=bindparam("new_at"), hash=bindparam("new_hash"), messages=bindparam("count")
)
