"""What was measured, and the table of it."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bot.bench.processes import Cost


@dataclass(frozen=True, slots=True)
class Figures:
    """Times are in seconds; `ours` and `theirs` were measured in turns, on the same questions and texts."""

    our_answers: Sequence[float]  # question to answer
    their_embeddings: Sequence[float]  # the question's embedding alone
    our_texts_a_second: float
    their_texts_a_second: float
    texts: int
    our_starts: Sequence[Cost]  # `rolecall ask` from start to end
    their_starts: Sequence[Cost]  # loading the model and embedding the question
    our_serving: Cost  # the process that answered everything
    their_serving: Cost  # the process that embedded everything
    export: Cost  # making the model ready, once for each model
    index: Cost  # `rolecall index`
    documents: int
    passages: int


def table(figures: Figures) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Column headers, and rows of (what, Rolecall, sentence-transformers, ratio)."""
    ours, theirs = _milliseconds(figures.our_answers), _milliseconds(figures.their_embeddings)
    start, their_start = _median(figures.our_starts), _median(figures.their_starts)
    rows = [
        _row("question to answer / its embedding alone, median", ours[0], theirs[0], "ms"),
        _row("the same, 95th percentile", ours[1], theirs[1], "ms"),
        _row("cold start to the answer / the embedding, CPU", start.cpu_seconds, their_start.cpu_seconds, "s"),
        _row("the same, wall clock", start.wall_seconds, their_start.wall_seconds, "s"),
        _row("texts embedded", figures.our_texts_a_second, figures.their_texts_a_second, "/s", more_is_better=True),
        _row("peak memory, one question asked", start.peak_megabytes, their_start.peak_megabytes, "MB"),
        _row("peak memory, serving", figures.our_serving.peak_megabytes, figures.their_serving.peak_megabytes, "MB"),
    ]
    index, export = figures.index, figures.export
    rows += [
        (
            f"index: documents {figures.documents:,}, passages {figures.passages:,}",
            f"{index.wall_seconds:.1f} s, {index.cpu_seconds:.1f} s CPU, {index.peak_megabytes:.0f} MB",
            "",
            "",
        ),
        (
            "making the model ready, once",
            f"{export.wall_seconds:.1f} s, {export.cpu_seconds:.1f} s CPU, {export.peak_megabytes:.0f} MB",
            "",
            "",
        ),
    ]
    return ("", "Rolecall", "sentence-transformers", "ratio"), rows


def machine() -> str:
    """For example "2 cores of AMD EPYC, Linux 6.1, Python 3.11.7, load 1.2"."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} core{'' if cores == 1 else 's'} of {_processor()}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} before"
    )


def _row(what: str, ours: float, theirs: float, unit: str, more_is_better: bool = False) -> tuple[str, str, str, str]:
    times = ours / theirs if more_is_better else theirs / ours
    said = f"{times:.1f} x better" if times >= 1 else f"{1 / times:.1f} x worse"
    return what, _number(ours, unit), _number(theirs, unit), said


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f}{'' if unit.startswith('/') else ' '}{unit}"


def _milliseconds(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    whole = [1000 * each for each in seconds]
    return median(whole), quantiles(whole, n=20, method="inclusive")[-1] if len(whole) > 1 else whole[0]


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(each.wall_seconds for each in costs),
        median(each.cpu_seconds for each in costs),
        median(each.peak_megabytes for each in costs),
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
