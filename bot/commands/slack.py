"""`rolecall slack`: is everything there that Rolecall needs in Slack?"""

from __future__ import annotations

import asyncio

import typer

from bot.commands.common import NO_ANSWER, Context, say, settings_of
from bot.commands.doctor import MARKS
from bot.terminal import safe, wrap

app = typer.Typer(no_args_is_help=True)


@app.callback()
def slack() -> None:
    """Rolecall in Slack."""


@app.command()
def check(context: Context) -> None:
    """Say what Slack grants, what is off, and what it takes to have it."""
    from bot.errors import SettingsError
    from bot.main import open_installations, open_record
    from bot.slack.check import check

    settings = settings_of(context)
    if settings.slack is None:
        where = settings.file or "rolecall.yaml"
        raise SettingsError([f"{where}: add `slack:`; docs/slack.md says how Rolecall comes into Slack"])
    installations = None
    if settings.slack.workspaces and not settings.slack.missing():
        installations = open_installations(settings, settings.slack, open_record(settings))
    findings = asyncio.run(check(settings.slack, installations))
    for finding in findings:
        say(safe(f"{MARKS[finding.state]}  {finding.name:<11}{finding.what}"))
        if finding.mend and finding.mend != finding.what:
            say(wrap(safe(f"-> {finding.mend}"), indent=" " * 9))
    missing = sum(finding.state == "missing" for finding in findings)
    say("\nEverything that is needed is there." if not missing else f"\n{missing} of {len(findings)} need mending.")
    if missing:
        raise typer.Exit(NO_ANSWER)
