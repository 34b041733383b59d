"""The command as a person types it: real processes, the real model, the sample documents."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from index.live import live_id
from tests.conftest import ROOT, lend_models


def test_ask_quotes_and_says_where(rolecall, installation):
    done = rolecall("ask", "who's the boss of the bookmobile driver?", folder=installation)
    assert done.returncode == 0, done.stderr
    assert "Head of Circulation" in done.stdout
    assert "jobs/bookmobile-driver.pdf" in done.stdout
    assert "page 1" in done.stdout


def test_ask_reads_standard_input_and_writes_json(rolecall, installation):
    done = rolecall("ask", "--json", "-", folder=installation, typed="Who does the Library Assistant report to?\n")
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["document"] == "jobs/library-assistant.txt"


def test_what_no_document_says_has_an_exit_status_of_its_own(rolecall, installation):
    done = rolecall("ask", "What does the Youth Services Librarian earn?", folder=installation)
    assert done.returncode == 1
    assert "$" not in done.stdout
    assert "Youth Services Librarian" in done.stdout


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "empty"),
        ("   \t ", "empty"),
        ("🎉🎉🎉", "no words"),
        ("x" * 100_000, "100,000 characters long"),
        ("who\x01is\x1b[31mthe boss", "not plain text"),
    ],
    ids=["empty", "blank", "emoji", "100 kB", "control"],
)
def test_bad_questions_get_a_sentence(rolecall, installation, question, said):
    done = rolecall("ask", question, folder=installation)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("typed", [bytes(range(256)) * 8, b"\xff\xfe\x00boss", b"", b"a" * 1_000_000])
def test_bad_questions_on_standard_input_get_a_sentence(rolecall, installation, typed):
    done = rolecall("ask", "-", folder=installation, typed=typed)
    assert done.returncode == 2
    assert "question" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "question", ["من هو مدير المكتبة؟", "מי המנהל של הספרייה?", "\u202eboss eht si ohw", "上司は誰ですか"]
)
def test_a_question_in_another_script_gets_an_answer_or_a_sentence(rolecall, installation, question):
    done = rolecall("ask", question, folder=installation)
    assert done.returncode in {0, 1}, done.stderr
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("ask", "who?"), ("chat",), ("roles",), ("facts", "clerk"), ("orgchart",)])
def test_without_an_index_one_is_told_to_build_it(rolecall, tmp_path, command):
    done = rolecall(*command, folder=tmp_path)
    assert done.returncode == 2
    assert "rolecall index" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_folder_is_named(rolecall, tmp_path):
    for command in (("index", "nowhere"), ("ask", "--batch", "questions.jsonl", "--documents", "nowhere")):
        (tmp_path / "questions.jsonl").write_text('{"id": 1, "question": "who?"}', encoding="utf-8")
        done = rolecall(*command, folder=tmp_path)
        assert done.returncode == 2
        assert "nowhere" in done.stderr
        assert done.stdout == ""
        assert not (tmp_path / ".rolecall").exists()


def test_a_folder_without_a_readable_document_says_why(rolecall, installation, tmp_path):
    lend_models(installation, tmp_path / ".rolecall" / "index")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "empty.md").touch()
    done = rolecall("index", folder=tmp_path)
    assert done.returncode == 2
    assert "empty.md: empty file" in done.stderr


def damaged_copy(installation, tmp_path):
    shutil.copytree(installation, tmp_path, dirs_exist_ok=True)
    return tmp_path / "index" / "snapshots" / live_id(tmp_path / "index")


@pytest.mark.parametrize("how", ["cut", "changed", "gone", "manifest"])
def test_a_damaged_index_says_to_build_it_again(rolecall, installation, tmp_path, how):
    snapshot = damaged_copy(installation, tmp_path)
    file = snapshot / ("manifest.json" if how == "manifest" else "documents.msgpack")
    content = file.read_bytes()
    match how:
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case "changed" | "manifest":
            file.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        case "gone":
            file.unlink()
    done = rolecall("ask", "who?", folder=tmp_path)
    assert done.returncode == 2
    assert "damaged" in done.stderr
    assert "rolecall index" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_index_is_found_and_mended(rolecall, installation, tmp_path):
    (damaged_copy(installation, tmp_path) / "passages.faiss").write_bytes(b"")
    assert rolecall("doctor", folder=tmp_path).returncode == 1
    assert rolecall("index", folder=tmp_path).returncode == 0
    assert rolecall("ask", "Who does the Library Assistant report to?", folder=tmp_path).returncode == 0


def test_an_index_of_another_model_says_so(rolecall, installation, tmp_path):
    shutil.copytree(installation, tmp_path, dirs_exist_ok=True)
    settings = tmp_path / "rolecall.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "model: another-model\n", encoding="utf-8")
    done = rolecall("ask", "who?", folder=tmp_path)
    assert done.returncode == 2
    assert "another-model" in done.stderr
    assert "all-MiniLM-L6-v2" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_need_mending_are_all_named(rolecall, tmp_path):
    (tmp_path / "rolecall.yaml").write_text("colour: red\ndocuments: 3\n", encoding="utf-8")
    done = rolecall("ask", "who?", folder=tmp_path)
    assert done.returncode == 2
    assert "`colour`" in done.stderr
    assert "`documents`" in done.stderr
    assert rolecall("doctor", folder=tmp_path).returncode == 1


def test_a_place_that_can_not_be_written_is_named(rolecall, samples, tmp_path):
    (tmp_path / "rolecall.yaml").write_text(f"documents: {samples}\nindex: rolecall.yaml/index\n", encoding="utf-8")
    done = rolecall("index", folder=tmp_path)
    assert done.returncode == 2
    assert "rolecall.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("installation")
def test_a_batch_writes_nothing_but_its_lines(rolecall, samples, tmp_path):
    lines = [
        {"id": "a", "question": "Who does the Library Assistant report to?", "answer_any": [["unused"]]},
        {"id": "b", "question": "and the schedule?", "context": ["Who does the Library Assistant report to?"]},
        {"id": "c", "question": ""},
        {"id": 4, "question": "🎉"},
        {"id": "e", "question": "x" * 100_000},
        {"id": "f", "question": "\x00\x1b[2J\ud800"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = rolecall("ask", "--batch", str(file), "--documents", str(samples), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c", 4, "e", "f"]
    assert all(set(answer) == {"id", "status", "answer", "citations", "latency_ms"} for answer in answers)
    assert answers[0]["citations"][0]["document"] == "jobs/library-assistant.txt"
    assert "evenings" in answers[1]["answer"]
    assert all(answer["status"] != "answered" for answer in answers[2:])
    again = rolecall("ask", "--batch", str(file), "--documents", str(samples), folder=tmp_path)
    strip = [{**json.loads(line), "latency_ms": 0} for line in again.stdout.splitlines()]
    assert strip == [{**answer, "latency_ms": 0} for answer in answers]


def test_the_directory(rolecall, installation):
    listed = rolecall("roles", folder=installation).stdout
    for title in ("Library Director", "Head of Circulation", "Library Assistant", "Bookmobile Driver"):
        assert title in listed
    facts = rolecall("facts", "youth services", folder=installation).stdout
    assert "Library Director" in facts
    assert "not stated" in facts
    compared = rolecall("compare", "library assistant", "bookmobile driver", folder=installation).stdout
    assert "18.20" in compared
    assert "21.40" in compared
    unknown = rolecall("facts", "astronaut", folder=installation)
    assert unknown.returncode == 2
    assert "The nearest are" in unknown.stderr


def test_the_chart(rolecall, installation, tmp_path):
    done = rolecall("orgchart", "--picture", str(tmp_path / "chart.svg"), folder=installation)
    assert done.returncode == 0, done.stderr
    lines = [line.strip("└├─│ ") for line in done.stdout.splitlines()]
    assert lines[:2] == ["Board of Trustees of Alder County Library (no job document)", "Library Director"]
    assert "Bookmobile Driver" in (tmp_path / "chart.svg").read_text(encoding="utf-8")


def test_the_doctor_finds_a_whole_installation_well(rolecall, installation):
    done = rolecall("doctor", folder=installation)
    assert done.returncode == 0, done.stdout
    assert "MISSING" not in done.stdout


def test_a_chat_over_a_pipe(rolecall, installation):
    typed = "Who does the Library Assistant report to?\nand the schedule?\n/quit\n"
    done = rolecall("chat", folder=installation, typed=typed)
    assert done.returncode == 0, done.stderr
    assert "Head of Circulation" in done.stdout
    assert "evenings" in done.stdout


@pytest.mark.usefixtures("installation")
def test_the_demo_ends_by_itself_without_a_terminal(rolecall, tmp_path):
    done = rolecall("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Indexed 10 documents" in done.stdout
    assert "Head of Circulation" in done.stdout
    for title in ("Library Director", "Youth Services Librarian", "Systems Specialist", "Bookmobile Driver"):
        assert title in done.stdout


@pytest.mark.usefixtures("installation")
def test_eval_scores_the_samples(rolecall, samples):
    questions = samples.parent.parent / "tests" / "questions" / "samples.jsonl"
    done = rolecall("eval", str(questions), "--documents", str(samples), "--min-right", "0.9", "--failures")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "false quotes       0" in done.stdout
    strict = rolecall("eval", str(questions), "--documents", str(samples), "--min-right", "1", "--max-wrong", "0")
    assert strict.returncode in {0, 1}


@pytest.mark.parametrize(
    "command", [("ask", "Who does the Library Assistant report to?"), ("compare", "assistant", "driver")]
)
def test_a_terminal_that_knows_only_ascii(rolecall, installation, command):
    done = rolecall(*command, folder=installation, environ={"LANG": "C", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "Head of Circulation" in done.stdout


def test_a_reader_of_the_output_may_leave(rolecall, installation):
    program = f"{sys.executable} -m bot.cli roles | head -n 1"
    done = subprocess.run(
        program,
        shell=True,
        cwd=installation,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_version_and_help(rolecall):
    assert rolecall("--help").returncode == 0
    assert "Usage" in rolecall().stdout + rolecall().stderr
