"""`rolecall doctor`: what is set up, what is missing, how to mend it."""

from __future__ import annotations

import os

import typer

from bot.commands.common import NO_ANSWER, Context, Started, say
from bot.terminal import wrap

MARKS = {"good": "ok     ", "missing": "MISSING", "optional": "-      "}


def doctor(context: Context) -> None:
    """What is set up, what is missing, how to mend it."""
    from bot.doctor import examine
    from bot.settings import find_settings

    started: Started = context.ensure_object(Started)
    findings = examine(find_settings(started.settings_file, os.environ), os.environ)
    for finding in findings:
        say(f"{MARKS[finding.state]}  {finding.name:<14}{finding.what}")
        if finding.mend:
            say(wrap(f"-> {finding.mend}", indent=" " * 9))
    missing = sum(finding.state == "missing" for finding in findings)
    say("\nEverything that is needed is there." if not missing else f"\n{missing} of {len(findings)} need mending.")
    if missing:
        raise typer.Exit(NO_ANSWER)
