"""What becomes of a disk that fills up: nothing that is live.

python -m tests.index.full_disk FOLDER  works in a folder that is a small file system of its own; prints how often the
disk was too full for what was tried, and for how much of it there was room.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from index import candidate, keeping, live, publishing, snapshot
from index.building import building
from index.contents import Contents
from index.loading import load_live
from tests.index.library import TEXTS, contents_of

LEAVE = "policies/leave.md"


def version(number: int) -> Contents:
    return contents_of({**TEXTS, LEAVE: TEXTS[LEAVE].replace("16 weeks", f"{number} weeks")})


def fill(folder: Path, free: int) -> None:
    """Leave so many bytes of the disk, or a few fewer."""
    stat = os.statvfs(folder)
    with (folder / "filling").open("wb") as file:
        file.write(bytes(max(0, stat.f_bavail * stat.f_frsize - free)))


def attempts(index: Path, number: int) -> list[Callable[[], object]]:
    """What is tried in turn."""
    made = version(number)

    def build() -> None:
        with building(index):
            candidate.propose(index, snapshot.write(made, index), live.live_id(index))

    def publish() -> None:
        waiting = candidate.read_candidate(index)
        if waiting is not None:
            publishing.publish_candidate(index, waiting.snapshot)

    def back() -> None:
        now = live.read_live(index)
        if now.earlier:
            publishing.roll_back(index, now.earlier[0])

    def withdraw() -> None:
        if LEAVE in live.read_live(index).withdrawn:
            publishing.reinstate(index, LEAVE)
        else:
            publishing.withdraw(index, LEAVE, "wrong")

    return [build, publish, back, withdraw]


def main(folder: Path) -> None:
    index = folder / "index"
    live.publish(index, snapshot.write(version(20), index))
    too_full = done = 0
    for number, free in enumerate(range(0, 200_000, 4096), start=30):
        fill(folder, free)
        for attempt in attempts(index, number):
            before = live.read_live(index)
            try:
                attempt()
                done += 1
            except OSError as problem:
                assert problem.errno == errno.ENOSPC, problem
                too_full += 1
                assert live.read_live(index) == before
            loaded = load_live(index)
            assert not loaded.fell_back, loaded.fell_back
            assert loaded.snapshot.id == live.live_id(index)
            assert {*TEXTS} == {*loaded.snapshot.contents.document_by_path}
        keeping.clear_away(index, keeping.expendable(index, 2), 2)
        (folder / "filling").unlink()
    for attempt in attempts(index, 90):  # with room again, all goes on
        attempt()
    print(too_full, done)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
