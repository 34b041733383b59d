"""`rolecall publish`, `discard`, `snapshots`, `rollback`, `withdraw`, `reinstate`: what is live, and who decides it."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Context, note, say, settings_of
from bot.terminal import safe, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.keeping import Kept

Named = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its path, its title, or part of either.")]


def publish(context: Context) -> None:
    """Make the candidate that `rolecall index` built the live one."""
    from bot.main import open_publishing
    from index.candidate import read_candidate
    from index.errors import NoCandidate

    settings = settings_of(context)
    candidate = read_candidate(settings.index)
    if candidate is None:
        raise NoCandidate(settings.index)
    live = open_publishing(settings, note).publish(candidate.snapshot)
    say(f"{live.snapshot} is live. `rolecall rollback` goes back.")


def discard(context: Context) -> None:
    """Drop the candidate that `rolecall index` built; what is live stays."""
    from bot.main import open_publishing

    say(f"The candidate {open_publishing(settings_of(context), note).discard().snapshot} is discarded.")


def snapshots(context: Context) -> None:
    """What is live, what waits, and what can be gone back to."""
    from bot.going_back import withdrawal_lines
    from bot.main import open_publishing
    from index.errors import NoSnapshot
    from index.keeping import kept
    from index.live import see

    settings = settings_of(context)
    found = kept(settings.index)
    if not found:
        raise NoSnapshot(settings.index)
    receipts = open_publishing(settings, note).receipts([each.name for each in found])
    say(_table(found, receipts))
    for each in found:
        if each.problem:
            note(safe(f"{each.name} can't be used: {each.problem}."))
    try:
        seen = see(settings.index)
    except NoSnapshot:
        return
    if seen.problem:
        note(f"{seen.problem[0].upper()}{seen.problem[1:]}. The next decision writes it anew.")
    for line in withdrawal_lines(seen.live):
        say(line)


def rollback(
    context: Context,
    snapshot: Annotated[
        str | None, typer.Argument(metavar="ID", help="Where to; else to what was live before.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
) -> None:
    """Make a snapshot live again that was so before."""
    from bot.going_back import find_target, way_back_lines
    from bot.main import open_publishing
    from index.live import read_live

    settings = settings_of(context)
    live = read_live(settings.index)
    target = find_target(settings.index, live, snapshot or "")
    if target == live.snapshot:
        say(f"{target} is live already.")
        return
    say("\n".join(way_back_lines(settings.index, live, target)))
    _confirm(f"Go back to {target}?", yes)
    open_publishing(settings, note).roll_back(target, live.snapshot)
    say(f"{target} is live.")


def withdraw(
    context: Context,
    document: Named,
    reason: Annotated[str, typer.Option(help="Why; it stands in the record.")],
) -> None:
    """Take a document out of all answers at once, until another version of it is published."""
    from bot.document_lookup import find_document
    from bot.errors import ReasonMissing
    from bot.main import open_publishing
    from index.kept import read_documents
    from index.live import live_id

    if not reason.strip():
        raise ReasonMissing
    settings = settings_of(context)
    chosen = find_document(read_documents(settings.index, live_id(settings.index)).values(), document)
    open_publishing(settings, note).withdraw(chosen.path, reason.strip())
    said = f"{chosen.path} ({chosen.title}) no longer answers, until another version of it is published, or after: "
    say(wrap(safe(f"{said}rolecall reinstate {chosen.path}")))


def reinstate(context: Context, document: Named) -> None:
    """Let a withdrawn document answer again."""
    from bot.document_lookup import withdrawn_path
    from bot.main import open_publishing

    settings = settings_of(context)
    path = withdrawn_path(settings.index, document)
    open_publishing(settings, note).reinstate(path)
    say(safe(f"{path} answers again."))


def _confirm(question: str, yes: bool) -> None:
    """Ask at a terminal; elsewhere nothing is decided without being told to."""
    from bot.errors import NotConfirmed

    if yes:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed
    typer.confirm(question, abort=True)


def _table(found: list[Kept], receipts: Mapping[str, int] | None) -> str:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.going_back import minutes

    names = ("snapshot", "", "built (UTC)", "documents", "went live (UTC)", "by", "receipts")
    table = Table(*names, box=SIMPLE, show_edge=False, pad_edge=False)
    for column in (3, 6):
        table.columns[column].justify = "right"
    for each in found:
        cells = (
            each.name,
            _state(each),
            f"{each.built:%Y-%m-%d %H:%M}",
            f"{each.manifest.documents:,}" if each.manifest is not None else "?",
            minutes(each.published.at) if each.published is not None else "-",
            each.published.by if each.published is not None else "",
            "?" if receipts is None else f"{receipts[each.name]:,}",
        )
        table.add_row(*(Text(safe(cell)) for cell in cells))
    drawn = io.StringIO()
    Console(file=drawn, width=max(100, shutil.get_terminal_size().columns)).print(table)
    return "\n".join(line.rstrip() for line in drawn.getvalue().rstrip("\n").splitlines())


def _state(each: Kept) -> str:
    state = "live" if each.is_live else "candidate" if each.is_candidate else "kept" if each.published else "unused"
    return f"{state}, damaged" if each.problem else state


COMMANDS = (publish, discard, snapshots, rollback, withdraw, reinstate)
