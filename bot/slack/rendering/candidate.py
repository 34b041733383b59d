"""What publishing a candidate would change, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block, bold
from bot.slack.rendering.escaping import inert, one_line
from bot.slack.rendering.fitting import MESSAGE, name
from bot.slack.rendering.message import Message

_INDENT = "\u2003"  # EM SPACE: Slack takes spaces at the start of a line away
_DEEPEST = 4
_LINE = 400  # characters of one line of the report
_RESERVED = 800  # of a message, for the buttons and what is said around the lines


def candidate_message(lines: Sequence[str], candidate: str) -> Message:
    """A report as `report_lines` and `preview_lines` write it, cut between lines where there are too many.

    Args:
        lines: the first says the most; what stands below another is two spaces further in.
        candidate: the id of its snapshot, which the buttons carry: a decision is about what was looked at.
    """
    said = [line for line in lines if one_line(line)] or ["A candidate is waiting."]
    shown = _fitting([_drawn(line) for line in said])
    left = len(said) - len(shown)
    more = f"and {left} more lines; all of them are in what rolecall candidate shows in the terminal"
    in_words = [inert(name(line, _LINE)) for line in said[: len(shown)]]
    return Message(
        in_words[0],
        (
            *blocks.listed(shown),
            *([blocks.context(more)] if left else []),
            _decision(candidate),
            blocks.context(f"Candidate {inert(candidate)}"),
        ),
        "\n".join([*in_words, more] if left else in_words),
    )


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


def _drawn(line: str) -> str:
    """A line as mrkdwn: what heads others in bold, what stands below it behind a bullet or the sign of a difference."""
    depth = (len(line) - len(line.lstrip(" "))) // 2
    said = name(line.replace(" -> ", " → ").replace(" > ", " › "), _LINE)
    if depth == 0:
        return bold(said) if said.endswith(":") else inert(said)
    sign, _, rest = said.partition(" ")
    bullet = {"-": "−", "+": "+"}.get(sign, "•") if rest else "•"
    return f"{_INDENT * min(depth - 1, _DEEPEST)}{bullet} {inert(said if bullet == '•' else rest)}"


def _fitting(lines: Sequence[str]) -> list[str]:
    """The first lines that fit in a message."""
    room = MESSAGE - _RESERVED
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
