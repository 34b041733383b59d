"""`rolecall why`: why a question is answered as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.answers.answer import Question
from bot.commands.common import Context, Day, Readers, say, settings_of
from bot.question import read_question


def why(
    context: Context,
    question: Annotated[str, typer.Argument(help="The question.")],
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Show why a question is answered as it is: ranking, scores, the bar, and which documents could not answer.

    It is not asked on anybody's behalf, so no receipt is made of it.
    """
    from bot.main import explain, terminal_scope
    from bot.terminal import wrap
    from bot.why_lines import why_lines

    found = explain(settings_of(context), Question(read_question(question)), terminal_scope(readers, on and on.date()))
    for line in why_lines(found):
        indent = line[: len(line) - len(line.lstrip(" "))]
        say(wrap(line.lstrip(" "), indent))
