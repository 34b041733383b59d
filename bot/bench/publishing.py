"""What building and publishing cost on this machine: `python -m bot.bench.publishing [--documents N] [--changes N]`.

N made-up documents are indexed; then one of them is changed and published, again and again. The embeddings of the first
index are made up as well, in the name of the settings' model, which would take minutes for them; whatever changes
afterwards is embedded by the model itself.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from statistics import median

import numpy as np

from bot.bench.figures import machine
from bot.bench.many_documents import documents, write_documents
from bot.bench.processes import BenchError, Cost, Worker, run
from bot.bench.progress import say
from index.embedder import Embedder, Embeddings, Progress
from index.readings import CLEARLY
from knowledge.errors import RolecallError

Row = tuple[str, str]  # what, and how much of it


class MadeUp:
    """An Embedder that gives each text a direction of its own, in the name of another one."""

    def __init__(self, model: Embedder) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        self.dimensions = model.dimensions

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
            row[:] = np.random.default_rng(seed).standard_normal(self.dimensions, dtype=np.float32)
            row /= np.linalg.norm(row)
        if on_progress is not None:
            on_progress(len(texts), len(texts))
        return rows


def measure(folder: Path, count: int, changes: int) -> Iterator[Row]:
    """All figures, one after the other; `folder` takes documents, settings and index."""
    settings = folder / "rolecall.yaml"
    settings.write_text(json.dumps({"documents": "documents", "index": "index"}), encoding="utf-8")
    say("making the model ready")
    run("-m", "bot.bench.worker", "export", str(settings))
    say("writing documents")
    write_documents(folder / "documents", count)
    time.sleep(CLEARLY / 1e9)  # younger files would be opened again
    say(f"indexing {count:,} documents")
    with Worker("builds", settings) as worker:
        embedded = worker.do(build="made up")["embedded"]
    assert worker.cost is not None
    yield f"first index of {count:,} documents, without embedding their {embedded:,} texts", _cost(worker.cost)
    file = folder / "documents" / next(documents(1))[0]
    with Worker("builds", settings) as worker:
        worker.do(build="real")
        changed = [_change(worker, file, number, changes) for number in range(1, changes + 1)]
        unchanged = [worker.do(build="real") for _ in range(changes)]
    yield "one of them changed: built and published, median", _median(changed, "seconds")
    yield "of which reading that file", _median(changed, "reading")
    yield "the same in CPU time, reading and embedding with it", _median(changed, "cpu")
    yield "nothing changed: built, median", _median(unchanged, "seconds")
    yield "`rolecall index` where nothing changed", _cost(run("-m", "bot.cli", "--settings", str(settings), "index"))


def _change(worker: Worker, file: Path, number: int, of: int) -> dict[str, float]:
    say(f"changing a document, {number} of {of}")
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\nThe duty officer has {number} keys.\n")
    done: dict[str, float] = worker.do(build="real", read=str(file))
    if (done["changed"], done["embedded"] > 0) != (1, True):
        raise BenchError(f"One document was changed, but the build found {done['changed']:g} changes.")
    return done


def _median(done: Sequence[dict[str, float]], what: str) -> str:
    values = sorted(each[what] for each in done)
    return f"{median(values):.2f} s ({values[0]:.2f} to {values[-1]:.2f} s)"


def _cost(cost: Cost) -> str:
    return f"{cost.wall_seconds:.1f} s, {cost.cpu_seconds:.1f} s CPU, {cost.peak_megabytes:.0f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.publishing", description="What publishing costs here.")
    parser.add_argument("--documents", type=int, default=10_000, help="how many documents are indexed")
    parser.add_argument("--changes", type=int, default=5, help="how often one of them is changed and published")
    options = parser.parse_args(arguments)
    print(machine())
    try:
        if min(options.documents, options.changes) < 1:
            raise BenchError("There is nothing to measure: name numbers above 0.")
        with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            for what, how_much in measure(Path(folder), options.documents, options.changes):
                say("")
                print(f"{what:<84}{how_much}", flush=True)
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
