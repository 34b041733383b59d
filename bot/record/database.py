"""One database, SQLite or PostgreSQL: opened, brought up to date, and written to by one at a time.

Appends are serialised, because each entry holds the hash of the one before. On SQLite a writing transaction begins
with BEGIN IMMEDIATE; on PostgreSQL it takes an advisory lock, which is given back when it ends, however it ends.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from bot.record.chain import Appender
from bot.record.errors import RecordError

if TYPE_CHECKING:
    from sqlalchemy import URL

LATEST = "0005"  # the newest migration; a record that has it is opened without loading Alembic, which takes 0.15 s
LOCK = 0x526F6C65_63616C6C  # "Rolecall": the advisory lock on PostgreSQL
BUSY_SECONDS = 30  # how long SQLite waits for another writer
_READ = {"isolation_level": "REPEATABLE READ"}  # PostgreSQL: one reader sees one state throughout


class Database:
    """Where a record is kept. Safe in several threads and processes; after a fork, call `after_fork`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn = self._new_turn()

    @classmethod
    def open(cls, url: str) -> Database:
        """Open it, making and migrating what is missing.

        Raises:
            RecordError: it can't be reached or written, or was written by a later version.
        """
        engine = _engine(url)
        database = cls(engine)
        try:
            with database.translated():
                database._prepare()
        except BaseException:
            database.close()
            raise
        return database

    @property
    def name(self) -> str:
        """For a person: the file, or the URL without its password."""
        url = self.engine.url
        return url.database or "" if self.is_sqlite else url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @contextmanager
    def append(self, now: int | None = None) -> Iterator[Appender]:
        """One transaction that may append entries; nobody else writes meanwhile.

        Args:
            now: microseconds since 1970; the clock's where left out.
        """
        with self.write() as connection:
            appender = Appender(connection, now)
            yield appender
            appender.close()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, nobody else writing."""
        with self._turn, self.translated(), self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(_TAKE_LOCK, {"lock": LOCK})
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One state of the record, whatever is written meanwhile; writers are not kept waiting."""
        options: dict[str, Any] = {"read_only": True} if self.is_sqlite else _READ
        with self.translated(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    def after_fork(self) -> None:
        """In a child process: forget the parent's connections, leaving them open."""
        self.engine.dispose(close=False)
        self._turn = self._new_turn()  # a thread that is not here may hold the other

    def close(self) -> None:
        self.engine.dispose()

    def _new_turn(self) -> AbstractContextManager[object]:
        """SQLite has who finds it taken look again after 1 to 100 ms; threads of one process can do better."""
        return threading.Lock() if self.is_sqlite else nullcontext()

    def scrub(self) -> None:
        """Have erased bytes gone from the files as well: free pages, the log of writes, the word index."""
        with self.translated(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("INSERT INTO words(words) VALUES ('optimize')")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                for table in ("texts", "identities", "people", "messages"):
                    connection.exec_driver_sql(f"VACUUM {table}")
            connection.exec_driver_sql("UPDATE head SET scrub = 0")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """The driver's errors as ours, in words for a person."""
        try:
            yield
        except DBAPIError as problem:
            raise RecordError(self._explained(problem)) from problem
        except SQLAlchemyError as problem:
            raise RecordError(f"The record {self.name} can't be used: {problem}") from problem

    def _explained(self, problem: DBAPIError) -> str:
        said = " ".join(str(problem.orig).split())
        if self.is_sqlite:
            mend = "Mend that, or name another place: `record: {url: ...}` in the settings."
            return f"The record {self.name} can't be read or written: {said}. {mend}"
        return f"The record {self.name} can't be reached or written: {said}. See that the database server runs."

    def _prepare(self) -> None:
        if self.is_sqlite:
            self._make_file()
        if self._version() != LATEST:
            self._migrate()
        with self.read() as connection:
            unscrubbed = connection.execute(text("SELECT scrub FROM head")).scalar_one()
        if unscrubbed:  # the process that erased something ended before it had seen to the bytes
            self.scrub()

    def _make_file(self) -> None:
        """See that the file is there.

        One that is there is not opened: closing it would give up the locks by which other connections of this process
        hold it (as POSIX has it), and another process would take its log of writes away under them.
        """
        file = self.file
        assert file is not None
        if str(file) in (".", ":memory:"):
            raise RecordError(
                "A record in memory would be lost at once. Name a file: sqlite:////srv/rolecall/record.db"
            )
        if file.exists() and not file.is_file():
            raise RecordError(f"The record {file} is not a file. Name another place: `record: url:` in the settings.")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():  # what staff ask is nobody else's to read
                os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            elif not os.access(file, os.R_OK | os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as problem:
            why = f"The record {file} can't be written: {problem.strerror}."
            raise RecordError(f"{why} Mend that, or name another place: `record: url:` in the settings.") from problem

    def _version(self) -> str:
        """The newest migration that the database has; "" where it has none."""
        with self.engine.connect().execution_options(read_only=True) as connection:
            if not self.engine.dialect.has_table(connection, "alembic_version"):
                return ""
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")

    def _migrate(self) -> None:
        """Bring the tables up to date. Of several processes that start at once, one does and the others wait."""
        from bot.record.migrations.run import upgrade

        if self.is_sqlite:
            self._turn_on_wal()
        with self.write() as connection:
            upgrade(connection)

    def _turn_on_wal(self) -> None:
        """Readers don't keep writers waiting, nor the other way round. The file remembers it.

        Changing it needs the file to itself, and SQLite does not wait for that by itself.
        """
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                return
            except DBAPIError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            return _sqlite_engine(parsed)
        if parsed.get_backend_name() != "postgresql":
            raise RecordError(f"A record is kept in SQLite or PostgreSQL, not in {parsed.get_backend_name()!r}.")
        return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except (ArgumentError, NoSuchModuleError) as problem:
        raise RecordError(f"`record: url:` is no address of a database: {problem}") from problem
    except ModuleNotFoundError as problem:
        why = f"{problem.name} is not installed, which PostgreSQL needs."
        raise RecordError(f"{why} Run: pip install 'rolecall[postgresql]'") from problem


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=FULL")  # what was committed survives a power cut, too
        cursor.execute("PRAGMA secure_delete=ON")  # erased bytes are overwritten
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: who reads and then writes must not find that another has written in between.
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")

    return engine


_TAKE_LOCK = text("SELECT pg_advisory_xact_lock(:lock)")
