"""The tables of the record. The migrations make them; a test holds the two against each other.

Left out are the index of words and the two indexes that cover only part of a table: to describe these here would load
what SQLAlchemy knows about PostgreSQL, 40 ms at each start of the command.

`entries` is the chain, and only ever grows. What can be erased (who asked and where, and every text that people wrote
or were shown) stands in `identities`, `people` and `texts`, and is committed to in the chain by salted hash. All other
tables can be read out of the chain; they are there to be found in quickly, and `verify` holds them against it.

Times are microseconds since 1970, UTC. They never run backwards from one entry to the next, so that the order of
numbers is the order of time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite: INTEGER alone makes a key the row's own number

entries = Table(
    "entries",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False),  # 1, 2, 3 ... without a gap
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),  # "received", "answered", "posted" ..., see `chain`
    Column("message", BigInteger),  # the message it is about
    Column("body", Text, nullable=False),  # canonical JSON: everything that is never erased
    Column("identity", LargeBinary),  # commitment to the row of `identities` with the same seq
    Column("text", LargeBinary),  # commitment to the row of `texts` with the same seq
    Column("hash", LargeBinary, nullable=False),  # SHA-256 over the hash before it and all of the above
    Index("ix_entries_message", "message"),
)

head = Table(  # one row: the last entry
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("messages", BigInteger, nullable=False),  # how many were received
    Column("scrub", Integer, nullable=False),  # 1: something was erased whose bytes may still be in free pages
)

messages = Table(
    "messages",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=False),  # 1, 2, 3 ... in the order received
    Column("receipt", Text, nullable=False, unique=True),  # "RC-7F3A9"
    Column("key", Text, unique=True),  # surface, workspace, channel, message; NULL once erased
    Column("thread", Text),  # surface, workspace, channel, thread; NULL once erased, or where there is none
    Column("surface", Text, nullable=False),  # "terminal", "slack", "teams"
    Column("received_at", BigInteger, nullable=False),
    Column("received_seq", BigInteger, nullable=False),
    # Where it is on its way, see `state`. Not part of the chain, except that it ended.
    Column("state", Text, nullable=False),  # received, answered, posting, posted, failed
    Column("worker", Text),
    Column("lease_until", BigInteger, nullable=False),  # 0: nobody is at it
    Column("attempts", Integer, nullable=False),
    Column("posting_to", Text),  # JSON: where it is being posted; NULL before and after
    # The answer.
    Column("status", Text),  # answered, not_found, clarify, refused, chat
    Column("outcome", Text),  # the same, or failed where it never reached the person
    Column("kind", Text),  # fact, passage, list, compare, aggregate, chat, refusal, none
    Column("answered_at", BigInteger),
    Column("answered_seq", BigInteger),
    Column("milliseconds", Double),
    Column("confidence", Double),
    Column("threshold", Double),
    Column("snapshot", Text),
    Column("code", Text),
    Column("model", Text),
    Column("filters", Text),  # JSON: what the search was held to
    # How it ended.
    Column("ended_at", BigInteger),
    Column("ended_seq", BigInteger),
    Column("reason", Text),  # failed: why, in words of ours
    # What people said of it; the last word counts.
    Column("helpful", SmallInteger),  # 1 or 0
    Column("helpful_seq", BigInteger),
    Column("verdict", Text),  # right, wrong, outdated, should_not_have_answered
    Column("verdict_seq", BigInteger),
    Index("ix_messages_received_at", "received_at"),
    Index("ix_messages_outcome", "outcome", "id"),
    Index("ix_messages_surface", "surface", "id"),
    Index("ix_messages_helpful", "helpful", "id"),
    Index("ix_messages_verdict", "verdict", "id"),
    Index("ix_messages_columns", "id", "outcome", "surface", "helpful", "verdict"),
    Index("ix_messages_thread", "thread", "id"),
    Index("ix_messages_snapshot", "snapshot", "received_at"),
)

passages = Table(  # verbatim words of a document; its id is the SHA-256 of all the rest
    "passages",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("document", Text, nullable=False),
    Column("version", Text, nullable=False),  # SHA-256 of the document's file, hexadecimal
    Column("title", Text, nullable=False),
    Column("section", Text, nullable=False),  # JSON list, outermost first
    Column("line", Integer, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),  # offsets into the document's text
    Column("stop", Integer, nullable=False),
    Column("date", Text, nullable=False),  # the document's own, in words
    Column("quote", Text, nullable=False),
    Index("ix_passages_document", "document"),
)

citations = Table(  # what an answer rests on, in the order shown
    "citations",
    metadata,
    Column("message", _Number, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("passage", LargeBinary, nullable=False),
    Column("score", Double),
)

facets = Table(  # what the list is filtered by: each value of a message once
    "facets",
    metadata,
    Column("facet", Text, primary_key=True),  # "document", "section", "role"
    Column("value", Text, primary_key=True),
    Column("message", _Number, primary_key=True, autoincrement=False),
    Index("ix_facets_message", "message"),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # "slack:T024BE7LD:U2147483697"
    Column("name", Text, nullable=False),
    Column("pseudonym", Text, nullable=False, unique=True),  # "P-4KQ7D": what auditors see
    sqlite_autoincrement=True,  # no id is given twice, so that nothing left over could be taken for another's
)

identities = Table(  # who did what an entry says, and where
    "identities",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False),
    Column("message", BigInteger),
    Column("person", BigInteger),
    Column("place", Text, nullable=False),  # JSON; "" where there is none
    Column("salt", LargeBinary, nullable=False),
    Index("ix_identities_person", "person", "message"),
    Index("ix_identities_message", "message"),
)

texts = Table(  # what people wrote and were shown
    "texts",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False),
    Column("message", BigInteger),
    Column("text", Text, nullable=False),  # the question, the answer, a reason, a note
    Column("more", Text, nullable=False),  # JSON: the thread before the question, the choices of an answer; "" if none
    Column("salt", LargeBinary, nullable=False),
    Index("ix_texts_message", "message"),
)

web_sessions = Table(  # who is signed in to the pages for auditors; no part of the chain, gone when it ends
    "web_sessions",
    metadata,
    Column("id", LargeBinary, primary_key=True),  # SHA-256 of the secret in the cookie
    Column("person", Text, nullable=False),  # key, as in `people`
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),  # "" where the provider doesn't say that it is theirs
    Column("subject", Text, nullable=False),  # the provider's id of them; "" where they came by a link
    Column("seen_at", BigInteger, nullable=False),  # to the minute
    Column("ends_at", BigInteger, nullable=False),
)

web_links = Table(  # one-time links that sign in; gone when used
    "web_links",
    metadata,
    Column("id", LargeBinary, primary_key=True),  # SHA-256 of the secret in the link
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)

channels = Table(  # what was chosen for a channel last; each choice is an entry of the chain, too
    "channels",
    metadata,
    Column("surface", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("settings", Text, nullable=False),  # JSON; see `bot/channels.py`
)

cases = Table(  # questions that were handed to people; each step is an entry of the chain, see `bot/desk`
    "cases",
    metadata,
    Column("message", _Number, primary_key=True, autoincrement=False),  # one case a receipt
    Column("state", Text, nullable=False),  # open, claimed, closed
    Column("opened_seq", BigInteger, nullable=False),  # whose identity is whoever handed it over
    Column("holder_seq", BigInteger),  # whose identity is whoever has it
    Column("last_seq", BigInteger, nullable=False),  # the last step
    # Where the case is shown, and up to which step; not part of the chain.
    Column("card", Text),  # JSON: names of the surface's own; NULL until there is a card
    Column("shown_seq", BigInteger, nullable=False),
    Column("told_seq", BigInteger, nullable=False),  # up to which whoever handed it over was told
    Column("lease_until", BigInteger, nullable=False),  # somebody is at showing and telling; 0: nobody
    Index("ix_cases_state", "state", "message"),
)
