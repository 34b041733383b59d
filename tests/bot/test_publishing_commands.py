"""What an admin types, in processes of their own, on a copy of the sample documents."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from index import live
from tests.conftest import ROOT, lend_models

PAY = "What does the Library Assistant earn?"
JOB = "jobs/library-assistant.txt"


@pytest.fixture
def place(rolecall, installation, samples, tmp_path) -> Path:
    """An installation with documents of its own, indexed once."""
    shutil.copytree(samples, tmp_path / "documents")
    (tmp_path / "rolecall.yaml").write_text("index: index\n", encoding="utf-8")
    lend_models(installation, tmp_path / "index")
    done = rolecall("index", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def change_pay(place: Path, pay: str) -> None:
    file = place / "documents" / JOB
    text = file.read_text(encoding="utf-8")
    start = text.index("Starting pay is $") + len("Starting pay is $")
    file.write_text(text[:start] + pay + text[start + len("18.20") :], encoding="utf-8")


def test_from_a_changed_document_to_a_new_answer_and_back(rolecall, place):
    first = live.live_id(place / "index")
    change_pay(place, "19.30")
    built = rolecall("index", folder=place)
    assert built.returncode == 0, built.stderr
    assert live.live_id(place / "index") == first
    assert "18.20" in rolecall("ask", PAY, folder=place).stdout
    published = rolecall("publish", folder=place)
    assert published.returncode == 0, published.stderr
    second = live.live_id(place / "index")
    assert second in published.stdout
    assert "19.30" in rolecall("ask", PAY, folder=place).stdout

    table = rolecall("snapshots", folder=place).stdout.splitlines()
    assert [line.split()[:2] for line in table[2:4]] == [[second, "live"], [first, "kept"]]
    assert table[2].split()[-1] == "1"  # receipt

    assert rolecall("rollback", folder=place).returncode == 2  # nobody to ask
    back = rolecall("rollback", "--yes", folder=place)
    assert back.returncode == 0, back.stderr
    assert f"Changed (1): {JOB}" in back.stdout
    assert live.live_id(place / "index") == first
    again = rolecall("rollback", second[:6], "--yes", folder=place)
    assert again.returncode == 0, again.stderr
    assert live.live_id(place / "index") == second
    assert rolecall("record", "verify", folder=place).returncode == 0


def test_a_withdrawn_document_answers_nowhere_until_it_is_reinstated(rolecall, place):
    asked = rolecall("ask", PAY, folder=place).stdout
    receipt = asked.split("Receipt ")[1].split()[0]
    without_reason = rolecall("withdraw", JOB, "--reason", " ", folder=place)
    assert without_reason.returncode == 2
    assert "--reason" in without_reason.stderr
    several = rolecall("withdraw", "library", "--reason", "wrong pay", folder=place)
    assert several.returncode == 2
    assert JOB in several.stderr
    done = rolecall("withdraw", "assistant", "--reason", "wrong pay", folder=place)
    assert done.returncode == 0, done.stderr
    assert "18.20" not in rolecall("ask", PAY, folder=place).stdout
    for command in (("roles",), ("orgchart",)):
        assert "Library Assistant" not in rolecall(*command, folder=place).stdout
    listed = rolecall("snapshots", folder=place).stdout
    assert f"{JOB}: wrong pay" in listed
    assert "18.20" in rolecall("record", "show", receipt, folder=place).stdout
    replayed = rolecall("record", "replay", receipt, folder=place).stdout
    assert f"{JOB} was withdrawn since" in replayed
    assert rolecall("reinstate", "assistant", folder=place).returncode == 0
    assert "18.20" in rolecall("ask", PAY, folder=place).stdout


def test_without_a_candidate_that_is_said(rolecall, place):
    for command in ("publish", "discard"):
        done = rolecall(command, folder=place)
        assert done.returncode == 2
        assert "rolecall index" in done.stderr


def test_a_damaged_live_snapshot_is_said_and_the_one_before_answers(rolecall, place):
    first = live.live_id(place / "index")
    change_pay(place, "19.30")
    assert rolecall("index", "--yes", folder=place).returncode == 0
    second = live.live_id(place / "index")
    (place / "index" / "snapshots" / second / "documents.msgpack").write_bytes(b"half")
    asked = rolecall("ask", PAY, folder=place)
    assert asked.returncode == 0
    assert "18.20" in asked.stdout
    assert f"{first} answers instead" in asked.stderr
    examined = rolecall("doctor", folder=place)
    assert examined.returncode == 1
    assert "documents.msgpack" in examined.stdout
    listed = rolecall("snapshots", folder=place)
    assert "live, damaged" in listed.stdout
    assert second in listed.stderr
    mended = rolecall("index", folder=place)
    assert mended.returncode == 0, mended.stderr
    asked = rolecall("ask", PAY, folder=place)
    assert "19.30" in asked.stdout
    assert asked.stderr == ""


class Chat:
    """`rolecall chat` over pipes, whoever reads it not waiting for ever."""

    def __init__(self, place: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "chat"],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(place), "HF_HUB_OFFLINE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, question: str) -> str:
        """All that is shown up to the receipt."""
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        lines = [""]
        while not lines[-1].startswith("Receipt"):
            lines.append(self._lines.get(timeout=300))
        return "".join(lines)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=300)
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)


def test_a_chat_answers_from_what_is_published_meanwhile(rolecall, place):
    """The chat is one process; it is asked before and after another one publishes."""
    with closing(Chat(place)) as chat:
        assert "18.20" in chat.ask(PAY)
        change_pay(place, "19.30")
        assert rolecall("index", "--yes", folder=place).returncode == 0
        until = time.monotonic() + 120
        while "19.30" not in (answer := chat.ask(PAY)) and time.monotonic() < until:
            assert "18.20" in answer
        assert "19.30" in answer
