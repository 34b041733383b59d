"""`rolecall demo`: the sample documents indexed, three telling questions, then the chat."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import knowledge
from bot.commands.common import Context, progress_bar, say, settings_of

SAMPLES = Path(knowledge.__file__).parent / "samples"
QUESTIONS = (
    ("a fact, with the place it stands in", "who's the boss of the bookmobile driver?"),
    ("something about all roles at once", "Which roles need a driver's license?"),
    ("something that no document says", "What does the Youth Services Librarian earn?"),
)


def demo(context: Context) -> None:
    """The sample documents, three questions, a chat."""
    from bot.answers.answer import Question
    from bot.candidate.lines import size_line
    from bot.commands.chat import open_chat
    from bot.main import build_index, open_answerer, share_models
    from bot.terminal import draw

    settings = settings_of(context)
    settings = replace(settings, documents=SAMPLES, sources=(), index=settings.cache / "demo", catalogue=None)
    share_models(settings)
    say("The documents of Alder County Library, a made-up library system:\n")
    with progress_bar() as on_stage:
        built = build_index(settings, on_stage)
    say(size_line(built))
    answerer = open_answerer(settings)
    for what, question in QUESTIONS:
        say(f"\n--- {what}\n> {question}\n")
        say(draw(answerer.answer(Question(question))))
    if sys.stdin.isatty():
        say("\n--- now you")
        open_chat(settings)
    else:
        say("\nWith your own documents: rolecall index FOLDER, then rolecall chat")
