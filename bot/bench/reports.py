"""Reports and exports of a large record: `python -m bot.bench.reports [--messages N] [--filled FILE]`.

Trends are asked for with every kind of filter, each for the first time, as nobody asks the same twice in a row. Exports
run in processes of their own, whose peak of memory is the system's figure for them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bot.bench.figures import machine
from bot.bench.many_messages import fill
from bot.bench.processes import BenchError, Cost, run
from bot.bench.progress import say
from bot.record.database import Database
from bot.record.export.exporting import Export
from bot.record.export.formats import FORMATS, Format
from bot.record.query import Filters, Queries
from bot.record.record import Record
from bot.record.reports import chart
from bot.record.reports.columns import Columns
from bot.record.reports.sources import sources
from bot.record.reports.trends import GROUPS, trends
from knowledge.errors import RolecallError


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Times are in seconds."""

    messages: int
    loaded: float  # reading the columns, once for each process
    grouped: float  # and what each answer is about, when it is first asked for
    trends: Sequence[float]  # by one filter after the other
    by_group: Sequence[float]
    drawn: Sequence[float]  # one chart
    documents: float
    exports: dict[Format, Cost]


def measure(file: Path) -> ReportFigures:
    """All figures, of a record that is there."""
    exports = {}
    for named in FORMATS:  # first: until it runs a program of its own, a process counts the memory of its parent
        say(f"exporting as {named}")
        exports[named] = run("-m", "bot.bench.reports", "--export", named, "--filled", str(file.absolute()))
    database = Database.open(f"sqlite:///{file.absolute()}")
    columns = Columns(database)
    loaded = _seconds(lambda: _view(columns))
    whole = trends(columns, Filters(), "month")
    say("reading what each answer is about")
    grouped = _seconds(lambda: [trends(columns, Filters(), "month", by) for by in GROUPS])
    by_filter, by_group, drawn = [], [], []
    chosen = list(_filters(Queries(database)))
    for number, filters in enumerate(chosen, start=1):
        say(f"trends, {number} of {len(chosen)}")
        by_filter.append(_seconds(partial(trends, columns, filters)))
        by_group.append(_seconds(partial(trends, columns, filters, by=GROUPS[number % len(GROUPS)])))
    for by in (None, *GROUPS):  # the month is what three years are shown by
        found = trends(columns, Filters(), "month", by)
        drawn += [_seconds(partial(chart.draw, found, what)) for what in chart.DRAWN]
    sources(columns, Filters(), None)
    documents = _seconds(lambda: sources(columns, Filters(surface="slack"), None))
    database.close()
    return ReportFigures(whole.all.whole.questions, loaded, grouped, by_filter, by_group, drawn[1:], documents, exports)


def _filters(queries: Queries) -> Iterator[Filters]:
    """Every kind, alone and with others; frequent and rare ones."""
    shown = queries.page(Filters(), limit=200).messages
    when = shown[-1].received_at
    yield from (Filters(outcome=outcome) for outcome in ("answered", "not_found", "clarify", "refused", "failed"))
    yield from (Filters(surface=surface) for surface in ("slack", "teams", "terminal"))
    yield from (Filters(feedback=feedback) for feedback in ("helpful", "not_helpful", "none"))
    yield from (Filters(verdict=verdict) for verdict in ("right", "wrong", "outdated", "none"))
    yield from (Filters(document=document) for document in dict.fromkeys(d for each in shown for d in each.documents))
    yield from (Filters(section=section) for section in queries.values("section", 20))
    yield from (Filters(role=role) for role in queries.values("role", 20))
    words = dict.fromkeys(word for each in shown[:20] for word in (each.question or "").strip("?").split())
    yield from (Filters(text=word) for word in list(words)[:40])
    yield from (Filters(person=person) for person in dict.fromkeys(each.person for each in shown[:20]))
    yield from (Filters(since=when - timedelta(days=days), until=when) for days in (1, 30, 90, 365))
    yield Filters()
    yield Filters(outcome="answered", surface="slack", feedback="helpful", since=when - timedelta(days=365))


def export(file: Path, named: Format) -> None:
    """Export everything to nowhere."""
    record = Record(Database.open(f"sqlite:///{file.absolute()}"))
    with Path(os.devnull).open("wb") as nowhere:
        for piece in Export(record, Filters(), named, None, "bench"):
            nowhere.write(piece)
    record.close()


def rows(figures: ReportFigures) -> Sequence[tuple[str, str]]:
    """What, and how much of it."""
    of = f"of {figures.messages:,} messages"
    return (
        (f"reading the columns {of}, once for each process", f"{figures.loaded:.1f} s"),
        ("and what each answer is about, when first grouped by it", f"{figures.grouped:.1f} s"),
        (f"trends {of} by any filter, median (95th percentile)", _milliseconds(figures.trends)),
        ("the same group by group", _milliseconds(figures.by_group)),
        ("drawing one chart", _milliseconds(figures.drawn)),
        (f"documents and sections {of}", f"{1000 * figures.documents:.0f} ms"),
        *(
            (
                f"exporting {of} as {named}",
                f"{figures.messages / cost.wall_seconds:,.0f} a second, {cost.peak_megabytes:.0f} MB at the peak",
            )
            for named, cost in figures.exports.items()
        ),
    )


def _view(columns: Columns) -> None:
    with columns.view():
        pass


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _milliseconds(seconds: Sequence[float]) -> str:
    whole = [1000 * each for each in seconds]
    return f"{median(whole):.0f} ms ({quantiles(whole, n=20, method='inclusive')[-1]:.0f} ms)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.reports", description="What reports cost here.")
    parser.add_argument("--messages", type=int, default=50_000, help="how many messages the record has")
    parser.add_argument("--filled", type=Path, help="an SQLite record, in place of one made for it; it is noted in it")
    parser.add_argument("--export", choices=FORMATS, help="only export --filled, for measuring the process")
    options = parser.parse_args(arguments)
    if options.export:
        export(options.filled, options.export)
        return 0
    before = machine()
    try:
        if options.messages < 1_000:
            raise BenchError("Reports on fewer than 1,000 messages are not worth measuring.")
        with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            file = options.filled or Path(folder) / "many.sqlite"
            if options.filled is None:
                say(f"making a record of {options.messages:,} messages")
                fill(Database.open(f"sqlite:///{file.absolute()}"), options.messages)
            figures = measure(file)
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    say("")
    print(before)
    for what, how_much in rows(figures):
        print(f"{what:<72}{how_much}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
