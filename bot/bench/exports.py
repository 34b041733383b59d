"""Exports of a large record: `python -m bot.bench.exports [--messages N] [--record URL]`.

Each runs in a process of its own, whose peak of memory is the system's figure for it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.bench.figures import machine
from bot.bench.filled import add_options, large_record
from bot.bench.processes import run
from bot.bench.progress import say
from bot.record.database import Database
from bot.record.export.exporting import Export
from bot.record.export.formats import FORMATS, Format
from bot.record.query import Filters
from bot.record.record import Record
from knowledge.errors import RolecallError


def measure(url: str) -> Iterator[tuple[str, str]]:
    """What, and how much of it, one format after the other."""
    database = Database.open(url)
    messages = Record(database).head().messages
    database.close()
    for named in FORMATS:
        say(f"exporting as {named}")
        cost = run("-m", "bot.bench.exports", "--export", named, "--record", url)
        rate = f"{messages / cost.wall_seconds:,.0f} a second"
        of_cpu = f"{messages / cost.cpu_seconds:,.0f} a second of CPU time"
        yield (
            f"exporting {messages:,} messages as {named}",
            f"{rate}, {of_cpu}, {cost.peak_megabytes:.0f} MB at the peak",
        )


def export(url: str, named: Format) -> None:
    """Export everything to nowhere."""
    record = Record(Database.open(url))
    with Path(os.devnull).open("wb") as nowhere:
        for piece in Export(record, Filters(), named, None, "bench"):
            nowhere.write(piece)
    record.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.exports", description="What exports cost here.")
    add_options(parser)
    parser.add_argument("--export", choices=FORMATS, help="only export --record, for measuring the process")
    options = parser.parse_args(arguments)
    if options.export:
        export(options.record, options.export)
        return 0
    print(machine())
    try:
        with large_record(options) as url:
            for what, how_much in measure(url):
                say("")
                print(f"{what:<44}{how_much}", flush=True)
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
