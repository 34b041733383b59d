"""What publishing a candidate would change, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import MESSAGE, name
from bot.slack.rendering.message import Message

_LINE = 400  # characters of one line of the report
_RESERVED = 800  # of a message, for the buttons and what is said around the lines


def candidate_message(lines: Sequence[str], candidate: str) -> Message:
    """A report's lines, the first of which says the most, cut between lines where there are too many.

    Args:
        candidate: the id of its snapshot, which the buttons carry: a decision is about what was looked at.
    """
    shown, left = _fitting([line for line in (inert(name(line, _LINE)) for line in lines) if line])
    rest = (
        [blocks.context(f"and {left} more lines; all of them are in what rolecall candidate shows in the terminal")]
        if left
        else []
    )
    decide = [
        blocks.button(
            "Publish",
            ids.PUBLISH,
            candidate,
            spoken="Publish this candidate",
            style="primary",
            confirm=("Staff are answered from it at once. You can roll it back.", "Publish"),
        ),
        blocks.button("Discard", ids.DISCARD, candidate, spoken="Discard this candidate", style="danger"),
    ]
    said = (*blocks.listed(shown), *rest, blocks.actions(decide), blocks.context(f"Candidate {inert(candidate)}"))
    return Message(
        shown[0] if shown else "A candidate is waiting.", said, "\n".join(shown) or "A candidate is waiting."
    )


def _fitting(lines: Sequence[str]) -> tuple[list[str], int]:
    """The first lines that fit in a message, and how many are left."""
    room = MESSAGE - _RESERVED
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept, len(lines) - len(kept)
