"""What publishing a candidate would change, and the buttons that decide."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block
from bot.slack.rendering.escaping import inert, one_line
from bot.slack.rendering.fitting import fit, name
from bot.slack.rendering.lines import LINE, fitting
from bot.slack.rendering.message import Message

_SAID = 600  # characters of what became of a candidate
_LEFT_OUT = re.compile(r"; --all (?:names|shows) them\b")  # how a report says so at a terminal


def candidate_message(lines: Sequence[str], candidate: str, whole: str = "") -> Message:
    """A report as `report_lines` and `preview_lines` write it, cut between lines where there are too many.

    Args:
        lines: the first says the most; what stands below another is two spaces further in.
        candidate: the id of its snapshot, which the buttons carry: a decision is about what was looked at.
        whole: where all of it is to be found: "in the file below".
    """
    whole = whole or "in what rolecall candidate shows in the terminal"
    return _message(lines, whole, (_decision(candidate), blocks.context(f"Candidate {inert(candidate)}")))


def decided_message(lines: Sequence[str], said: str, whole: str) -> Message:
    """The same once it has been decided on, or can't be any more: what became of it stands where the buttons were."""
    became = fit(said, _SAID).text
    message = _message(lines, whole, (blocks.divider(), blocks.section(became)))
    in_words = inert(became) or "–"
    return Message(in_words, message.blocks, f"{message.fallback}\n\n{in_words}")


def is_cut(lines: Sequence[str]) -> bool:
    """Whether some of it doesn't fit in a message."""
    said = _said(lines)
    return len(fitting(said)) < len(said) or any(_LEFT_OUT.search(line) for line in said)


def _message(lines: Sequence[str], whole: str, below: Sequence[Block]) -> Message:
    said = [_LEFT_OUT.sub(f"; all are {whole}", line) for line in _said(lines)]
    shown = fitting(said)
    left = len(said) - len(shown)
    more = [f"and {left} more lines; all of them are {whole}"] if left else []
    in_words = [inert(name(line, LINE)) for line in said[: len(shown)]]
    shown_blocks = (*blocks.listed(shown), *(blocks.context(inert(line)) for line in more), *below)
    return Message(in_words[0], shown_blocks, "\n".join([*in_words, *more]))


def _said(lines: Sequence[str]) -> list[str]:
    """Each line by itself; of a report the first entry may hold two."""
    single = [line for each in lines for line in each.split("\n") if one_line(line)]
    return single or ["A candidate is waiting."]


def _decision(candidate: str) -> Block:
    publish = blocks.button(
        "Publish",
        ids.PUBLISH,
        candidate,
        spoken="Publish this candidate",
        style="primary",
        confirm=("Staff are answered from it at once. You can roll it back.", "Publish"),
    )
    discard = blocks.button("Discard", ids.DISCARD, candidate, spoken="Discard this candidate", style="danger")
    return blocks.actions([publish, discard])
