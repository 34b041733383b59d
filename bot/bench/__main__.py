"""Measures this machine: `python -m bot.bench [--documents DIR] [--questions FILE]`.

Rolecall and sentence-transformers run in processes of their own and take turns, so that whatever else the machine does
falls on both. Nothing is compared with figures of another day or machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from bot.batch import Asked, read_questions
from bot.bench.figures import Figures, machine, table
from bot.bench.processes import ROOT, BenchError, Cost, Worker, run
from bot.bench.progress import say
from knowledge.errors import RolecallError

TEXTS_A_TURN = 64
PAUSE_SECONDS = 0.02  # between turns: threads of the one before may still be spinning
ANSWERED = (0, 1)  # exit status of `rolecall ask`: answered, or nothing found


def measure(documents: Path, asked: Sequence[Asked], rounds: int, texts: int, starts: int, folder: Path) -> Figures:
    """All figures; `folder` takes the settings and the index."""
    settings = folder / "rolecall.yaml"
    settings.write_text(json.dumps({"documents": str(documents.resolve()), "index": "index"}), encoding="utf-8")
    say("making the model ready")
    export = run("-m", "bot.bench.worker", "export", str(settings))
    say("indexing")
    index = run("-m", "bot.cli", "--settings", str(settings), "index")
    our_starts, their_starts = _cold_starts(asked[0].question.text, starts, settings)
    with Worker("answers", settings) as ours, Worker("encode", settings) as theirs:
        answers, embeddings = _answer(ours, theirs, asked, rounds)
        embedded, our_seconds, their_seconds = _embed(ours, theirs, texts)
    assert ours.cost is not None and theirs.cost is not None
    counts = _manifest(folder)
    return Figures(
        our_answers=answers,
        their_embeddings=embeddings,
        our_texts_a_second=embedded / our_seconds,
        their_texts_a_second=embedded / their_seconds,
        texts=embedded,
        our_starts=our_starts,
        their_starts=their_starts,
        our_serving=ours.cost,
        their_serving=theirs.cost,
        export=export,
        index=index,
        documents=counts[0],
        passages=counts[1],
    )


def _cold_starts(question: str, times: int, settings: Path) -> tuple[list[Cost], list[Cost]]:
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for number in range(times):
        say(f"starting cold, {number + 1} of {times}")
        ours.append(run("-m", "bot.cli", "--settings", str(settings), "ask", question, accepted=ANSWERED))
        with Worker("encode", settings) as worker:
            worker.do(embed=[question])
        assert worker.cost is not None
        theirs.append(worker.cost)
    return ours, theirs


def _answer(ours: Worker, theirs: Worker, asked: Sequence[Asked], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each answer, and of each question's embedding, in turns."""
    answers: list[float] = []
    embeddings: list[float] = []
    warming = list(islice(cycle(asked), 5))
    for number, each in enumerate([*warming, *list(asked) * rounds]):
        say(f"asking, {number + 1} of {len(warming) + rounds * len(asked)}")
        time.sleep(PAUSE_SECONDS)
        answer = ours.do(ask=each.question.text, earlier=list(each.question.earlier))
        time.sleep(PAUSE_SECONDS)
        embedding = theirs.do(embed=[each.question.text])
        if number >= len(warming):
            answers.append(answer)
            embeddings.append(embedding)
    return answers, embeddings


def _embed(ours: Worker, theirs: Worker, most: int) -> tuple[int, float, float]:
    """How many texts were embedded, and the seconds that each took for them, in turns."""
    texts = ours.do(texts=most)
    our_seconds = their_seconds = 0.0
    for first in range(0, len(texts), TEXTS_A_TURN):
        say(f"embedding, {first} of {len(texts)}")
        turn = texts[first : first + TEXTS_A_TURN]
        our_seconds += ours.do(embed=turn)
        time.sleep(PAUSE_SECONDS)
        their_seconds += theirs.do(embed=turn)
        time.sleep(PAUSE_SECONDS)
    return len(texts), our_seconds, their_seconds


def _manifest(folder: Path) -> tuple[int, int]:
    """Documents and passages in the index."""
    from index.live import live_id
    from index.snapshot import read_manifest

    manifest = read_manifest(folder / "index" / "snapshots" / live_id(folder / "index"))
    return manifest.documents, manifest.passages


def _draw(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table

    say("")
    headers, rows = table(figures)
    drawn = Table(
        caption=f"{len(figures.our_answers)} questions, {figures.texts} texts, in batches of 32 for "
        f"sentence-transformers, {len(figures.our_starts)} cold starts",
        caption_justify="left",
    )
    for header in headers:
        drawn.add_column(header, justify="left" if not header else "right", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    console = Console(width=None if sys.stdout.isatty() else 130)
    console.print(drawn)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench", description="Speed and memory on this machine.")
    parser.add_argument("--documents", type=Path, default=ROOT / "knowledge" / "samples", help="folder to index")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "questions" / "samples.jsonl")
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--texts", type=int, default=512, help="how many texts are embedded at most")
    parser.add_argument("--starts", type=int, default=5, help="how many cold starts")
    options = parser.parse_args(arguments)
    before = machine()
    try:
        asked = read_questions(options.questions)
        if not asked or min(options.rounds, options.texts, options.starts) < 1:
            raise BenchError("There is nothing to measure: name a file with questions, and numbers above 0.")
        with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            figures = measure(options.documents, asked, options.rounds, options.texts, options.starts, Path(folder))
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(before)
    _draw(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
