"""Publishes one version after another, as another process beside a running server.

python -m tests.bot.published_versions INDEX FIRST LAST SECONDS  prints a line "NUMBER ID TIME" for each, TIME by the
clock that all processes share.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.calibration import load_bar
from bot.answers.confidence import Confidence
from bot.answers.passage_reader import PassageReader
from bot.answers.reading_model import ReadingModel
from bot.answers.scoped import ScopedAnswers
from index import candidate, live, publishing, snapshot
from index.building import building
from index.search import Search
from index.snapshot import Snapshot
from index.view import View
from knowledge.catalogue import load_catalogue
from knowledge.roles import Directory
from tests.index.library import TEXTS, contents_of
from tests.word_embedder import WordEmbedder

JOB = "jobs/gardener.txt"


def write_version(index: Path, number: int) -> str:
    """A snapshot in which the gardener reports to somebody else; its id."""
    changed = TEXTS[JOB].replace("Head of Grounds", f"Head of Grounds {number}")
    return snapshot.write(contents_of({**TEXTS, JOB: changed}), index)


def answers_factory() -> Callable[[Snapshot], ScopedAnswers]:
    """What answers from such a snapshot, with the real reader."""
    catalogue, model, judge, bar = load_catalogue(None), ReadingModel(), Confidence.load(), load_bar()

    def of_snapshot(loaded: Snapshot) -> ScopedAnswers:
        def of_view(view: View) -> Answerer:
            reader = PassageReader(Search(view, WordEmbedder()), model, judge)
            return Answerer(Directory(view.roles), catalogue, view.documents, reader, bar, loaded.id, view.words)

        return ScopedAnswers(loaded.contents, of_view)

    return of_snapshot


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
