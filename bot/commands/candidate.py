"""`rolecall candidate`: what waits to be published, and what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.candidate.stages import QUESTIONS
from bot.commands.common import NO_ANSWER, Context, note, progress_bar, say, settings_of
from bot.settings import Settings
from knowledge.errors import RolecallError

if TYPE_CHECKING:
    from bot.candidate.report import Report
    from index.candidate import Candidate

Every = Annotated[bool, typer.Option("--all", help="Leave nothing out, however long the report gets.")]
HOW_TO_DECIDE = "`rolecall publish` makes it live, `rolecall discard` drops it, `rolecall candidate` shows this again."


def candidate(
    context: Context,
    every: Every = False,
    questions: Annotated[
        int | None, typer.Option(help="Ask again, up to so many of the questions that staff asked.", min=0)
    ] = None,
) -> None:
    """Show again what waits to be published, and which answers would change."""
    from bot.candidate.building import id_of_live
    from index.candidate import read_candidate

    settings = settings_of(context)
    waiting = read_candidate(settings.index)
    if waiting is None:
        say("No candidate waits. `rolecall index` builds one where the documents have changed.")
        raise typer.Exit(NO_ANSWER)
    by = f" by {waiting.by}" if waiting.by else ""
    say(f"Candidate {waiting.snapshot}, built {waiting.at[:16].replace('T', ' ')} UTC{by}\n")
    show_report(settings, waiting, every, questions)
    if waiting.base != id_of_live(settings.index):
        say("\nSomething else has gone live since it was built: run `rolecall index` again before publishing.")
    else:
        say(f"\n{HOW_TO_DECIDE}")


def show_report(settings: Settings, waiting: Candidate, every: bool, questions: int | None) -> None:
    """What changes, then which answers do.

    Args:
        questions: how many to ask anew; None: show what those asked before came to, where that is kept.
    """
    from bot.candidate.lines import report_lines
    from bot.candidate.report import kept_report
    from bot.main import report_on

    report = kept_report(settings.index, waiting.snapshot)
    if report is None or report.base != waiting.base:
        report = report_on(settings, waiting.snapshot, waiting.base)
    say("\n".join(report_lines(report, every)))
    show_preview(settings, report, every, questions)


def show_preview(settings: Settings, report: Report, every: bool, questions: int | None) -> None:
    """Ask the questions, and keep what they came to beside the report."""
    from bot.candidate.preview_lines import preview_lines
    from bot.main import kept_preview, new_preview

    if not report.base or questions == 0:
        return
    try:
        if questions is None and report.preview is not None:
            preview = kept_preview(settings, report.preview)
        else:
            with progress_bar() as on_stage:
                preview = new_preview(settings, report, QUESTIONS if questions is None else questions, on_stage, note)
    except RolecallError as problem:
        note(f"Which answers will change can't be told: {problem}")
        return
    say("\n" + "\n".join(preview_lines(preview, every)))
