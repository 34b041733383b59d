"""`rolecall index`: read the documents, build a candidate, show what it would change, and ask whether to publish it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.candidate.stages import QUESTIONS
from bot.commands.candidate import HOW_TO_DECIDE, Every, show_preview
from bot.commands.common import Context, Documents, note, progress_bar, say, settings_of
from bot.settings import Settings
from bot.terminal import safe

if TYPE_CHECKING:
    from bot.candidate.building import Outcome
    from bot.publishing import Publishing


def index(
    context: Context,
    documents: Documents = None,
    every: Every = False,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
    questions: Annotated[
        int, typer.Option(help="Try it with up to so many of the questions that staff asked; 0: with none.", min=0)
    ] = QUESTIONS,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read every file again, changed or not.")] = False,
) -> None:
    """Read a folder of documents; show what its index would change, and publish it when told to."""
    from bot.main import open_publishing

    settings = settings_of(context)
    if documents is not None:
        settings = replace(settings, documents=documents)
    publishing = open_publishing(settings, note)
    outcome = build_with_progress(settings, publishing, fresh)
    for line in outcome.built.failing:
        note(safe(f"Source {line}."))
    say(described(outcome, every))
    if outcome.became == "candidate" and outcome.report is not None:
        show_preview(settings, outcome.report, every, questions)
    if outcome.became in ("candidate", "waiting"):
        _decide(publishing, outcome.built.snapshot, yes)


def build_with_progress(settings: Settings, publishing: Publishing, fresh: bool = False) -> Outcome:
    """Build a candidate, or what is live first, with a progress bar."""
    from bot.main import make_candidate

    with progress_bar() as on_stage:
        return make_candidate(settings, publishing, on_stage, fresh=fresh)


def described(outcome: Outcome, every: bool = False) -> str:
    """What a build came to, for a person."""
    from bot.candidate.lines import counted, first_lines, report_lines

    built = outcome.built
    match outcome.became:
        case "first":
            assert outcome.report is not None
            return "\n".join([*first_lines(outcome.report, every), f"\n{built.snapshot} is live."])
        case "candidate":
            assert outcome.report is not None
            return "\n".join([f"Candidate {built.snapshot}\n", *report_lines(outcome.report, every)])
        case "waiting":
            return f"Nothing has changed since the candidate {built.snapshot} was built ({built.seconds:.1f} s)."
        case "mended":
            return f"{built.snapshot}, which is live, was damaged; it is whole again ({built.seconds:.1f} s)."
    documents = counted(len(built.documents), "document")
    return f"Nothing has changed: {documents}, as they are live in {built.snapshot} ({built.seconds:.1f} s)."


def _decide(publishing: Publishing, candidate: str, yes: bool) -> None:
    """Publish it where somebody says so; else it waits, and is named."""
    asked = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    if yes or (asked and typer.confirm("\nPublish it?")):
        publishing.publish(candidate)
        say(f"{candidate} is live. `rolecall rollback` goes back.")
    else:
        say(f"\n{candidate} waits. {HOW_TO_DECIDE}")
