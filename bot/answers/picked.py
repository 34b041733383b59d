"""Questions that answer a question back: they end with what was picked, in brackets, as our choices do."""

from __future__ import annotations

import re

_PICKED = re.compile(r"(.+?) \(([^()]*(?:\([^()]*\)[^()]*)*)\)\??")


def picked_label(question: str) -> tuple[str, str] | None:
    """A question that ends with a label in brackets: the question, and the label."""
    found = _PICKED.fullmatch(question)
    return (f"{found[1]}?", found[2]) if found else None


def with_label(question: str, label: str) -> str:
    """The question with a label in brackets behind it."""
    return f"{question.rstrip(' ?.!')} ({label})?"
