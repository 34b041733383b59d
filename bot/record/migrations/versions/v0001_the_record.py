"""The record: chain, messages, what can be erased, and the index of words.

Revision ID: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPEN = "state IN ('received', 'answered', 'posting')"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    _chain(number)
    _messages(number)
    _cited(number)
    _erasable(number)
    if is_sqlite:
        # The rowid is twice the message's id, and one more for the answer: matches come in the order of messages.
        op.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entries_no_{verb.lower()} BEFORE {verb} ON entries "
                "BEGIN SELECT RAISE(ABORT, 'the chain only grows'); END"
            )
    else:
        op.execute(
            "ALTER TABLE texts ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED"
        )
        op.execute("CREATE INDEX ix_texts_words ON texts USING gin (words)")
        op.execute(
            "CREATE FUNCTION entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the chain only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER entries_only_grow BEFORE UPDATE OR DELETE ON entries "
            "FOR EACH ROW EXECUTE FUNCTION entries_only_grow()"
        )


def _chain(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "entries",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("identity", sa.LargeBinary),
        sa.Column("text", sa.LargeBinary),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_entries_message", "entries", ["message"])
    about_none = sa.text("message IS NULL")
    op.create_index(
        "ix_entries_events", "entries", ["kind", "seq"], sqlite_where=about_none, postgresql_where=about_none
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("messages", sa.BigInteger, nullable=False),
        sa.Column("scrub", sa.Integer, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "at": 0, "hash": bytes(32), "messages": 0, "scrub": 0}])


def _messages(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "messages",
        sa.Column("id", number, primary_key=True, autoincrement=False),
        sa.Column("receipt", sa.Text, nullable=False, unique=True),
        sa.Column("key", sa.Text, unique=True),
        sa.Column("thread", sa.Text),
        sa.Column("surface", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("received_seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("posting_to", sa.Text),
        *_of_the_answer(),
    )
    op.create_index("ix_messages_received_at", "messages", ["received_at"])
    for column in ("outcome", "surface", "helpful", "verdict", "thread"):
        op.create_index(f"ix_messages_{column}", "messages", [column, "id"])
    op.create_index("ix_messages_columns", "messages", ["id", "outcome", "surface", "helpful", "verdict"])
    is_open = sa.text(_OPEN)
    op.create_index(
        "ix_messages_open", "messages", ["lease_until", "id"], sqlite_where=is_open, postgresql_where=is_open
    )


def _of_the_answer() -> list[sa.Column[Any]]:
    """The answer, how it ended, and what people said of it."""
    return [
        sa.Column("status", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("answered_seq", sa.BigInteger),
        sa.Column("milliseconds", sa.Double),
        sa.Column("confidence", sa.Double),
        sa.Column("threshold", sa.Double),
        sa.Column("snapshot", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("model", sa.Text),
        sa.Column("filters", sa.Text),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_seq", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.Column("helpful", sa.SmallInteger),
        sa.Column("helpful_seq", sa.BigInteger),
        sa.Column("verdict", sa.Text),
        sa.Column("verdict_seq", sa.BigInteger),
    ]


def _cited(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
    )
    op.create_index("ix_passages_document", "passages", ["document"])
    op.create_table(
        "citations",
        sa.Column("message", number, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("passage", sa.LargeBinary, nullable=False),
        sa.Column("score", sa.Double),
    )
    op.create_table(
        "facets",
        sa.Column("facet", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("message", number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facets_message", "facets", ["message"])


def _erasable(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "people",
        sa.Column("id", number, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Text, nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identities",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("person", sa.BigInteger),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_identities_person", "identities", ["person", "message"])
    op.create_index("ix_identities_message", "identities", ["message"])
    op.create_table(
        "texts",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("more", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_texts_message", "texts", ["message"])
