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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from index.keeping import Kept
    from index.live import Live

LISTED = 10  # documents that are named before going back
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
    for line in _withdrawals(seen.live):
        say(safe(line))


def rollback(
    context: Context,
    snapshot: Annotated[
        str | None, typer.Argument(metavar="ID", help="Where to; else to what was live before.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
) -> None:
    """Make a snapshot live again that was so before."""
    from bot.main import open_publishing
    from index.keeping import find_snapshot
    from index.live import read_live

    settings = settings_of(context)
    live = read_live(settings.index)
    target = find_snapshot(settings.index, snapshot) if snapshot else _before(settings.index, live)
    if target == live.snapshot:
        say(f"{target} is live already.")
        return
    say(_way_back(settings.index, live, target))
    _confirm(f"Go back to {target}?", yes)
    open_publishing(settings, note).roll_back(target)
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
    from bot.main import open_publishing

    settings = settings_of(context)
    path = _withdrawn_path(settings.index, document)
    open_publishing(settings, note).reinstate(path)
    say(safe(f"{path} answers again."))


def _withdrawn_path(index: Path, named: str) -> str:
    """A withdrawn document that goes by that name; one that the live snapshot doesn't hold goes by its path alone."""
    from bot.document_lookup import find_document
    from index.errors import NotWithdrawn
    from index.kept import read_documents
    from index.live import read_live

    live = read_live(index)
    if not live.withdrawn:
        raise NotWithdrawn("No document is withdrawn.")
    if named in live.withdrawn:
        return named
    documents = read_documents(index, live.snapshot)
    return find_document([documents[path] for path in sorted(live.withdrawn) if path in documents], named).path


def _confirm(question: str, yes: bool) -> None:
    """Ask at a terminal; elsewhere nothing is decided without being told to."""
    from bot.errors import NotConfirmed

    if yes:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed
    typer.confirm(question, abort=True)


def _before(index: Path, live: Live) -> str:
    from index.errors import UnknownSnapshot

    there = [each for each in live.earlier if (index / "snapshots" / each).is_dir()]
    if not there:
        raise UnknownSnapshot(f"Nothing was live in {index} before {live.snapshot} that could be gone back to.")
    return there[0]


def _way_back(index: Path, live: Live, target: str) -> str:
    """What going back leaves and what it brings, for whoever is asked."""
    from index.keeping import kept

    by_name = {each.name: each for each in kept(index, check=False)}
    lines = [f"Now live is  {_described(by_name.get(live.snapshot), live.snapshot)}"]
    lines.append(f"Goes back to {_described(by_name.get(target), target)}")
    lines += _differences(index, live.snapshot, target)
    if held := sorted(live.withdrawn | live.withdrawn_in(target)):
        lines.append(f"Withdrawn before and after: {', '.join(held)}")
    return safe("\n".join(lines))


def _differences(index: Path, now: str, then: str) -> list[str]:
    """The documents that are not the same in both; nothing where the live one is too damaged to tell."""
    from index.changes import changes
    from index.errors import DamagedSnapshot
    from index.outline import read_outline

    try:
        found = changes(read_outline(index, now), read_outline(index, then))
    except DamagedSnapshot:
        return []
    kinds = {
        "Changed": [each.path for each in found.changed],
        "No longer there": [each.path for each in found.removed],
        "There again": [each.path for each in found.added],
    }
    return [f"{name} ({len(paths)}): {_named(paths)}" for name, paths in kinds.items() if paths]


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - LISTED
    return ", ".join(paths[:LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _described(each: Kept | None, name: str) -> str:
    if each is None:
        return f"{name}, which is no longer there"
    documents = f", {each.manifest.documents:,} documents" if each.manifest is not None else ""
    return f"{name}, built {each.built:%Y-%m-%d %H:%M} UTC{documents}{_went_live(each)}"


def _went_live(each: Kept) -> str:
    if each.published is None:
        return ", never live"
    by = f" by {each.published.by}" if each.published.by else ""
    return f", {_HOW[each.published.how]} {_minutes(each.published.at)}{by}"


def _table(found: list[Kept], receipts: Mapping[str, int] | None) -> str:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

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
            _minutes(each.published.at) if each.published is not None else "-",
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


def _withdrawals(live: Live) -> list[str]:
    """The documents that don't answer now, and why."""
    lines = []
    for each in live.withdrawals:
        if each.document in live.withdrawn:
            by = f" by {each.by}" if each.by else ""
            lines.append(f"Withdrawn {_minutes(each.at)} UTC{by}: {each.document}: {each.reason}")
    return lines


def _minutes(at: str) -> str:
    """ "2026-03-01T09:30:00Z" -> "2026-03-01 09:30"."""
    return at[:16].replace("T", " ")


_HOW = {"published": "published", "rolled_back": "gone back to"}
COMMANDS = (publish, discard, snapshots, rollback, withdraw, reinstate)
