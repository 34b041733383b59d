"""What the record costs on this machine: `python -m bot.bench.record [--messages N] [--record URL] [--asked N]`.

Receiving and recording wait for the disk twice, so the disk's own time for two syncs is measured beside them.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bot.answers.answer import Answer, Citation, Question
from bot.bench.figures import machine
from bot.bench.filled import add_options, large_record
from bot.bench.processes import BenchError
from bot.bench.progress import say
from bot.record.database import Database
from bot.record.message import Incoming, Person, Provenance
from bot.record.record import Record
from bot.record.verify import verify
from knowledge.errors import RolecallError

_QUOTE = "Parents take 16 weeks of paid leave, all of it within the first year after the birth."
_ANSWER = Answer(
    "answered",
    f"• {_QUOTE}",
    "passage",
    tuple(
        Citation(
            "policies/leave.md", "Leave", ("Leave", name), _QUOTE, line, version="ab" * 32, start=line, end=line + 85
        )
        for line, name in enumerate(("Parental leave", "Birth"), start=1)
    ),
    confidence=0.9,
    threshold=0.75,
    roles=("Library Assistant",),
    snapshot="0123456789ab",
)
_CODE = Provenance("0.1.0+12345678", "all-MiniLM-L6-v2@12345678 reader@12345678")


@dataclass(frozen=True, slots=True)
class RecordFigures:
    """Times are in seconds."""

    recorded: Sequence[float]  # receiving a message and recording its answer
    recorded_cpu: Sequence[float]  # CPU time of the same
    synced: Sequence[float]  # two appends of as many bytes to a file, each synced
    entries: int
    verified_seconds: float  # wall clock
    verified_cpu_seconds: float


def measure(folder: Path, url: str, asked: int) -> RecordFigures:
    """All figures; messages are recorded one by one in `folder`, and `url` is what is verified."""
    recorded, recorded_cpu = _recorded(folder / "asked.sqlite", asked)
    many = Database.open(url)
    say("verifying")
    cpu = time.process_time()
    verified = verify(many)
    cpu = time.process_time() - cpu
    many.close()
    if verified.first_bad is not None:
        raise BenchError(f"The record is not as it was written: {verified.first_bad}")
    return RecordFigures(
        recorded, recorded_cpu, _synced(folder / "synced", asked), verified.entries, verified.seconds, cpu
    )


def _recorded(file: Path, times: int) -> tuple[list[float], list[float]]:
    """Seconds by the clock, and of CPU time."""
    record = Record(Database.open(f"sqlite:///{file.absolute()}"))
    seconds, of_cpu = [], []
    warming = 20
    for number in range(warming + times):
        say(f"recording, {number + 1} of {warming + times}")
        person = Person("slack", "T1", f"U{number % 200}")
        question = Question(f"How long is parental leave for the {number}th child?")
        incoming = Incoming("slack", "T1", "C1", str(number), person, question, str(number))
        began, cpu = time.perf_counter(), time.process_time()
        claim = record.receive(incoming, worker="bench").claim
        assert claim is not None
        record.answered(claim, _ANSWER, 12.5, _CODE, posting_to=["C1"])
        seconds.append(time.perf_counter() - began)
        of_cpu.append(time.process_time() - cpu)
        record.posted(claim, ["C1"])
    record.close()
    return seconds[warming:], of_cpu[warming:]


def _synced(file: Path, times: int) -> list[float]:
    seconds = []
    opened = os.open(file, os.O_WRONLY | os.O_CREAT)
    for _ in range(times):
        began = time.perf_counter()
        for _ in range(2):
            os.write(opened, bytes(40_000))
            os.fdatasync(opened)
        seconds.append(time.perf_counter() - began)
    os.close(opened)
    return seconds


def rows(figures: RecordFigures) -> Sequence[tuple[str, str]]:
    """What, and how much of it."""
    recorded, synced = _milliseconds(figures.recorded), _milliseconds(figures.synced)
    return (
        ("receiving a message and recording its answer, median (95th percentile)", recorded),
        ("of which CPU time", _milliseconds(figures.recorded_cpu)),
        ("of which the disk takes for two syncs, about", synced),
        (f"entries verified per second, of {figures.entries:,}", f"{figures.entries / figures.verified_seconds:,.0f}"),
        ("the same per second of CPU time", f"{figures.entries / figures.verified_cpu_seconds:,.0f}"),
    )


def _milliseconds(seconds: Sequence[float]) -> str:
    whole = [1000 * each for each in seconds]
    high = quantiles(whole, n=20, method="inclusive")[-1] if len(whole) > 1 else whole[0]
    return f"{median(whole):.2f} ms ({high:.2f} ms)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.record", description="What the record costs here.")
    add_options(parser)
    parser.add_argument("--asked", type=int, default=300, help="how many messages are received and recorded")
    options = parser.parse_args(arguments)
    gc.set_threshold(50_000)  # as the `rolecall` command has it
    before = machine()
    try:
        if options.asked < 1:
            raise BenchError("There is nothing to measure: name a number above 0.")
        with large_record(options) as url, tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            figures = measure(Path(folder), url, options.asked)
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    say("")
    print(before)
    for what, how_much in rows(figures):
        print(f"{what:<76}{how_much:>24}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
