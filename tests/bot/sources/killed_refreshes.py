"""Refreshes that are killed at random moments; after each, the mirror has to be whole at one revision.

python -m tests.bot.sources.killed_refreshes FOLDER TIMES  prints how many were killed, and how many left a change
decided that the next run carried out.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from itertools import count
from pathlib import Path

from bot.sources.filesystem import FileSystemRemote
from bot.sources.mirror import Mirror
from bot.sources.source import Source
from bot.sources.state import PENDING
from knowledge.readers.limits import DEFAULT_LIMITS
from tests.cpu_time import wait_for_work

FILES = 12


def write_revision(folder: Path, number: int) -> None:
    """Every file says which revision it is of; which files there are changes as well, some into folders."""
    shutil.rmtree(folder, ignore_errors=True)
    for file in range(FILES):
        name = f"{file}.md" if (file + number) % 3 else f"{file}.md/{file}.md" if number % 2 else f"x/{file}.md"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# Revision {number}\n")


def revision_of(files: Path) -> str:
    """What all files of the mirror say; they have to agree."""
    said = {file.read_text() for file in files.rglob("*") if file.is_file()}
    assert len(said) == 1, said
    assert sum(file.is_file() for file in files.rglob("*")) == FILES
    return said.pop()


def refresh(source: Source, index: Path) -> None:
    Mirror(source, index).refresh(lambda scratch: FileSystemRemote(source, DEFAULT_LIMITS), DEFAULT_LIMITS)


def refresh_for_ever(source: Source, index: Path, remote: Path, first: int) -> None:
    for number in count(first):
        write_revision(remote, number)
        refresh(source, index)


def main(folder: Path, times: int) -> None:
    random.seed(11)
    remote, index = folder / "remote", folder / "index"
    source = Source("hr", f"file://{remote}")
    write_revision(remote, 0)
    refresh(source, index)
    mirror = Mirror(source, index)
    carried_out = 0
    for kill in range(times):
        child = os.fork()
        if not child:
            refresh_for_ever(source, index, remote, 1000 * (kill + 1))
        wait_for_work(child, random.uniform(0.001, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        carried_out += (mirror.folder / PENDING).exists()
        shutil.rmtree(remote, ignore_errors=True)
        refresh(source, index)  # the source is gone: what is there has to do
        assert mirror.state.why
        before = revision_of(mirror.files)
        write_revision(remote, 1000 * kill + 999)
        refresh(source, index)
        assert revision_of(mirror.files) == f"# Revision {1000 * kill + 999}\n" != before
    print(times, carried_out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
