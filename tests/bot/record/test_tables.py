"""The tables as described are those that the migrations make, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.record.database import LATEST, Database
from bot.record.errors import RecordError
from bot.record.migrations.run import config
from bot.record.tables import metadata

LEFT_OUT = {
    "words",
    "words_config",
    "words_data",
    "words_docsize",
    "words_idx",
    "ix_entries_events",
    "ix_messages_open",
}
LEFT_OUT |= {"ix_texts_words"}


def test_the_migrations_make_the_tables_as_described(database):
    def include(_object: object, name: str | None, *_: object) -> bool:
        return name not in LEFT_OUT

    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include})
        assert compare_metadata(context, metadata) == []


def test_the_latest_migration_is_the_one_that_is_looked_for(database):
    with database.read() as connection:
        assert ScriptDirectory.from_config(config(connection)).get_heads() == [LATEST]


def test_a_record_of_a_later_version_is_refused_in_a_sentence(url, database):
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(RecordError, match="later version"):
            Database.open(url)
    finally:
        with database.write() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{LATEST}'"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no address"),
        ("mysql://host/database", "SQLite or PostgreSQL"),
        ("oracle+nothing://x/y", "SQLite or PostgreSQL|no address"),
        ("sqlite://", "in memory"),
        ("postgresql://nobody@/none?host=/nowhere", "can't be reached"),
    ],
)
def test_an_address_that_is_none_is_said(url, said):
    with pytest.raises(RecordError, match=said):
        Database.open(url)


def test_a_file_that_is_no_database_is_said(tmp_path):
    file = tmp_path / "record.sqlite"
    file.write_bytes(b"this is no database, whatever its name says " * 100)
    with pytest.raises(RecordError, match=r"record\.sqlite can't be read or written: file is not a database"):
        Database.open(f"sqlite:///{file}")


def test_a_folder_in_the_way_is_said(tmp_path):
    with pytest.raises(RecordError, match="not a file"):
        Database.open(f"sqlite:///{tmp_path}")


def test_only_the_owner_reads_the_file(tmp_path):
    file = tmp_path / "below" / "record.sqlite"
    Database.open(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o077 == 0
