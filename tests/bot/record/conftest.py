"""Every test of the record runs twice: on SQLite, and on a PostgreSQL server that is started for it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.record.database import Database
from bot.record.query import Queries
from bot.record.record import Record
from bot.record.tables import metadata
from tests.postgres import ABSENT, Server, find_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server, with a database whose tables are made."""
    programs = find_server()
    if programs is None:
        warnings.warn(ABSENT, stacklevel=1)  # warnings are errors here: every test on PostgreSQL fails, and says this
        pytest.fail(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="rolecall-pg-"))  # the path of a socket must be short
    folder.chmod(0o755)
    server = Server(programs, folder)
    try:
        command(server, "postgres", "CREATE DATABASE record")
        Database.open(server.url("record")).close()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose tables are made."""
    file = tmp_path_factory.mktemp("template") / "record.sqlite"
    Database.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a record in which nothing is yet."""
    yield from made(request.param, request, tmp_path)


def made(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        file = folder / "record.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgres")
    kept = ", ".join(table for table in metadata.tables if table != "head")
    command(server, "record", f"TRUNCATE {kept} RESTART IDENTITY")
    command(server, "record", "UPDATE head SET seq = 0, at = 0, hash = decode(repeat('00', 32), 'hex'), messages = 0")
    yield server.url("record")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def record(database: Database) -> Record:
    return Record(database)


@pytest.fixture
def queries(database: Database) -> Queries:
    return Queries(database)


def command(server: Server, database: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.url(database), autocommit=True) as connection:
        connection.execute(statement.encode())
