"""Fit the ready-made topics to their sentences, after these have changed: `python -m bot.training.topics`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.ready_topics.recogniser import Fit, fit, save
from bot.ready_topics.sentences import ORDINARY, READY_MADE, shipped
from bot.topic_watch import SCORE
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import open_embedder


def main() -> None:
    """Write what ships, and print how it does on each sentence when it is fitted without that one."""
    with TemporaryDirectory() as cache:
        embedder = open_embedder(DEFAULT_MODEL, Path(cache))
        fitted = fit(embedder)
        save(fitted.recogniser, embedder)
    for line in figures(fitted):
        print(line)


def figures(fitted: Fit) -> list[str]:
    """How many of each topic are taken, and as that topic; how many of the others are."""
    topics = np.array([topic for topic, _ in shipped()])
    is_taken, best = fitted.left_out.sum(axis=1) >= SCORE, fitted.left_out.argmax(axis=1)
    lines = []
    for place, topic in enumerate(READY_MADE):
        here = topics == topic
        as_it = int((is_taken & here & (best == place)).sum())
        lines.append(
            f"{topic:17} {int(here.sum()):4} sentences, {int((is_taken & here).sum()):4} taken, {as_it:4} as it"
        )
    here = topics == ORDINARY
    return [*lines, f"{ORDINARY:17} {int(here.sum()):4} sentences, {int((is_taken & here).sum()):4} taken"]


if __name__ == "__main__":
    main()
