"""The benchmark: that it measures and says what; how fast anything is, no test says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.bench.__main__ import main
from bot.bench.figures import Figures, machine, table
from bot.bench.processes import BenchError, Cost, Worker, run
from tests.conftest import ROOT

FIGURES = Figures(
    our_answers=[0.001] * 19 + [0.040],
    their_embeddings=[0.010] * 20,
    our_texts_a_second=50.0,
    their_texts_a_second=25.0,
    texts=100,
    our_starts=[Cost(0.6, 0.5, 150), Cost(0.7, 0.6, 160), Cost(9.0, 8.0, 170)],
    their_starts=[Cost(6.0, 5.0, 480)],
    our_serving=Cost(60, 20, 200),
    their_serving=Cost(60, 20, 500),
    export=Cost(9, 8, 1200),
    index=Cost(30, 40, 300),
    documents=1250,
    passages=9000,
)


def row(figures: Figures, begins: str) -> tuple[str, ...]:
    return next(tuple(each) for each in table(figures)[1] if each[0].startswith(begins))


def test_the_table_says_how_many_times_better_or_worse():
    assert row(FIGURES, "question to answer")[1:] == ("1.00 ms", "10.0 ms", "10.0 x better")
    assert row(FIGURES, "cold start")[1:] == ("0.60 s", "5.00 s", "8.3 x better")
    assert row(FIGURES, "texts embedded")[1:] == ("50.0/s", "25.0/s", "2.0 x better")
    slower = replace(FIGURES, our_answers=[0.030], our_texts_a_second=5.0)
    assert row(slower, "question to answer")[3] == "3.0 x worse"
    assert row(slower, "texts embedded")[3] == "5.0 x worse"
    assert row(FIGURES, "index")[0] == "index: documents 1,250, passages 9,000"


def test_the_machine_is_named():
    assert re.match(r"\d+ cores? of .+, Linux .+, Python 3\.\d+", machine())


def test_a_process_is_measured():
    cost = run("-c", "x = bytearray(80_000_000); sum(range(10**6))")
    assert cost.peak_megabytes > 80
    assert cost.cpu_seconds > 0
    with pytest.raises(BenchError, match=r"(?s)status 3.*what it said"):
        run("-c", "print('what it said'); raise SystemExit(3)")


def test_a_worker_that_ends_early_is_told(tmp_path, capfd):
    with pytest.raises(BenchError, match="ended early"), Worker("answers", tmp_path / "rolecall.yaml") as worker:
        worker.do(ask="Who?", earlier=[])
    assert "rolecall.yaml" in capfd.readouterr().err


def test_questions_that_are_not_there_end_in_a_sentence(tmp_path, capsys):
    assert main(["--questions", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_a_small_run_prints_every_figure(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "leave.md").write_text("# Leave\n\nParents take 16 weeks of leave. Ask early.\n")
    (tmp_path / "questions.jsonl").write_text(json.dumps({"id": 1, "question": "How long is parental leave?"}) + "\n")
    named = ("--documents", "documents", "--questions", "questions.jsonl")
    small = ("--rounds", "1", "--texts", "4", "--starts", "1")
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench", *named, *small],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=1800,  # for a machine that has much else to do
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for begins in ("question to answer", "cold start", "texts embedded", "peak memory", "index: documents 1"):
        assert begins in done.stdout
    assert len(re.findall(r"x (?:better|worse)", done.stdout)) == 7
