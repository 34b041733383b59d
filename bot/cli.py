"""The `rolecall` command: names its subcommands and turns every error into a sentence and an exit status."""

from __future__ import annotations

import errno
import gc
import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import (
    approving,
    ask,
    candidate,
    chat,
    demo,
    directory,
    doctor,
    evaluate,
    index,
    publishing,
    record,
    reports,
    serve,
    slack,
    watch,
    why,
)
from bot.commands.common import NOT_POSSIBLE, Started, note, say
from knowledge.errors import RolecallError

INTERRUPTED = 130  # as shells have it
BROKEN = 70  # EX_SOFTWARE of sysexits.h
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="rolecall",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers staff questions from the organisation's own job documents, quoting them word for word.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            say(f"rolecall {version('rolecall')}")
        except PackageNotFoundError:
            say("rolecall, run from its source folder without being installed")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    settings: Annotated[Path | None, typer.Option(help="The settings file; else ./rolecall.yaml, if there.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.", callback=_version)] = False,
) -> None:
    """Remember what holds for every command."""
    context.obj = Started(settings)


app.command("index")(index.index)
app.command("candidate")(candidate.candidate)
for decision in publishing.COMMANDS:
    app.command(decision.__name__)(decision)
app.command("ask")(ask.ask)
app.command("why")(why.why)
app.command("chat")(chat.chat)
app.command("roles")(directory.roles)
app.command("facts")(directory.facts)
app.command("compare")(directory.compare)
app.command("orgchart")(directory.orgchart)
app.command("approve")(approving.approve)
app.command("renew")(approving.renew)
app.command("approved")(approving.approved)
app.command("doctor")(doctor.doctor)
app.command("eval")(evaluate.evaluate)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.add_typer(slack.app, name="slack", help="Rolecall in Slack: is everything there that it needs?")
app.command("watch")(watch.watch)
app.add_typer(record.app, name="record", help="Look into the record of what was asked and answered; verify, erase.")
for report in reports.COMMANDS:
    record.app.command(report.__name__)(report)


def main() -> None:
    """Run the command; the process ends with its exit status."""
    gc.set_threshold(50_000)  # importing makes many objects and hardly any garbage: 0.1 s less at each start
    _quieten()
    try:
        app()
    except RolecallError as problem:
        note(str(problem))
        sys.exit(NOT_POSSIBLE)
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as problem:
        if os.environ.get("ROLECALL_DEBUG"):
            raise
        if isinstance(problem, OSError) and (problem.filename or problem.errno in NO_ROOM):
            what = f"{problem.filename}: {problem.strerror}" if problem.filename else f"{problem.strerror}"
            note(f"{what}. Mend that, or name another place in the settings. What was live before is live still.")
            sys.exit(NOT_POSSIBLE)
        note(f"Something went wrong in Rolecall itself: {type(problem).__name__}: {problem}")
        note("Set ROLECALL_DEBUG=1 and run it again to see where, or run `rolecall doctor`.")
        sys.exit(BROKEN)


def _quieten() -> None:
    """Libraries keep their progress bars and advice to themselves, unless ROLECALL_DEBUG is set."""
    debugging = bool(os.environ.get("ROLECALL_DEBUG"))
    handler = logging.StreamHandler()
    handler.setLevel(logging.DEBUG if debugging else logging.ERROR)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler])
    logging.getLogger("bot").setLevel(logging.DEBUG if debugging else logging.ERROR)
    if not debugging:
        os.environ.setdefault("TQDM_DISABLE", "1")


if __name__ == "__main__":
    main()
