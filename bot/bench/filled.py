"""The large record that the benchmarks share: one that is there, or one made for them."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bench.many_messages import fill
from bot.bench.processes import BenchError
from bot.bench.progress import say
from bot.record.database import Database


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--messages` and `--record`."""
    parser.add_argument("--messages", type=int, default=50_000, help="how many messages the record has that is made")
    parser.add_argument("--record", help="address of a record in place of one made; what is looked at is noted in it")


@contextmanager
def large_record(options: argparse.Namespace) -> Iterator[str]:
    """The address of the record.

    Raises:
        BenchError: it would have too few messages to choose filters from.
    """
    if options.record:
        yield options.record
        return
    if options.messages < 1_000:
        raise BenchError("A record of fewer than 1,000 messages is not worth measuring.")
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        url = f"sqlite:///{(Path(folder) / 'many.sqlite').absolute()}"
        database = Database.open(url)
        fill(database, options.messages, lambda done, of: say(f"making a record, {done:,} of {of:,} messages"))
        database.close()
        yield url
