"""Lines as a report has them, as blocks: what heads others in bold, what stands below another behind a bullet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block, bold
from bot.slack.rendering.escaping import inert, one_line
from bot.slack.rendering.fitting import MESSAGE, name
from bot.slack.rendering.message import Message

_INDENT = "\u2003"  # EM SPACE: Slack takes spaces at the start of a line away
_DEEPEST = 4
LINE = 400  # characters of one line
_RESERVED = 800  # of a message, for the buttons and what is said around the lines


def lines_message(lines: Sequence[str], below: Sequence[Block] = ()) -> Message:
    """As many of them as fit, and what stands below them; the first says the most."""
    lines = [line for line in lines if one_line(line)] or ["–"]
    shown = fitting(lines)
    left = len(lines) - len(shown)
    more = f"and {left} more lines" if left else ""
    in_words = [inert(name(line, LINE)) for line in lines[: len(shown)]]
    drawn = (*blocks.listed(shown), *([blocks.context(more)] if more else []), *below)
    return Message(in_words[0], drawn, "\n".join([*in_words, more]).strip())


def lines_blocks(lines: Sequence[str]) -> list[Block]:
    """All of them, for a modal, which holds more than a message."""
    return blocks.listed([drawn_line(line) for line in lines if one_line(line)])


def fitting(lines: Sequence[str]) -> list[str]:
    """The first lines that fit in a message, as mrkdwn."""
    room = MESSAGE - _RESERVED
    kept: list[str] = []
    for line in map(drawn_line, lines):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def drawn_line(line: str) -> str:
    """A line as mrkdwn: "  - 15 days" is what an older version says, "  + 17 days" what a newer one does."""
    depth = (len(line) - len(line.lstrip(" "))) // 2
    said = name(line.replace(" -> ", " → ").replace(" > ", " › "), LINE)
    if depth == 0:
        return bold(said) if said.endswith(":") else inert(said)
    sign, _, rest = said.partition(" ")
    bullet = {"-": "−", "+": "+"}.get(sign, "•") if rest else "•"
    return f"{_INDENT * min(depth - 1, _DEEPEST)}{bullet} {inert(said if bullet == '•' else rest)}"
