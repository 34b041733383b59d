"""The terminal does what the pages do: trends, topics, documents, exports, and the evaluation set that `eval` reads."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

SUPERVISOR = "Who does the Library Assistant report to?"


@pytest.fixture(scope="module")
def asked(rolecall, installation, tmp_path_factory) -> Path:
    """The settings file of an installation with a record: four questions, of which three are marked."""
    folder = tmp_path_factory.mktemp("asked")
    settings = folder / "rolecall.yaml"
    written = (installation / "rolecall.yaml").read_text(encoding="utf-8").replace("index: ", f"index: {installation}/")
    settings.write_text(f"{written}record: {{file: record.sqlite}}\n", encoding="utf-8")
    marks = {
        SUPERVISOR: "right",
        "Can I bring my pet dragon to the office?": "right",
        "What is the salary of the Library Assistant?": "wrong",
        "who does the library assistant REPORT to": "",
    }
    for question, mark in marks.items():
        done = rolecall("--settings", str(settings), "ask", question)
        receipt = re.findall(r"RC-\w+", done.stdout)[-1]
        if mark:
            done = rolecall("--settings", str(settings), "record", "review", receipt, mark)
            assert done.returncode == 0, done.stderr
    return settings


@pytest.fixture
def record(rolecall, asked):
    def run(*arguments: str) -> str:
        done = rolecall("--settings", str(asked), "record", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_trends_and_their_charts(record, tmp_path):
    said = record("trends", "--unit", "day", "--by", "surface", "--charts", str(tmp_path / "charts"))
    assert "fewer than five people" in said
    assert "4 questions" in said
    assert sorted(each.name for each in (tmp_path / "charts").iterdir()) == [
        "feedback.svg",
        "not_found.svg",
        "questions.svg",
        "time.svg",
    ]


@pytest.mark.model
def test_what_is_asked_most(record):
    said = record("asked")
    assert said.casefold().startswith(f"1. {SUPERVISOR.casefold()[:-1]}")
    assert "2 questions, fewer than 5 people" in said


@pytest.mark.model
def test_what_is_not_answered(record):
    assert "1. Can I bring my pet dragon to the office?" in record("unanswered", "--outcome", "not_found")


def test_documents_that_carry_the_answers(record):
    said = record("documents")
    assert "library-assistant" in said
    assert "Never quoted:" in said


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_an_export_and_its_manifest(record, tmp_path, ending):
    file = tmp_path / f"answers.{ending}"
    said = record("export", str(file), "--outcome", "answered")
    manifest = json.loads((tmp_path / f"answers.{ending}.manifest.json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert manifest["sha256"] in said
    assert manifest["file"] == file.name
    assert manifest["filters"] == {"outcome": "answered"}
    assert len(list(tmp_path.iterdir())) == 2


def test_an_export_that_cant_be_written_says_so(rolecall, asked, tmp_path):
    done = rolecall("--settings", str(asked), "record", "export", str(tmp_path / "no" / "answers.csv"))
    assert done.returncode == 2
    assert "can't be written: No such file or directory" in done.stderr
    done = rolecall("--settings", str(asked), "record", "export", str(tmp_path / "answers.xlsx"))
    assert "csv, jsonl, parquet" in done.stderr


def test_marked_answers_are_an_evaluation_set(rolecall, record, samples, tmp_path):
    file = tmp_path / "marked.jsonl"
    assert record("evaluation", str(file)).startswith("3 questions (2 right, 1 wrong)")
    done = rolecall("eval", str(file), "--documents", str(samples), "--failures")
    assert done.returncode == 0, done.stderr
    assert "right answers      2 of 3" in done.stdout  # what was marked wrong is still said
    assert re.search(r"^WRONG RC-\w+ \(wrong\) 'What is the salary of the Library Assistant\?'", done.stdout, re.M)


def test_reading_is_in_the_chain(record):
    record("trends")
    record("documents")
    assert "entries are whole" in record("verify")
    head = int(record("head").split()[0])
    record("trends", "--text", "salary")
    assert int(record("head").split()[0]) == head + 1
