"""`rolecall approve` and `approved` as an admin types them: real processes, the model, the sample documents."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run, lend_models

ASKED = "How many weeks is parental leave?"
TEXT = "Twelve weeks, taken within a year – together or apart."


@pytest.fixture
def folder(rolecall: Run, installation: Path, samples: Path, tmp_path: Path) -> Path:
    """An installation with documents and an index of its own."""
    shutil.copytree(samples, tmp_path / "documents")
    (tmp_path / "documents" / "answers.yaml").unlink(missing_ok=True)
    (tmp_path / "rolecall.yaml").write_text("documents: documents\nindex: index\n", encoding="utf-8")
    lend_models(installation, tmp_path / "index")
    assert rolecall("index", "--yes", folder=tmp_path).returncode == 0
    return tmp_path


def test_from_a_receipt_to_an_approved_answer_that_goes_stale_by_itself(rolecall: Run, folder: Path) -> None:
    def ask(question: str, *options: str) -> dict[str, object]:
        return dict(json.loads(rolecall("ask", "--json", question, *options, folder=folder).stdout))

    number = str(ask(ASKED)["receipt"])
    made = rolecall("approve", number, "--by", "Dana Whitfield", "--text", TEXT, folder=folder)
    assert made.returncode == 0, made.stderr
    assert ask(ASKED)["kind"] != "approved"  # not before it is published
    report = rolecall("index", "--yes", folder=folder)
    assert report.returncode == 0, report.stderr

    given = ask("can you tell me how many weeks parental leave is")
    assert (given["status"], given["kind"]) == ("answered", "approved")
    assert re.fullmatch(rf"{TEXT}\nApproved by Dana Whitfield on \d{{4}}-\d\d-\d\d\.", str(given["answer"]))
    assert given["citations"]
    replayed = rolecall("record", "replay", str(given["receipt"]), folder=folder)
    assert "The same answer" in replayed.stdout
    assert "approved" in rolecall("record", "show", number, folder=folder).stdout
    assert ask(ASKED, "--as", "public")["kind"] != "approved"  # the leave policy is for staff
    assert "used; approved by Dana Whitfield" in rolecall("approved", folder=folder).stdout

    leave = folder / "documents" / "policies" / "leave.md"
    whole = leave.read_text(encoding="utf-8")
    leave.write_text(whole.replace("need not be taken together", "must be taken together"), encoding="utf-8")
    report = rolecall("index", "--yes", folder=folder)
    assert "no longer given: “How many weeks is parental leave?”" in report.stdout
    assert ask(ASKED)["kind"] != "approved"
    assert "STALE" in rolecall("approved", folder=folder).stdout

    leave.write_text(whole, encoding="utf-8")
    rolecall("index", "--yes", folder=folder)
    assert ask(ASKED)["kind"] == "approved"
    assert rolecall("withdraw", "policies/leave.md", "--reason", "wrong", folder=folder).returncode == 0
    assert ask(ASKED)["kind"] != "approved"
    assert "policies/leave.md is withdrawn" in rolecall("approved", folder=folder).stdout


def test_in_a_thread_a_follow_up_does_not_stick_to_it(rolecall: Run, folder: Path) -> None:
    made = rolecall(
        *("approve", "--by", "Dana", "--question", ASKED, "--text", TEXT),
        *("--document", "policies/leave.md", "--quote", "may take 12 weeks of paid leave"),
        folder=folder,
    )
    assert made.returncode == 0, made.stderr
    rolecall("index", "--yes", folder=folder)
    chat = rolecall("chat", folder=folder, typed=f"{ASKED}\nand for part-timers?\nand jury duty?\n/quit\n")
    assert chat.stdout.count(TEXT[:20]) == 1
    batch = folder / "questions.jsonl"
    batch.write_text(json.dumps({"id": 1, "question": ASKED}) + "\n", encoding="utf-8")
    (line,) = rolecall("ask", "--batch", str(batch), folder=folder).stdout.splitlines()
    assert json.loads(line)["answer"].startswith(TEXT)
    expected = {"id": "1", "question": ASKED, "answer_any": [["Twelve weeks"]], "sources": ["policies/leave.md"]}
    batch.write_text(json.dumps(expected) + "\n", encoding="utf-8")
    scored = rolecall("eval", str(batch), "--min-right", "1", folder=folder)
    assert scored.returncode == 0, scored.stdout
    assert "false quotes       0" in scored.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--question", ASKED, "--text", TEXT), "Name a receipt"),
        (("--question", ASKED, "--text", TEXT, "--quote", "a b"), "--document and --quote go together"),
        (("--question", ASKED, "--document", "policies/leave.md", "--quote", "12 weeks"), "--text"),
        (("--text", TEXT, "--document", "policies/leave.md", "--quote", "12 weeks"), "`questions` missing"),
        (("RC-22222", "--text", TEXT), "RC-22222"),
    ],
)
def test_what_is_missing_is_said_and_nothing_written(
    rolecall: Run, installation: Path, samples: Path, arguments: tuple[str, ...], why: str
) -> None:
    before = {file: file.read_bytes() for file in samples.rglob("*") if file.is_file()}
    made = rolecall("approve", "--by", "Dana", *arguments, folder=installation)
    assert made.returncode == 2
    assert why in made.stderr
    assert {file: file.read_bytes() for file in samples.rglob("*") if file.is_file()} == before
