"""How long the pages for auditors take over a record of any size: python -m bot.bench.pages URL

Every kind of filter, alone and in pairs, by values that are frequent, rare and in between; each page is asked for as a
browser asks, written into the record as read, and made into HTML. What is measured is the time until the last byte.
`bot.bench.many_messages` makes such a record.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from bot.record import tables
from bot.record.database import Database
from bot.record.query import Filters, Queries
from bot.record.record import Record
from bot.web.audit.app import pages
from bot.web.audit.gate import LoopbackGate
from bot.web.audit.rendering import Renderer

PAGES = 400
HERE = ("127.0.0.1", 50_000)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds that a kind of page took, in order."""

    name: str
    milliseconds: Sequence[float]

    def __str__(self) -> str:
        median = statistics.median(self.milliseconds)
        p95 = self.milliseconds[min(len(self.milliseconds) - 1, int(0.95 * len(self.milliseconds)))]
        longest, count = self.milliseconds[-1], len(self.milliseconds)
        return f"{self.name:<28} median {median:6.1f} ms   p95 {p95:6.1f} ms   longest {longest:7.1f} ms   of {count}"


def measure(database: Database, count: int = PAGES) -> Iterator[Times]:
    """The list with each kind of filter, then all together; then receipts."""
    routes = pages(Record(database), Renderer("UTC"), lambda _: {})
    app = Starlette(routes=[Mount("/audit", routes=routes, middleware=[Middleware(LoopbackGate)])])
    with TestClient(app, "http://localhost", client=HERE) as client:
        queries = _queries(database)
        client.get("/audit/answers")  # the first page reads what the fields suggest
        everything: list[float] = []
        chosen = random.Random(1)
        for name, asked in queries.items():
            taken = [_get(client, f"/audit/answers?{query}") for query in _some(asked, count // len(queries), chosen)]
            everything += taken
            yield Times(name, sorted(taken))
        yield Times("the list, all filters", sorted(everything))
        numbers = _some(_receipts(database), count // 4, chosen)
        yield Times("a receipt", sorted(_get(client, f"/audit/answers/{number}") for number in numbers))


def _get(client: TestClient, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    answer.raise_for_status()
    return 1000 * (time.perf_counter() - began)


def _some(things: Sequence[str], most: int, chosen: random.Random) -> Sequence[str]:
    return things if len(things) <= most else chosen.sample(things, most)


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
    words = [word.strip("?.,") for each in queries.page(Filters(), limit=30).messages for word in _of(each.question)]
    with database.read() as connection:
        people = connection.execute(select(tables.people.c.pseudonym).limit(2_000)).scalars().all()
    values: dict[str, Sequence[str]] = {
        "text": words,
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


def _of(question: str | None) -> Sequence[str]:
    return (question or "").split()


def _receipts(database: Database) -> Sequence[str]:
    messages = tables.messages
    with database.read() as connection:
        last = connection.execute(select(messages.c.id).order_by(messages.c.id.desc()).limit(1)).scalar_one()
        ids = random.Random(3).choices(range(1, last + 1), k=PAGES)
        return connection.execute(select(messages.c.receipt).where(messages.c.id.in_(ids))).scalars().all()


def main(url: str) -> None:
    for times in measure(Database.open(url)):
        print(times, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
