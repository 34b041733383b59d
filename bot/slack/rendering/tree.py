"""A tree of lines, as the organisation chart is drawn at a terminal, so that Slack keeps how deep each one stands."""

from __future__ import annotations

import re

from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import name

_BRANCH = re.compile(r"((?:│  |   )*)[├└]─ ")
_DEEPER = "\u2003\u2003"  # EM SPACES: Slack takes spaces at the start of a line away
_LONGEST = 120  # characters of a line


def tree_lines(text: str) -> list[str]:
    """Its lines as mrkdwn; [] where none of them hangs on another."""
    lines = text.splitlines()
    if not any(map(_BRANCH.match, lines)):
        return []
    return [_line(line) for line in lines]


def _line(line: str) -> str:
    branch = _BRANCH.match(line)
    if branch is None:
        return inert(name(line, _LONGEST))
    return f"{_DEEPER * (len(branch[1]) // 3)}└─ {inert(name(line[branch.end() :], _LONGEST))}"
