"""What the record costs on this machine: `python -m bot.bench.record [--messages N] [--asked N]`.

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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bot.answers.answer import Answer, Citation, Question
from bot.bench.figures import machine
from bot.bench.many_messages import fill
from bot.bench.processes import BenchError
from bot.bench.progress import say
from bot.record.database import Database
from bot.record.message import Incoming, Person, Provenance
from bot.record.query import Filters, Queries
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
    messages: int
    entries: int
    verified_seconds: float  # wall clock
    verified_cpu_seconds: float
    pages: Sequence[float]  # one page of the list, by one filter after the other


def measure(folder: Path, messages: int, asked: int, filled: Path | None = None) -> RecordFigures:
    """All figures.

    Args:
        filled: a record that is there already, for what is measured on many messages.
    """
    recorded, recorded_cpu = _recorded(folder / "asked.sqlite", asked)
    many = Database.open(f"sqlite:///{(filled or folder / 'many.sqlite').absolute()}")
    if filled is None:
        say(f"making a record of {messages:,} messages")
        fill(many, messages)
    say("verifying")
    cpu = time.process_time()
    verified = verify(many)
    cpu = time.process_time() - cpu
    if verified.first_bad is not None:
        raise BenchError(f"The record is not as it was written: {verified.first_bad}")
    pages = _pages(Queries(many))
    many.close()
    return RecordFigures(
        recorded,
        recorded_cpu,
        _synced(folder / "synced", asked),
        verified.head.messages,
        verified.entries,
        verified.seconds,
        cpu,
        pages,
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


def _pages(queries: Queries) -> list[float]:
    """The first page by every filter, alone and with others, rare ones among them."""
    shown = queries.page(Filters(), limit=100).messages
    when = shown[-1].received_at if shown else datetime.now(UTC)
    words = [word for each in shown[:20] for word in (each.question or "").strip("?").split()]
    filters = [
        Filters(),
        *(Filters(outcome=outcome) for outcome in ("answered", "not_found", "clarify", "refused", "failed")),
        *(Filters(surface=surface) for surface in ("slack", "teams", "terminal")),
        *(Filters(feedback=feedback) for feedback in ("helpful", "not_helpful", "none")),
        *(Filters(verdict=verdict) for verdict in ("right", "wrong", "outdated", "none")),
        *(Filters(document=document) for each in shown[:20] for document in each.documents),
        *(Filters(section=section) for section in queries.values("section", 20)),
        *(Filters(role=role) for role in queries.values("role", 20)),
        *(Filters(text=word) for word in words[:60]),
        *(Filters(person=each.person) for each in shown[:20]),
        *(Filters(since=when - timedelta(days=days), until=when) for days in (1, 30, 365)),
        Filters(outcome="refused", feedback="not_helpful", verdict="wrong"),
        Filters(outcome="failed", feedback="helpful"),
        *(Filters(text=word, outcome="clarify", verdict="wrong") for word in words[:10]),
        *(Filters(document=document, verdict="outdated") for each in shown[:10] for document in each.documents),
    ]
    seconds = []
    for number, each in enumerate(filters, start=1):
        say(f"listing, {number} of {len(filters)}")
        began = time.perf_counter()
        queries.page(each)
        seconds.append(time.perf_counter() - began)
    return seconds


def rows(figures: RecordFigures) -> Sequence[tuple[str, str]]:
    """What, and how much of it."""
    recorded, synced, pages = (_milliseconds(each) for each in (figures.recorded, figures.synced, figures.pages))
    return (
        ("receiving a message and recording its answer, median (95th percentile)", recorded),
        ("of which CPU time", _milliseconds(figures.recorded_cpu)),
        ("of which the disk takes for two syncs, about", synced),
        (f"entries verified per second, of {figures.entries:,}", f"{figures.entries / figures.verified_seconds:,.0f}"),
        ("the same per second of CPU time", f"{figures.entries / figures.verified_cpu_seconds:,.0f}"),
        (f"a page of the list by any filter, of {figures.messages:,} messages", pages),
    )


def _milliseconds(seconds: Sequence[float]) -> str:
    whole = [1000 * each for each in seconds]
    high = quantiles(whole, n=20, method="inclusive")[-1] if len(whole) > 1 else whole[0]
    return f"{median(whole):.2f} ms ({high:.2f} ms)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.record", description="What the record costs here.")
    parser.add_argument("--messages", type=int, default=50_000, help="how many messages are listed and verified")
    parser.add_argument("--asked", type=int, default=300, help="how many messages are received and recorded")
    parser.add_argument("--filled", type=Path, help="an SQLite record to list and verify, in place of one made for it")
    options = parser.parse_args(arguments)
    gc.set_threshold(50_000)  # as the `rolecall` command has it
    before = machine()
    try:
        if min(options.messages, options.asked) < 1:
            raise BenchError("There is nothing to measure: name numbers above 0.")
        with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            figures = measure(Path(folder), options.messages, options.asked, options.filled)
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
