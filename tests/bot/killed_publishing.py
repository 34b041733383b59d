"""Admins that are killed at random moments, and what must hold after each.

A child process does what admins do: it changes a document, builds, publishes or discards, goes back, withdraws and
reinstates, each noted in a record, old snapshots cleared away. It is killed at a random moment. Then:

- what is live loads, is whole, and is what was live before or what the child had decided;
- every snapshot that is there is whole, and so is the candidate;
- the record holds, and each decision in it was begun before it was done.

python -m tests.bot.killed_publishing FOLDER TIMES  prints kills, decisions done, decisions begun and not done.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.publishing import Publishing
from bot.record.database import Database
from bot.record.message import Person
from bot.record.record import Record
from bot.record.tables import entries
from bot.record.verify import verify
from bot.snapshot_settings import SnapshotSettings
from index import keeping, live, snapshot
from index.build import build
from index.building import building
from index.candidate import read_candidate
from index.contents import Contents
from index.errors import NotWithdrawn
from index.loading import load_live
from knowledge.catalogue import Catalogue, load_catalogue
from tests.cpu_time import wait_for_work
from tests.index.library import TEXTS, contents_of, write_texts
from tests.word_embedder import WordEmbedder

LEAVE = "policies/leave.md"
SWITCHES = ("published", "rolled_back")
DECISIONS = (*SWITCHES, "withdrawn", "reinstated", "discarded")
KEEP = 3
VERIFIED_EVERY = 20  # kills


def open_publishing(index: Path, record: Record) -> Publishing:
    person = Person("terminal", "test", "ada")
    return Publishing(index, SnapshotSettings(keep=KEEP), person, lambda: record, lambda _: None, record_required=True)


def version(number: int) -> dict[str, str]:
    return {**TEXTS, LEAVE: TEXTS[LEAVE].replace("16 weeks", f"{number} weeks")}


def decide_for_ever(
    folder: Path, url: str, seed: int, made: Sequence[Contents], catalogue: Catalogue, is_ready: int
) -> None:
    """
    Args:
        made: contents that need no building, which takes most of the time.
        is_ready: the end of a pipe, which is told when there is something to kill.
    """
    chosen = random.Random(seed)
    index, documents = folder / "index", folder / "documents"
    publishing = open_publishing(index, Record(Database.open(url)))
    os.write(is_ready, b"!")
    while True:
        with building(index):
            base = live.live_id(index)
            if chosen.random() < 0.2:
                write_texts(documents, version(1000 + chosen.randrange(1000)))
                snapshot_id = build(documents, index, WordEmbedder(), catalogue).snapshot
            else:
                snapshot_id = snapshot.write(chosen.choice(made), index)
            if snapshot_id != base:
                publishing.propose(snapshot_id, base)
        for _ in range(chosen.randrange(1, 6)):
            decide(index, publishing, chosen)


def decide(index: Path, publishing: Publishing, chosen: random.Random) -> None:
    candidate, now = read_candidate(index), live.read_live(index)
    match chosen.randrange(6):
        case 0 | 1 if candidate is not None and candidate.base == now.snapshot:
            publishing.publish(candidate.snapshot)
        case 2 if candidate is not None:
            publishing.discard()
        case 3 if now.earlier:
            publishing.roll_back(now.earlier[0])
        case 4:
            with suppress(NotWithdrawn):
                publishing.withdraw(LEAVE, "wrong")
        case 5 if LEAVE in now.withdrawn:
            publishing.reinstate(LEAVE)


def noted(database: Database) -> list[tuple[str, dict[str, Any]]]:
    with database.read() as connection:
        rows = connection.execute(select(entries.c.kind, entries.c.body).order_by(entries.c.seq)).all()
    return [(row.kind, json.loads(row.body)) for row in rows]


def look(index: Path, database: Database) -> None:
    """What must hold whenever the child was killed."""
    loaded = load_live(index, "words")
    assert not loaded.fell_back, loaded.fell_back
    assert set(loaded.snapshot.contents.document_by_path) == set(TEXTS)
    assert loaded.live.withdrawn <= {LEAVE}
    for each in keeping.kept(index):
        assert not each.problem, (each.name, each.problem)
    candidate = read_candidate(index)
    assert candidate is None or (index / "snapshots" / candidate.snapshot).is_dir()
    may_be_live: set[str] = set()
    for kind, body in noted(database):
        if kind in SWITCHES:
            may_be_live = {body["snapshot"]}
        elif kind == "deciding" and body["kind"] in SWITCHES:
            may_be_live.add(body["snapshot"])
    assert loaded.snapshot.id in may_be_live


def count_decisions(steps: Sequence[tuple[str, dict[str, Any]]]) -> Counter[str]:
    """How many were done, and how many only begun; each that was done had been begun just before."""
    found: Counter[str] = Counter()
    begun: dict[str, Any] | None = None
    for kind, body in steps:
        if kind == "deciding":
            found["only begun"] += begun is not None
            begun = body
        elif kind in DECISIONS or kind == "refused":
            expected = body if kind == "refused" else {"kind": kind, **body}
            assert begun is not None
            assert begun.items() <= expected.items()
            begun = None
            found["done"] += kind != "refused"
    found["only begun"] += begun is not None
    return found


def main(folder: Path, times: int) -> None:
    chosen = random.Random(11)
    index, documents = folder / "index", write_texts(folder / "documents")
    url = f"sqlite:///{folder / 'record.sqlite'}"
    record, catalogue = Record(Database.open(url)), load_catalogue(None)
    open_publishing(index, record).propose(build(documents, index, WordEmbedder(), catalogue).snapshot)
    record.close()
    made = [contents_of(version(number)) for number in range(20, 30)]
    for kill in range(1, times + 1):
        waits, is_ready = os.pipe()
        child = os.fork()
        if not child:
            decide_for_ever(folder, url, kill, made, catalogue, is_ready)
        os.close(is_ready)
        assert os.read(waits, 1) == b"!"
        os.close(waits)
        wait_for_work(child, chosen.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        database = Database.open(url)
        look(index, database)
        if kill % VERIFIED_EVERY == 0 or kill == times:
            assert verify(database).first_bad is None
        database.close()
    last = Database.open(url)
    keeping.clear_away(index, keeping.expendable(index, KEEP), KEEP)
    left = {each.name for each in (index / "snapshots").iterdir()}
    assert left <= {each.name for each in keeping.kept(index)}
    assert len(left) <= KEEP + 2  # what would be gone back to, and the candidate
    decisions = count_decisions(noted(last))
    print(times, decisions["done"], decisions["only begun"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
