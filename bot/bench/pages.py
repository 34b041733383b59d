"""How long the pages for auditors take: `python -m bot.bench.pages [--messages N] [--record URL] [--pages N]`.

Every page is asked for as a browser on this machine asks: through the gate, worked out, written down as read, made into
HTML. What is measured is the time until the last byte. The list and the charts are asked for by every kind of filter,
alone and in pairs, by values that are frequent, rare and in between; no address is asked for twice.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import select
from starlette.testclient import TestClient

from bot.bench.figures import machine
from bot.bench.filled import add_options, large_record
from bot.bench.processes import BenchError, run
from bot.bench.progress import say
from bot.main import open_pages
from bot.record import tables
from bot.record.database import Database
from bot.record.query import Filters, Queries
from bot.record.record import Record
from bot.record.reports.trends import GROUPS
from bot.settings import Settings, load_settings
from bot.web.app import web_app
from knowledge.errors import RolecallError

HERE = ("127.0.0.1", 50_000)
TOPICS = 8  # pages of topics: each puts up to 1,500 wordings together anew


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds that each page of a kind took, and CPU time of the whole process meanwhile."""

    name: str
    milliseconds: Sequence[float]
    cpu_milliseconds: Sequence[float]

    def __str__(self) -> str:
        taken, cpu = self.milliseconds, self.cpu_milliseconds
        return (
            f"{self.name:<34} median {median(taken):6.1f} ms   p95 {_p95(taken):6.1f} ms   "
            f"longest {max(taken):7.1f} ms   CPU p95 {_p95(cpu):6.1f} ms   of {len(taken)}"
        )


