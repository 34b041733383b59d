"""`rolecall watch`, run as an admin would: real documents are edited, and the process is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.candidate import read_candidate
from index.live import live_id, read_live
from tests.bot.sources.git_server import Repository
from tests.conftest import ROOT, lend_models

LEAVE = "# Leave\n\n## Holidays\n\nEveryone has 25 days of holiday a year.\n"
PAY = "# Pay\n\n## Pay day\n\nSalaries are paid on the 25th of each month.\n"
QUESTIONS = '{"id": "holidays", "question": "How many days of holiday are there?", "answer_any": [["25"]]}\n'


def until(holds: Callable[[], object], log: Path, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


class Admin:
    """A folder with documents, an index and settings."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.documents = folder / "documents"
        self.index = folder / "index"
        self.log = folder / "watch.log"
        self.environ = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        self.documents.mkdir()
        for name, text in (("leave.md", LEAVE), ("pay.md", PAY)):
            (self.documents / name).write_text(text)

    def settings(self, text: str) -> None:
        (self.folder / "rolecall.yaml").write_text(f"documents: documents\nindex: index\n{text}")

    @contextmanager
    def watching(self, command: str = "watch") -> Iterator[subprocess.Popen[bytes]]:
        """Killed at the end without a warning."""
        with self.log.open("wb") as log:
            command_line = [sys.executable, "-m", "bot.cli", command]
            process = subprocess.Popen(command_line, cwd=self.folder, env=self.environ, stdout=log, stderr=log)
        try:
            until(lambda: self.says("is live:"), self.log)
            yield process
        finally:
            process.kill()
            process.wait()

    def says(self, text: str) -> bool:
        return text in self.log.read_text()

    def until_said(self, text: str) -> None:
        until(lambda: self.says(text), self.log)

    def until_live_is_not(self, snapshot: str) -> str:
        until(lambda: live_id(self.index) != snapshot, self.log)
        return live_id(self.index)


@pytest.fixture
def admin(tmp_path, home, installation) -> Admin:
    lend_models(installation, tmp_path / "index")
    return Admin(tmp_path, home)


def test_a_change_becomes_a_candidate_and_publishing_stays_a_decision(admin, rolecall):
    admin.settings("watch: {quiet_seconds: 0.5}\n")
    with admin.watching():
        live = live_id(admin.index)
        (admin.documents / "leave.md").write_text(LEAVE.replace("25", "30"))
        admin.until_said("1 changed, 1 as before")
        (admin.documents / "leave.md").write_text(LEAVE)
        admin.until_said("nothing left to publish")
        assert read_candidate(admin.index) is None
        (admin.documents / "leave.md").write_text(LEAVE.replace("25", "30"))
        until(lambda: read_candidate(admin.index), admin.log)
        assert live_id(admin.index) == live
    published = rolecall("publish", folder=admin.folder)
    assert published.returncode == 0, published.stderr
    assert "30 days" in rolecall("ask", "How many days of holiday are there?", folder=admin.folder).stdout


def test_what_is_built_goes_live_by_itself_unless_something_objects(admin):
    (admin.folder / "questions.jsonl").write_text(QUESTIONS)
    admin.settings("evaluation: questions.jsonl\nwatch: {publish: automatic, quiet_seconds: 0.5}\n")
    with admin.watching():
        (admin.documents / "pay.md").write_text(PAY.replace("25th", "28th"))
        live = admin.until_live_is_not(live_id(admin.index))
        assert read_live(admin.index).publications[0].by == "rolecall watch"
        (admin.documents / "leave.md").write_text("# Leave\n\nAsk the office.\n")
        admin.until_said("1 question with a known answer is answered worse (holidays)")
        (admin.documents / "leave.md").write_text(LEAVE)
        admin.until_said("nothing left to publish")
        (admin.documents / "leave.md").write_bytes(b"\x00\x01\x02" * 100)
        admin.until_said("1 document can't be read any more (leave.md)")
        assert live_id(admin.index) == live
        (admin.documents / "leave.md").write_text(LEAVE + "\nAsk early.\n")
        admin.until_live_is_not(live)


def test_a_commit_in_a_repository_becomes_a_candidate(admin, tmp_path):
    repository = Repository(tmp_path / "handbook.git")
    repository.commit({"travel.md": "# Travel\n\nTrains first.\n"})
    admin.settings(f"sources: {{handbook: '{repository.url}'}}\nwatch: {{poll_minutes: 0.01}}\n")
    with admin.watching():
        assert admin.says("3 added")
        commit = repository.commit({"travel.md": "# Travel\n\nPlanes last.\n"})
        admin.until_said("1 changed, 2 as before")
        (tmp_path / "handbook.git").rename(tmp_path / "gone.git")
        admin.until_said("handbook: can't be read since")
        assert admin.says(f"1 file at commit {commit[:10]}")
        assert not admin.says("removed")


def test_a_server_watches_beside_serving_and_ends_when_told_to(admin):
    admin.settings("web: {port: 0}\nwatch: {quiet_seconds: 0.5}\n")
    with admin.watching("serve") as process:
        (admin.documents / "leave.md").write_text(LEAVE.replace("25", "30"))
        admin.until_said("1 changed, 1 as before")
        process.terminate()
        process.wait(120)
        assert "Traceback" not in admin.log.read_text()
