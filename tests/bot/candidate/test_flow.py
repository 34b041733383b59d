"""`rolecall index` and `rolecall candidate` as an admin uses them: real processes, the real model, real files."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.candidate import read_candidate
from index.live import live_id
from tests.conftest import ROOT, lend_models

ASKED = ("How long is parental leave?", "Who does the Library Assistant report to?")


@pytest.fixture(scope="module")
def template(rolecall, installation, samples, tmp_path_factory) -> Path:
    """A folder of its own with the sample documents, live, of which two questions were asked."""
    folder = tmp_path_factory.mktemp("template")
    shutil.copytree(samples, folder / "documents")
    (folder / "rolecall.yaml").write_text("index: index\n", encoding="utf-8")
    lend_models(installation, folder / "index")
    done = rolecall("index", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "is live" in done.stdout
    for question in ASKED:
        assert rolecall("ask", question, folder=folder).returncode == 0
    return folder


@pytest.fixture
def place(template, tmp_path) -> Path:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True, symlinks=True)
    return tmp_path


def edit(place: Path, path: str, old: str, new: str) -> None:
    file = place / "documents" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_candidate_is_shown_and_waits_until_it_is_published(rolecall, place):
    before = live_id(place / "index")
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    (place / "documents" / "policies" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = rolecall("index", folder=place)
    assert done.returncode == 0, done.stderr
    for said in (
        "1 changed, 9 as before",
        "Leave Policy > Parental leave: 1 line added, 1 removed",
        "policies/broken.pdf: damaged PDF",
        "1 of 2 answers",
        f"“{ASKED[0]}” (asked once)",
        "12 weeks",
        "16 weeks",
        "rolecall publish",
    ):
        assert said in done.stdout
    assert ASKED[1] not in done.stdout
    assert live_id(place / "index") == before

    again = rolecall("index", folder=place)
    assert "Nothing has changed since the candidate" in again.stdout
    shown = rolecall("candidate", folder=place)
    assert shown.returncode == 0
    assert f"“{ASKED[0]}” (asked once)" in shown.stdout
    assert "16 weeks" in shown.stdout
    assert ASKED[0].encode() not in (place / "index" / "report.json").read_bytes()
    assert "Who does" not in rolecall("candidate", "--questions", "0", folder=place).stdout

    assert rolecall("publish", folder=place).returncode == 0
    assert "16 weeks" in rolecall("ask", ASKED[0], folder=place).stdout
    nothing = rolecall("candidate", folder=place)
    assert nothing.returncode == 1
    assert "No candidate waits" in nothing.stdout


def test_the_record_notes_that_questions_were_read(rolecall, place):
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    rolecall("index", folder=place)
    from bot.record.database import Database
    from bot.record.tables import entries

    database = Database.open(f"sqlite:///{place / 'record.sqlite'}")
    with database.read() as connection:
        noted = [row.body for row in connection.execute(entries.select().where(entries.c.kind == "read"))]
    database.close()
    assert any("preview" in body for body in noted)


def test_a_candidate_that_something_else_has_overtaken_says_so(rolecall, place):
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    rolecall("index", "--yes", "--questions", "0", folder=place)
    edit(place, "policies/leave.md", "16 weeks", "18 weeks")
    rolecall("index", "--questions", "0", folder=place)
    assert rolecall("rollback", "--yes", folder=place).returncode == 0
    shown = rolecall("candidate", "--questions", "0", folder=place)
    assert "Something else has gone live since" in shown.stdout
    assert rolecall("publish", folder=place).returncode == 2


def test_yes_publishes_without_asking(rolecall, place):
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    done = rolecall("index", "--yes", "--questions", "0", folder=place)
    assert done.returncode == 0, done.stderr
    assert "is live" in done.stdout
    assert "What will change" not in done.stdout
    assert read_candidate(place / "index") is None
    assert "16 weeks" in rolecall("ask", ASKED[0], folder=place).stdout


def test_undoing_a_change_drops_its_candidate(rolecall, place):
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    rolecall("index", "--questions", "0", folder=place)
    assert read_candidate(place / "index") is not None
    edit(place, "policies/leave.md", "16 weeks", "12 weeks")
    done = rolecall("index", folder=place)
    assert "Nothing has changed: 10 documents" in done.stdout
    assert read_candidate(place / "index") is None


def test_questions_with_known_answers_are_tried_as_well(rolecall, place):
    (place / "rolecall.yaml").write_text("index: index\nevaluation: known.jsonl\n", encoding="utf-8")
    known = '{"id": "e1", "question": "How long is parental leave?", "answer_any": [["12 weeks"]]}\n'
    (place / "known.jsonl").write_text(known, encoding="utf-8")
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    done = rolecall("index", folder=place)
    assert "answered right: 1 of 1 as it is, 0 once it is live" in done.stdout
    assert "Evaluation questions whose answer becomes wrong (1):" in done.stdout


def test_a_second_run_says_so_at_once_and_loads_no_heavy_library(place):
    program = "import sys; sys.argv[1:] = ['index']\nimport bot.cli\ntry: bot.cli.main()\nexcept SystemExit: pass\n"
    program += "print(sorted({'torch', 'onnxruntime', 'sentence_transformers', 'sklearn'} & set(sys.modules)))"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = os.times()
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=place, env=environ, capture_output=True, text=True, check=True
    )
    ended = os.times()
    seconds = ended.children_user + ended.children_system - began.children_user - began.children_system
    assert "Nothing has changed: 10 documents" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert seconds < 10.0  # of the processor; 0.7 where nothing else runs


@pytest.mark.parametrize(("typed", "is_published"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_at_a_terminal_it_asks(place, home, typed, is_published):
    edit(place, "policies/leave.md", "12 weeks", "16 weeks")
    before = live_id(place / "index")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "index", "--questions", "1"],
        cwd=place,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    said = b""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            read = os.read(ours, 4096)
        except OSError:  # it has ended
            break
        said += read
        if b"Publish it?" in said and typed:
            os.write(ours, typed)
            typed = b""
    assert process.wait(timeout=300) == 0
    os.close(ours)
    assert b"Publish it? [y/N]" in said
    assert (live_id(place / "index") != before) is is_published
    assert (read_candidate(place / "index") is None) is is_published
