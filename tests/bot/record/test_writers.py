"""Eight processes at once: nothing is lost, what all of them hand in is answered once, and the chain holds."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from bot.record.database import Database
from bot.record.query import Filters, Queries
from bot.record.record import Record
from bot.record.verify import verify
from tests.bot.record.conftest import command
from tests.conftest import ROOT

WRITERS, TIMES = 8, 20


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_eight_writers_at_once(url):
    writers = [start("tests.bot.record.eight_writers", url, f"writer-{n}", str(TIMES)) for n in range(WRITERS)]
    for writer in writers:
        _, problems = writer.communicate(timeout=1800)
        assert writer.returncode == 0, problems
    database = Database.open(url)
    assert verify(database).problems == ()
    asked = [each.question for each in Queries(database).every(Filters())]
    assert len(asked) == len(set(asked)) == TIMES // 2 + WRITERS * TIMES // 2
    assert Queries(database).count(Filters(feedback="helpful")) == len(asked)
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_that_start_at_once_make_the_tables_once(kind, request, tmp_path):
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'new' / 'record.sqlite'}"
    else:
        server = request.getfixturevalue("postgres")
        command(server, "postgres", "DROP DATABASE IF EXISTS raced WITH (FORCE)")
        command(server, "postgres", "CREATE DATABASE raced")
        url = server.url("raced")
    writers = [start("tests.bot.record.eight_writers", url, f"writer-{n}", "2") for n in range(WRITERS)]
    for writer in writers:
        _, problems = writer.communicate(timeout=1800)
        assert writer.returncode == 0, problems
    database = Database.open(url)
    assert verify(database).problems == ()
    assert Queries(database).count(Filters()) == 1 + WRITERS
    database.close()
    shutil.rmtree(tmp_path / "new", ignore_errors=True)


def test_opening_the_record_once_more_in_a_process_gives_up_none_of_its_locks(tmp_path):
    """Else the last of other processes to close it takes the log of writes away under this one."""
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    record = Record(Database.open(url))
    record.note("settings", {}, None)
    Database.open(url).close()
    elsewhere(url)
    record.note("settings", {}, None)
    assert elsewhere(url) == 2
    record.close()


def elsewhere(url: str) -> int:
    """The number of the last entry, as another process reads it that opens the record and closes it again."""
    code = f"from bot.record.database import Database; from bot.record.record import Record; d = Database.open({url!r})"
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; print(Record(d).head().seq); d.close()"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(told.stdout)
