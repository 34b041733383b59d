"""The bars that answers have to clear, read from `calibration.json` with the note how each was measured."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bar:
    """Least confidences, 0..1, with which the evidence of a reading is shown as an answer."""

    everywhere: float  # the question named no document: all were read
    within_role: float  # only the document of the role that was asked about was read
    follow_up: float  # the question leans on earlier ones of its thread
    words: float  # share of the question's words that a line of the role's document holds
    stated: float = 1.0  # the best evidence within the role's document is what states the fact that is asked


def load_bar(file: Path | None = None) -> Bar:
    """The bars of a file of the same form as ours, ours by default.

    Raises:
        ValueError: a bar is missing or lies outside 0..1.
    """
    ours = resources.files(__package__).joinpath("calibration.json")
    written = json.loads((file or ours).read_text(encoding="utf-8"))["bars"]
    names = ["everywhere", "within_role", "follow_up", "words"]
    names += ["stated"] if "stated" in written else []  # files from before it was measured lack it
    for name in names:
        if not isinstance(written.get(name), int | float) or not 0 <= written[name] <= 1:
            raise ValueError(f"calibration: `bars.{name}` has to be a number from 0 to 1, not {written.get(name)!r}")
    return Bar(*(float(written[name]) for name in names))