class Browser:
    """Asks for pages, and holds the watch."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def time(self, name: str, paths: Sequence[str]) -> Times:
        """Ask for these pages, one after the other.

        Raises:
            BenchError: one is not shown.
        """
        taken, cpu = [], []
        for number, path in enumerate(paths, start=1):
            say(f"{name}, {number} of {len(paths)}")
            began, busy = time.perf_counter(), time.process_time()
            page = self._client.get(f"/audit/{path}")
            taken.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - busy))
            if not page.is_success:
                raise BenchError(f"/audit/{path} answers {page.status_code}:\n{page.text}")
        return Times(name, taken, cpu)


def measure(database: Database, settings: Settings, count: int) -> Iterator[Times]:
    """The list and the charts by each kind of filter, then together; then the other pages.

    Args:
        settings: where the model is, for the pages of topics.
        count: pages of the list; of the charts as many.
    """
    app = web_app({"/audit": open_pages(settings, Record(database)).app})
    chosen = random.Random(1)
    asked = _queries(database)
    each = max(1, count // len(asked))
    picked = {name: _some(queries, each, chosen) for name, queries in asked.items()}
    with TestClient(app, "http://localhost", client=HERE) as client:
        browser = Browser(client)
        client.get("/audit/answers")  # reads what the fields suggest
        yield browser.time("the first page of trends", ["trends"])  # reads the columns
        yield browser.time("the first by each group", [f"trends?by={group}" for group in GROUPS])
        yield from _by_filter(browser, "the list", "answers?", picked)
        del picked["deep in the list"]
        yield from _by_filter(browser, "trends", "trends?", picked)
        groups = cycle(GROUPS)
        grouped = {name: [f"{query}&by={next(groups)}" for query in some] for name, some in picked.items()}
        yield from _by_filter(browser, "trends by group", "trends?", grouped)
        yield browser.time("a receipt", [f"answers/{number}" for number in _receipts(database, count // 4)])
        yield browser.time("to print, up to 500 answers", [f"print?{query}" for query in picked["outcome"]])
        some = ["", *(f"surface={surface}" for surface in ("slack", "teams", "terminal"))]
        yield browser.time("documents", [f"documents?{query}" for query in some])
        for page in ("asked", "unanswered"):
            queries = [*some, *picked["outcome"]][:TOPICS]
            yield browser.time(f"{page}, the first", [f"{page}?verdict=none"])
            yield browser.time(page, [f"{page}?{query}" for query in queries])


def _by_filter(browser: Browser, name: str, path: str, picked: Mapping[str, Sequence[str]]) -> Iterator[Times]:
    taken: list[float] = []
    cpu: list[float] = []
    for filters, queries in picked.items():
        times = browser.time(f"{name}: {filters}", [path + query for query in queries])
        yield times
        taken += times.milliseconds
        cpu += times.cpu_milliseconds
    yield Times(f"{name.upper()}, ANY FILTER", taken, cpu)


def _queries(database: Database) -> Mapping[str, Sequence[str]]:
    """Name of a filter, or of a pair -> addresses that ask for it."""
    values = _values(database)
    asked = {"no filter": [""], "deep in the list": [f"before={1 + number * 1_000}" for number in range(1, 40)]}
    asked |= {name: [f"{name}={value}" for value in some] for name, some in values.items()}
    for one, other in combinations(values, 2):
        asked[f"{one}, {other}"] = [f"{one}={a}&{other}={b}" for a in values[one][:8] for b in values[other][:8]]
    return asked


def _values(database: Database) -> Mapping[str, Sequence[str]]:
    queries = Queries(database)
    shown = queries.page(Filters(), limit=30).messages
    words = [word.strip("?.,") for each in shown for word in (each.question or "").split()]
    with database.read() as connection:
        people = connection.execute(select(tables.people.c.pseudonym).limit(2_000)).scalars().all()
    values: dict[str, Sequence[str]] = {
        "text": list(dict.fromkeys(words)),
        "since": ["2025-12-01", "2025-06-01", "2024-01-01", "2023-01-01"],
        "until": ["2025-12-01", "2025-06-01", "2024-01-01", "2023-02-01"],
        "outcome": ["answered", "not_found", "clarify", "refused", "chat", "failed"],
        "surface": ["slack", "teams", "terminal"],
        "feedback": ["helpful", "not_helpful", "none"],
        "verdict": ["right", "wrong", "outdated", "should_not_have_answered", "none"],
        "role": queries.values("role"),
        "document": queries.values("document"),
        "section": queries.values("section"),
        "person": people,
    }
    chosen = random.Random(2)
    return {name: chosen.sample(some, len(some)) for name, some in values.items() if some}


def _some(things: Sequence[str], most: int, chosen: random.Random) -> Sequence[str]:
    return things if len(things) <= most else chosen.sample(things, most)


def _receipts(database: Database, count: int) -> Sequence[str]:
    messages = tables.messages
    with database.read() as connection:
        last = connection.execute(select(messages.c.id).order_by(messages.c.id.desc()).limit(1)).scalar_one()
        ids = random.Random(3).choices(range(1, last + 1), k=max(1, count))
        return connection.execute(select(messages.c.receipt).where(messages.c.id.in_(ids))).scalars().all()


def _p95(milliseconds: Sequence[float]) -> float:
    return quantiles(milliseconds, n=20, method="inclusive")[-1] if len(milliseconds) > 1 else milliseconds[0]


def _settings(folder: Path) -> Settings:
    """Of an installation without documents, its model made ready."""
    file = folder / "rolecall.yaml"
    file.write_text('{"documents": ".", "index": "index"}', encoding="utf-8")
    run("-m", "bot.bench.worker", "export", str(file))
    return load_settings(file, {})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.pages", description="What the pages take here.")
    add_options(parser)
    parser.add_argument("--pages", type=int, default=400, help="how many pages of the list, and of trends, about")
    options = parser.parse_args(arguments)
    gc.set_threshold(50_000)  # as the `rolecall` command has it
    print(machine())
    try:
        with large_record(options) as url, TemporaryDirectory(prefix="rolecall-bench-") as folder:
            say("making the model ready")
            settings = _settings(Path(folder))
            database = Database.open(url)
            for times in measure(database, settings, options.pages):
                say("")
                print(times, flush=True)
            database.close()
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
