"""Tampering: whatever is changed, removed, slipped in or moved is found, and the first bad entry named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.record.database import Database
from bot.record.erasure import erase_person
from bot.record.record import Record
from bot.record.verify import verify, verify_on
from tests.bot.record.conftest import made
from tests.bot.record.made import ADA, ANSWER, AUDITOR, CLARIFY, CODE, GRACE, NOT_FOUND, answered, incoming, received

TAMPERING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def filled(request, tmp_path_factory) -> Iterator[Database]:
    """A record in which something of every kind has happened; the tests undo what they do to it."""
    folder = tmp_path_factory.mktemp("filled")
    making = made(request.param, request, folder)
    database = Database.open(next(making))
    record = Record(database)
    for number, answer in enumerate((ANSWER, NOT_FOUND, CLARIFY, ANSWER)):
        claim = answered(record, incoming(f"question {number}", person=(ADA, GRACE)[number % 2]), answer)
        record.feedback(claim.number, ADA, number % 2 == 0, "because")
        record.feedback(claim.number, ADA, True)
        record.review(claim.number, AUDITOR, "right", "checked")
    record.failed(received(record), "the channel is gone")
    record.answered(received(record), ANSWER, 3, CODE)
    record.note("published", {"snapshot": "0123456789ab"}, AUDITOR, "a new policy")
    erase_person(database, GRACE.key, AUDITOR)
    received(record)
    yield database
    database.close()
    next(making, None)


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A transaction in which everything is allowed and of which nothing stays."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER entries_no_update"))
            connection.execute(text("DROP TRIGGER entries_no_delete"))
        else:
            connection.execute(text("ALTER TABLE entries DISABLE TRIGGER entries_only_grow"))
        yield connection
        connection.rollback()


def length(database: Database) -> int:
    return Record(database).head().seq


def first_bad(connection: Connection, **anchors: dict[int, bytes]) -> int | None:
    found = verify_on(connection, **anchors).first_bad
    return found.seq if found else None


def test_an_untouched_record_is_whole(filled):
    verified = verify(filled)
    assert verified.problems == ()
    assert verified.entries == length(filled) == verified.head.seq


CHANGES = {
    "at": "at + 1",
    "kind": "kind || 'x'",
    "message": "coalesce(message, 0) + 1",
    "body": "'[]'",
    "identity": "NULL",
    "text": "NULL",
    "hash": "(SELECT hash FROM head)",
}


@TAMPERING
@given(data=st.data())
def test_any_change_to_an_entry_is_found_at_that_entry(filled, data):
    seq = data.draw(st.integers(1, length(filled) - 1))
    column = data.draw(st.sampled_from(sorted(CHANGES)))
    with tampering(filled) as connection:
        changed = text(
            f"UPDATE entries SET {column} = {CHANGES[column]} WHERE seq = :seq AND "
            f"({column} IS NOT NULL OR :nullable = 0)"
        )
        nullable = int(CHANGES[column] == "NULL")
        if connection.execute(changed, {"seq": seq, "nullable": nullable}).rowcount:
            assert first_bad(connection) == seq


@TAMPERING
@given(data=st.data())
def test_removed_entries_are_found_where_they_stood(filled, data):
    first = data.draw(st.integers(1, length(filled)))
    last = data.draw(st.integers(first, length(filled)))
    with tampering(filled) as connection:
        connection.execute(text("DELETE FROM entries WHERE seq BETWEEN :a AND :b"), {"a": first, "b": last})
        assert first_bad(connection) == first


@TAMPERING
@given(data=st.data())
def test_swapped_entries_are_found_at_the_first(filled, data):
    one = data.draw(st.integers(1, length(filled) - 1))
    other = data.draw(st.integers(one + 1, length(filled)))
    with tampering(filled) as connection:
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute(text("UPDATE entries SET seq = :new WHERE seq = :old"), {"old": old, "new": new})
        assert first_bad(connection) == one


@TAMPERING
@given(data=st.data())
def test_an_inserted_entry_is_found_where_it_stands(filled, data):
    """Everything behind it moves on by one, head included; only the hashes can't be made to fit."""
    place = data.draw(st.integers(1, length(filled)))
    with tampering(filled) as connection:
        for table in ("entries", "texts", "identities"):
            moved = [row[0] for row in connection.execute(text(f"SELECT seq FROM {table} WHERE seq >= {place}"))]
            for seq in sorted(moved, reverse=True):
                connection.execute(text(f"UPDATE {table} SET seq = {seq + 1} WHERE seq = {seq}"))
        connection.execute(
            text(
                "INSERT INTO entries (seq, at, kind, message, body, hash) "
                f"SELECT {place}, at, 'published', NULL, '{{}}', hash FROM head"
            )
        )
        connection.execute(text("UPDATE head SET seq = seq + 1"))
        assert first_bad(connection) == place


def test_an_entry_appended_behind_the_back_of_the_head_is_found(filled):
    last = length(filled)
    with tampering(filled) as connection:
        copied = f"SELECT {last + 1}, at, 'published', NULL, '{{}}', hash FROM head"
        connection.execute(text(f"INSERT INTO entries (seq, at, kind, message, body, hash) {copied}"))
        assert first_bad(connection) == last + 1 or first_bad(connection) == last


