"""Suggested prompts: what the pane offers before anything is typed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.slack.rendering.escaping import one_line
from bot.slack.rendering.fitting import name

MOST = 4
LONGEST_TITLE = 75
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›"})


def prompts(questions: Iterable[str]) -> list[dict[str, str]]:
    """The first four different questions, as `assistant.threads.setSuggestedPrompts` takes them.

    A prompt's message is said by the person in the end, word for word, so control sequences give way to look-alikes.
    """
    asked = dict.fromkeys(filter(None, (one_line(question).translate(_LOOKALIKES) for question in questions)))
    return [{"title": name(question, LONGEST_TITLE), "message": question} for question in list(asked)[:MOST]]
