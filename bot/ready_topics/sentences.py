"""The sentences that the ready-made topics are recognised by, and those that are none of theirs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "sentences"
ORDINARY = "ordinary"
READY_MADE = ("harassment", "discrimination", "grievance", "health", "dismissal", "violence at home", "addiction")


@cache
def shipped() -> tuple[tuple[str, str], ...]:
    """(topic, sentence), in the order of `READY_MADE`; "ordinary" last: what the documents are to answer."""
    sensitive = [(topic, sentence) for topic in READY_MADE for sentence in _read(topic)]
    ordinary = [(ORDINARY, sentence) for listed in _read(ORDINARY).values() for sentence in listed]
    return (*sensitive, *ordinary)


def _read(topic: str) -> Any:
    """A list of sentences; of what is ordinary such a list for each kind."""
    return read_yaml((FOLDER / f"{topic.replace(' ', '_')}.yaml").read_text(encoding="utf-8"))