def test_a_cut_off_end_is_found_by_a_head_that_was_noted_outside(filled):
    head = Record(filled).head()
    with tampering(filled) as connection:  # whoever can cut off entries can move the head back, too
        connection.execute(text(f"DELETE FROM entries WHERE seq > {head.seq - 1}"))
        connection.execute(text(f"DELETE FROM messages WHERE received_seq > {head.seq - 1}"))
        for table in ("texts", "identities"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq > {head.seq - 1}"))
        last = "(SELECT {} FROM entries WHERE seq = {})"
        at, digest = (last.format(column, head.seq - 1) for column in ("at", "hash"))
        connection.execute(
            text(f"UPDATE head SET seq = {head.seq - 1}, at = {at}, hash = {digest}, messages = messages - 1")
        )
        assert first_bad(connection) is None
        assert first_bad(connection, anchors={head.seq: head.hash}) == head.seq


def test_a_chain_written_anew_is_found_by_a_head_that_was_noted_outside(filled):
    assert verify(filled, {5: bytes(32)}).first_bad.seq == 5


ROWS = [  # table, what is done to it, the kind of entry at which it is found
    ("UPDATE messages SET outcome = 'answered' WHERE outcome = 'not_found'", "received"),
    ("UPDATE messages SET status = 'answered', outcome = 'answered' WHERE status = 'not_found'", "answered"),
    ("UPDATE messages SET receipt = 'RC-22222' WHERE id = 1", "received"),
    ("UPDATE messages SET received_at = received_at - 1 WHERE id = 1", "received"),
    ("UPDATE messages SET key = 'x' WHERE id = 1", "received"),
    ("UPDATE messages SET thread = NULL WHERE id = 1", "received"),
    ("UPDATE messages SET surface = 'teams' WHERE id = 1", "received"),
    ("UPDATE messages SET state = 'received' WHERE id = 1", "received"),
    ("UPDATE messages SET confidence = 0.99 WHERE id = 1", "answered"),
    ("UPDATE messages SET snapshot = 'ffffffffffff' WHERE id = 1", "answered"),
    ("UPDATE messages SET milliseconds = 1 WHERE id = 1", "answered"),
    ("UPDATE messages SET answered_seq = NULL WHERE id = 1", "answered"),
    ("UPDATE messages SET ended_at = ended_at + 1 WHERE id = 1", "posted"),
    ("UPDATE messages SET reason = 'none' WHERE state = 'failed'", "failed"),
    ("UPDATE messages SET helpful = 0 WHERE id = 1", "feedback"),
    ("UPDATE messages SET helpful = NULL, helpful_seq = NULL WHERE id = 1", "feedback"),
    ("UPDATE messages SET verdict = 'wrong' WHERE id = 1", "review"),
    ("DELETE FROM messages WHERE id = 1", "received"),
    ("UPDATE citations SET score = 9 WHERE message = 1 AND place = 0", "answered"),
    ("DELETE FROM citations WHERE message = 1 AND place = 0", "answered"),
    ("UPDATE passages SET quote = 'Parents take 17 weeks.' WHERE document = 'policies/leave.md'", "answered"),
    ("DELETE FROM passages WHERE document = 'policies/leave.md'", "answered"),
    ("UPDATE texts SET text = 'another question' WHERE message = 1 AND seq = 1", "received"),
    ("UPDATE texts SET text = 'another answer' WHERE message = 1 AND seq = 2", "answered"),
    ("DELETE FROM texts WHERE seq = 1", "received"),
    ("DELETE FROM identities WHERE seq = 1", "received"),
    ("UPDATE identities SET person = NULL WHERE seq = 1", "received"),
    ("UPDATE identities SET place = '[]' WHERE seq = 1", "received"),
    ("UPDATE people SET key = 'slack:T1:U77' WHERE id = 1", "received"),
]


@pytest.mark.parametrize(("statement", "kind"), ROWS, ids=[re.sub(r"\W+", "-", statement) for statement, _ in ROWS])
def test_a_changed_row_is_found_at_its_entry(filled, statement, kind):
    with tampering(filled) as connection:
        assert connection.execute(text(statement)).rowcount
        bad = first_bad(connection)
        assert connection.execute(text("SELECT kind FROM entries WHERE seq = :seq"), {"seq": bad}).scalar() == kind


EXTRA = [
    "INSERT INTO texts (seq, message, text, more, salt) SELECT 9999, 1, 'x', '', salt FROM texts WHERE seq = 1",
    "INSERT INTO facets (facet, value, message) VALUES ('document', 'other.md', 1)",
    "DELETE FROM facets WHERE message = 1 AND facet = 'role'",
    "INSERT INTO citations (message, place, passage) SELECT 1, 7, passage FROM citations WHERE message = 1",
    "UPDATE head SET messages = messages + 1",
    "UPDATE head SET seq = seq + 1",
]


@pytest.mark.parametrize("statement", EXTRA, ids=[re.sub(r"\W+", "-", statement)[:60] for statement in EXTRA])
def test_rows_that_no_entry_speaks_of_are_found(filled, statement):
    with tampering(filled) as connection:
        if "citations" in statement:
            statement += " AND place = 0"
        connection.execute(text(statement))
        assert first_bad(connection) is not None


def test_the_database_itself_refuses_to_change_an_entry(filled):
    for statement in ("UPDATE entries SET body = '{}' WHERE seq = 1", "DELETE FROM entries WHERE seq = 1"):
        with filled.engine.connect() as connection:
            with pytest.raises(Exception, match="the chain only grows"):
                connection.execute(text(statement))
            connection.rollback()
