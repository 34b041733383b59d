"""What is stored, as it is shown to people: "not_found" is "not found", "clarify" is "asked back"."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "clarify": "asked back",
    "refused": "declined",
    "chat": "small talk",
    "received": "waiting",
    "posting": "being posted",
    "slack": "Slack",
    "teams": "Teams",
}


def in_words(value: str) -> str:
    """For example "not_found" -> "not found"; what has no words of its own keeps its name."""
    return WORDS.get(value, value.replace("_", " "))
