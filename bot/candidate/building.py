"""Documents -> a candidate, and what became of it: nothing to do, live at once, or waiting for a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.candidate.report import Report, keep_report
from bot.publishing import Publishing
from index.build import Built
from index.building import building
from index.candidate import read_candidate
from index.errors import DamagedSnapshot, NoSnapshot
from index.live import live_id

# unchanged: the documents are as they are live. mended: so they are, and what is live was damaged. waiting: as in the
# candidate that waits already. first: nothing was live, and now it is. candidate: it waits from now on.
Became = Literal["unchanged", "mended", "waiting", "first", "candidate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to."""

    became: Became
    built: Built
    report: Report | None = None  # of a first one and of a candidate


def build_candidate(
    index: Path,
    build: Callable[[str], Built],
    publishing: Publishing,
    report_on: Callable[[str, str], Report],
) -> Outcome:
    """Build a candidate; where nothing is live yet, publish it.

    Args:
        build: is given the id of the snapshot to build upon.
        report_on: is given the ids of the candidate and of what was live before, "" where nothing was.
    """
    with building(index):
        live = id_of_live(index)
        waiting = read_candidate(index)
        built = build(waiting.snapshot if waiting is not None else live)
        if built.snapshot == live:
            if waiting is not None:  # somebody has undone what it was built for
                publishing.discard()
            return Outcome("unchanged" if built.base else "mended", built)
        if waiting is not None and (waiting.snapshot, waiting.base) == (built.snapshot, live):
            return Outcome("waiting", built)
        candidate = publishing.propose(built.snapshot, live)
    publishing.clear_away()  # the candidate before this one: nothing goes while somebody builds
    report = replace(
        report_on(built.snapshot, live), embedded=built.embedded, seconds=built.seconds, sources=built.sources
    )
    if candidate is None:
        return Outcome("first", built, report)
    keep_report(index, report)
    return Outcome("candidate", built, report)


def id_of_live(index: Path) -> str:
    """Id of what is live; "" where nothing is, or where it can't be told."""
    try:
        return live_id(index)
    except (NoSnapshot, DamagedSnapshot):
        return ""
