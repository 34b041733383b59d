"""Builds that are killed at random moments; after each, the index has to load and be whole.

python -m tests.index.killed_builds FOLDER TIMES  prints how many were killed, and how many had published something new.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from index import live, snapshot
from index.contents import Contents
from tests.cpu_time import wait_for_work
from tests.index.library import TEXTS, contents_of


def publish_for_ever(contents: Contents, index: Path, first: int) -> None:
    """One new snapshot after another; what tells them apart is the name of a file that could not be read."""
    for number in count(first):
        live.publish(index, snapshot.write(replace(contents, skipped=((str(number), "empty"),)), index))


def main(index: Path, times: int) -> None:
    random.seed(11)
    contents = contents_of()
    live.publish(index, snapshot.write(contents, index))
    published = 0
    for time_of_kill in range(times):
        before = live.live_id(index)
        child = os.fork()
        if not child:
            publish_for_ever(contents, index, 1000 * time_of_kill)
        wait_for_work(child, random.uniform(0.001, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        loaded = snapshot.load(index)
        assert {*TEXTS} <= {document.path for document in loaded.contents.documents}
        assert all(passage.units for passage in loaded.contents.passages)
        published += loaded.id != before
    print(times, published)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
