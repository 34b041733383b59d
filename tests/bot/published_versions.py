"""Publishes one version after another, as another process beside a running server.

python -m tests.bot.published_versions INDEX FIRST LAST SECONDS  prints a line "NUMBER ID TIME" for each, TIME by the
clock that all processes share.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from index import candidate, live, publishing, snapshot
from index.building import building
from tests.index.library import TEXTS, contents_of

JOB = "jobs/gardener.txt"


def write_version(index: Path, number: int) -> str:
    """A snapshot in which the gardener reports to somebody else; its id."""
    changed = TEXTS[JOB].replace("Head of Grounds", f"Head of Grounds {number}")
    return snapshot.write(contents_of({**TEXTS, JOB: changed}), index)


def main(index: Path, first: int, last: int, seconds: float) -> None:
    for number in range(first, last + 1):
        base = live.live_id(index)
        with building(index):
            made = write_version(index, number)
            candidate.propose(index, made, base)
        publishing.publish_candidate(index, made)
        print(number, made, time.monotonic(), flush=True)
        time.sleep(seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
