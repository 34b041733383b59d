"""A real folder, really watched."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.watching.settings import WatchSettings
from bot.watching.watcher import Watcher, keep_watching
from knowledge.errors import RolecallError

QUIET = 0.4


class Index:
    """Counts builds, and what the documents were when each began."""

    def __init__(self, documents: Path) -> None:
        self.documents = documents
        self.builds: list[list[str]] = []
        self.told: list[str] = []
        self.during: Callable[[], None] = lambda: None
        self.running = 0
        self.ended = 0

    def rebuild(self) -> None:
        self.running += 1
        assert self.running == 1, "two builds at a time"
        try:
            self.builds.append(sorted(each.name for each in self.documents.rglob("*") if each.is_file()))
            self.during()
        finally:
            self.running -= 1
            self.ended += 1

    @property
    def seen(self) -> list[list[str]]:
        """What was built, one after the other; what was built twice in a row counts once, for news may come in two."""
        return [each for each, _ in groupby(self.builds)]


def until(holds: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    (tmp_path / "documents").mkdir()
    return Index(tmp_path / "documents")


@contextmanager
def watching(index: Index, has_sources: bool = False, **chosen: float) -> Iterator[None]:
    """Until the block ends; the build at the start is done by then."""
    settings = WatchSettings(**{"quiet_seconds": QUIET, **chosen})  # type: ignore[arg-type]  # floats alone
    ours = (index.documents / "index",)
    watcher = Watcher(index.documents, settings, index.rebuild, index.told.append, ours=ours, has_sources=has_sources)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        until(lambda: index.builds or index.told)
        yield
    finally:
        watcher.stop()
        thread.join(120)
        assert not thread.is_alive()


@pytest.mark.parametrize("chosen", [{}, {"scan_seconds": 0.2}])
def test_a_changed_document_is_built_once_it_is_at_rest(index, chosen, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("bot.watching.watcher.time", SimpleNamespace(monotonic=lambda: now[0]))

    def passes(seconds: float) -> None:
        now[0] += seconds

    with watching(index, **chosen):
        assert index.builds == [[]]
        for size in range(5):
            (index.documents / "leave.md").write_text("# Leave\n" * (size + 1))
            time.sleep(QUIET / 2)
        time.sleep(QUIET)
        assert index.builds == [[]]  # no time passes: none of it is at rest
        until(lambda: passes(QUIET) or len(index.builds) > 1)
        (index.documents / "leave.md").rename(index.documents / "absence.md")
        until(lambda: passes(QUIET) or index.builds[-1] == ["absence.md"])
    assert index.seen == [[], ["leave.md"], ["absence.md"]]


def test_a_new_folder_and_one_that_goes_are_seen(index, tmp_path):
    (tmp_path / "2026.policies").mkdir()
    (tmp_path / "2026.policies" / "leave.md").write_text("# Leave\n")
    with watching(index):
        (tmp_path / "2026.policies").rename(index.documents / "2026.policies")
        until(lambda: index.builds[-1] == ["leave.md"])
        (index.documents / "2026.policies" / "pay.md").write_text("# Pay\n")
        until(lambda: index.builds[-1] == ["leave.md", "pay.md"])
        (index.documents / "2026.policies").rename(tmp_path / "2026.policies")
        until(lambda: index.builds[-1] == [])


def test_files_that_kubernetes_mounted_change_all_at_once(index):
    for number, text in (("..1", "# Leave\n"), ("..2", "# Leave, changed\n")):
        (index.documents / number).mkdir()
        (index.documents / number / "leave.md").write_text(text)
    (index.documents / "..data").symlink_to("..1")
    (index.documents / "leave.md").symlink_to("..data/leave.md")
    with watching(index):
        (index.documents / "..data_tmp").symlink_to("..2")
        (index.documents / "..data_tmp").replace(index.documents / "..data")
        until(lambda: len(index.builds) > 1)


def test_what_rolecall_and_editors_write_sets_nothing_off(index):
    with watching(index):
        for name in ("index/current", "index/snapshots/1/a.md", ".leave.md.swp", "leave.md~", ".git/x.md"):
            (index.documents / name).parent.mkdir(parents=True, exist_ok=True)
            (index.documents / name).write_text("x")
        time.sleep(QUIET * 4)
        assert len(index.builds) == 1


def test_a_change_during_a_build_leads_to_another_one(index):
    def change() -> None:
        index.during = lambda: None
        (index.documents / "late.md").write_text("# Late\n")
        time.sleep(QUIET)

    index.during = change
    with watching(index):
        until(lambda: len(index.builds) > 1)
        time.sleep(QUIET * 3)
    assert index.seen == [[], ["late.md"]]


@pytest.mark.parametrize("problem", [RolecallError("No document could be read."), OSError(28, "No space left", "x")])
def test_a_build_that_fails_is_said_once_and_tried_again(index, problem):
    def fail() -> None:
        raise problem

    index.during = fail
    with watching(index):
        for number in (2, 3):
            (index.documents / "leave.md").write_text(f"# Leave {number}\n")
            until(lambda number=number: index.ended >= number)
        assert [str(problem) in told for told in index.told] == [True]
        index.during, ended = (lambda: None), index.ended
        (index.documents / "leave.md").write_text("# Leave, at last\n")
        until(lambda: index.ended > ended)
        index.during = fail
        (index.documents / "leave.md").write_text("# Leave, and again\n")
        until(lambda: len(index.told) == 2)


def test_a_folder_that_goes_is_waited_for_and_built_when_it_is_back(index, tmp_path):
    with watching(index):
        index.documents.rename(tmp_path / "away")
        until(lambda: index.told)
        assert index.told == [f"{index.documents} is not there; what is live stays. Waiting for it."]
        assert len(index.builds) == 1
        (tmp_path / "away" / "leave.md").write_text("# Leave\n")
        (tmp_path / "away").rename(index.documents)
        until(lambda: index.builds[-1] == ["leave.md"])
        assert index.told[1:] == [f"{index.documents} is there again."]
        (index.documents / "pay.md").write_text("# Pay\n")
        until(lambda: index.builds[-1] == ["leave.md", "pay.md"])


def test_sources_are_looked_at_from_time_to_time(index):
    with watching(index, has_sources=True, poll_minutes=0.5 / 60):
        until(lambda: len(index.builds) >= 3)


def test_without_sources_nothing_is_built_unless_something_changes(index):
    with watching(index, poll_minutes=0.1 / 60):
        time.sleep(1)
        assert len(index.builds) == 1


def test_beside_a_server_it_ends_when_that_does(index):
    async def serve_for_a_moment() -> None:
        watcher = Watcher(index.documents, WatchSettings(quiet_seconds=QUIET), index.rebuild, index.told.append)
        task = asyncio.create_task(keep_watching(watcher))
        while not index.builds:
            await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    before = threading.active_count()
    asyncio.run(serve_for_a_moment())
    assert threading.active_count() <= before
