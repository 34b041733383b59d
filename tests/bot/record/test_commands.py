"""`rolecall record` as a person types it: real processes, the sample documents, SQLite."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Run

QUESTION = "Who does the Library Assistant report to?"


@pytest.fixture
def folder(installation: Path, tmp_path: Path) -> Path:
    """An installation with a record of its own."""
    settings = (installation / "rolecall.yaml").read_text(encoding="utf-8").replace("index: index", "index: ours/index")
    (tmp_path / "rolecall.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "index").symlink_to(installation / "index", target_is_directory=True)
    return tmp_path


def number_in(text: str) -> str:
    found = re.search(r"RC-[2-9A-Y]{5}", text)
    assert found, text
    return found[0]


def test_from_a_question_to_its_receipt_and_back(rolecall: Run, folder: Path) -> None:
    asked = rolecall("ask", QUESTION, folder=folder)
    assert asked.returncode == 0, asked.stderr
    number = number_in(asked.stdout)
    shown = rolecall("record", "show", number.lower(), folder=folder)
    for part in (QUESTION, "library-assistant.txt", "confidence", "snapshot", "posted to screen"):
        assert part in shown.stdout
    replayed = rolecall("record", "replay", number, folder=folder)
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert "The same answer, asked of the same snapshot" in replayed.stdout
    assert rolecall("record", "feedback", number, "--not-helpful", "--reason", "no", folder=folder).returncode == 0
    assert rolecall("record", "review", number, "right", folder=folder).returncode == 0
    listed = rolecall("record", "list", "--verdict", "right", "--text", "assistant", folder=folder)
    assert number in listed.stdout
    assert "reviewed: right" in listed.stdout
    full = rolecall("record", "list", "--full", folder=folder).stdout
    assert re.match(r"Entry \d+ [0-9a-f]{64} is the last", full)
    assert "library-assistant.txt" in full
    revealed = rolecall("record", "reveal", number, "--reason", "a complaint", folder=folder)
    assert f"terminal {os.uname().nodename}" in revealed.stdout
    assert "revealed" in rolecall("record", "show", number, folder=folder).stdout
    verified = rolecall("record", "verify", folder=folder)
    assert verified.returncode == 0, verified.stdout
    pseudonym = re.search(r"P-\w+", listed.stdout)
    assert pseudonym
    erased = rolecall("record", "erase", pseudonym[0], "--yes", folder=folder)
    assert erased.returncode == 0, erased.stderr
    assert QUESTION not in rolecall("record", "show", number, folder=folder).stdout
    assert rolecall("record", "expire", folder=folder).returncode == 0
    assert rolecall("record", "verify", folder=folder).returncode == 0


def test_a_chat_is_recorded_and_json_names_the_receipt(rolecall: Run, folder: Path) -> None:
    chat = rolecall("chat", folder=folder, typed=f"{QUESTION}\nand the schedule?\n/quit\n")
    assert len(re.findall(r"Receipt RC-", chat.stdout)) == 2
    answer = json.loads(rolecall("ask", "--json", QUESTION, folder=folder).stdout)
    assert number_in(answer["receipt"])
    follow_up = rolecall("record", "list", "--text", "schedule", folder=folder)
    assert f"before: {QUESTION}" in rolecall("record", "show", number_in(follow_up.stdout), folder=folder).stdout


def test_a_changed_record_is_found_and_a_cut_off_end_by_a_noted_head(rolecall: Run, folder: Path) -> None:
    number = number_in(rolecall("ask", QUESTION, folder=folder).stdout)
    assert rolecall("record", "head", "--file", "heads", folder=folder).returncode == 0
    with sqlite3.connect(folder / "ours" / "record.sqlite") as connection:
        connection.execute("UPDATE messages SET outcome = 'not_found' WHERE receipt = ?", (number,))
    connection.close()
    verified = rolecall("record", "verify", "--head", "heads", folder=folder)
    assert verified.returncode == 1
    assert "NOT as it was written. First bad: entry 1" in verified.stdout
    (folder / "ours" / "record.sqlite").unlink()
    verified = rolecall("record", "verify", "--head", "heads", folder=folder)
    assert verified.returncode == 1
    assert "is missing, whose hash was noted" in verified.stdout


def test_a_broken_record_is_a_sentence_and_the_answer_still_comes(rolecall: Run, folder: Path) -> None:
    (folder / "ours" / "record.sqlite").write_bytes(b"no database " * 1000)
    asked = rolecall("ask", QUESTION, folder=folder)
    assert asked.returncode == 0
    assert "library-assistant.txt" in asked.stdout
    assert "not a database" in asked.stderr
    assert "This answer is not recorded" in asked.stderr
    with (folder / "rolecall.yaml").open("a", encoding="utf-8") as settings:
        settings.write("record: {required: true}\n")
    asked = rolecall("ask", QUESTION, folder=folder)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "Traceback" not in asked.stderr
    chat = rolecall("chat", folder=folder, typed=f"{QUESTION}\n")
    assert "not a database" in chat.stdout
    assert rolecall("record", "list", folder=folder).returncode == 2


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_record_that_may_not_be_written_is_a_sentence(rolecall: Run, folder: Path) -> None:
    rolecall("ask", QUESTION, folder=folder)
    (folder / "ours" / "record.sqlite").chmod(0o400)
    asked = rolecall("ask", QUESTION, folder=folder)
    assert asked.returncode == 0
    assert "This answer is not recorded" in asked.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "RC-NONE2"), "no receipt"),
        (("replay", "what"), "no receipt"),
        (("list", "--outcome", "nonsense"), "--outcome is one of"),
        (("list", "--surface", "pigeon"), "--surface is one of"),
        (("reveal", "RC-NONE2", "--reason", "why"), "no receipt"),
        (("reveal", "RC-NONE2"), "--reason"),
        (("reveal", "RC-NONE2", "--reason", " "), "Say why"),
        (("erase", "P-NONE", "--yes"), "knows nobody"),
        (("verify", "--head", "none"), "can't be read"),
    ],
)
def test_what_is_not_there_is_said(rolecall: Run, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = rolecall("record", *arguments, folder=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_batches_are_not_recorded(rolecall: Run, folder: Path, samples: Path) -> None:
    shutil.copytree(samples / "policies", folder / "policies")
    (folder / "questions.jsonl").write_text(json.dumps({"id": 1, "question": QUESTION}) + "\n", encoding="utf-8")
    done = rolecall("ask", "--batch", "questions.jsonl", folder=folder)
    assert done.returncode == 0, done.stderr
    assert not (folder / "ours" / "record.sqlite").exists()
