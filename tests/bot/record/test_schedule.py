"""What is due is done once, whoever is killed and however many look."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import schedule
from bot.record.database import Database
from bot.record.heads import read_heads
from bot.record.verify import verify
from bot.schedule import Job, expiry_job, head_job, keep_running, run_due
from tests.bot.record.made import answered
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def whole(database):
    """Whatever a test does, the chain and the tables agree afterwards."""
    yield
    assert verify(database).problems == ()


def entries(database, kind: str) -> list[dict[str, object]]:
    with database.read() as connection:
        found = connection.exec_driver_sql(f"SELECT body FROM entries WHERE kind = '{kind}' ORDER BY seq").scalars()
        return [json.loads(body) for body in found]


def test_a_head_is_noted_once_in_a_while(database, record, tmp_path):
    answered(record)
    file = tmp_path / "heads"
    daily = [head_job(database, file, 24)]
    assert list(run_due(daily)) == [f"head 3 noted in {file}"]
    assert list(run_due(daily)) == []
    assert verify(database, read_heads(file)).problems == ()
    answered(record)
    assert list(run_due([head_job(database, file, 1e-9)])) == [f"head 7 noted in {file}"]
    assert list(read_heads(file)) == [3, 7]


def test_an_empty_record_has_no_head_to_note(database, tmp_path):
    assert list(run_due([head_job(database, tmp_path / "heads", 24)])) == []


def test_who_died_before_the_line_was_written_has_it_written_by_the_next(database, record, tmp_path, monkeypatch):
    answered(record)
    file = tmp_path / "heads"

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(schedule, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            list(run_due([head_job(database, file, 24)]))
    assert not file.exists()
    assert list(run_due([head_job(database, file, 24)])) == [f"head 3 noted in {file}"]
    assert len(entries(database, "head_noted")) == 1


def test_a_torn_line_is_written_anew(database, record, tmp_path):
    answered(record)
    file = tmp_path / "heads"
    list(run_due([head_job(database, file, 24)]))
    file.write_bytes(file.read_bytes()[:-20])
    list(run_due([head_job(database, file, 24)]))
    assert verify(database, read_heads(file)).problems == ()
    assert list(read_heads(file)) == [3]


def test_of_many_who_look_at_once_one_notes_it(url, database, record, tmp_path):
    answered(record)
    file = tmp_path / "heads"

    def look(_: int) -> list[str]:
        opened = Database.open(url)
        try:
            return list(run_due([head_job(opened, file, 24)]))
        finally:
            opened.close()

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(look, range(6)))
    assert len([each for each in said if each]) == 1
    assert len(file.read_text(encoding="ascii").splitlines()) == 1
    assert len(entries(database, "head_noted")) == 1


PROGRAM = """
import sys
from pathlib import Path
from bot.record.database import Database
from bot.schedule import head_job, run_due
job = head_job(Database.open(sys.argv[1]), Path(sys.argv[2]), 1e-9)
while True:
    list(run_due([job]))
"""


def test_killed_at_any_moment_no_head_is_noted_twice_and_none_is_lost(url, database, record, tmp_path):
    answered(record)
    file = tmp_path / "heads"
    for number in range(8):
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM, url, str(file)]
        with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
            until = time.monotonic() + 300
            size = file.stat().st_size if file.exists() else 0
            while (file.stat().st_size if file.exists() else 0) == size and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.003 * number)
            process.send_signal(signal.SIGKILL)
    list(run_due([head_job(database, file, 24)]))
    lines = file.read_text(encoding="ascii").splitlines()
    assert len(lines) == len(set(lines)) >= 8
    assert lines == [f"{each['seq']} {each['hash']}" for each in entries(database, "head_noted")]


def test_what_is_old_is_erased_once_in_a_while(database, record):
    answered(record)
    daily = [expiry_job(database, 1e-9, 1e-9, 24)]
    assert list(run_due(daily)) == ["expired 2 identities and 2 texts"]
    assert list(run_due(daily)) == []
    answered(record)
    assert list(run_due([expiry_job(database, 1e-9, 1e-9, 1e-9)])) == ["expired 2 identities and 2 texts"]
    assert len(entries(database, "expired")) == 2


def test_what_fails_is_said_and_holds_up_nothing_else(database, record, tmp_path):
    answered(record)
    failing = head_job(database, tmp_path / "no" / "such" / "folder", 24)
    failed, done = run_due([failing, head_job(database, tmp_path / "heads", 24)])
    assert "could not be done" in failed
    assert "noted in" in done


def test_it_goes_on_although_a_job_breaks():
    runs = []

    def broken() -> str:
        runs.append(1)
        raise ValueError("broken")

    async def while_it_runs() -> None:
        task = asyncio.create_task(keep_running([Job("broken", broken)], every_seconds=0.01))
        while len(runs) < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(asyncio.wait_for(while_it_runs(), 120))
    assert len(runs) >= 3
