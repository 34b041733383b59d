"""`rolecall index`: read the documents and build the index, saying file by file what became of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Context, Documents, progress_bar, say, settings_of
from bot.main import build_index
from bot.settings import Settings
from bot.terminal import safe

if TYPE_CHECKING:
    from index.build import Built

LISTED = 30  # files of one kind that are named without --all


def index(
    context: Context,
    documents: Documents = None,
    every: Annotated[bool, typer.Option("--all", help="Name every file, however many there are.")] = False,
) -> None:
    """Read a folder of documents and build the index."""
    settings = settings_of(context)
    if documents is not None:
        settings = replace(settings, documents=documents)
    say(index_with_progress(settings, every))


def index_with_progress(settings: Settings, every: bool = False) -> str:
    """Build with a progress bar; the report."""
    with progress_bar() as on_stage:
        built = build_index(settings, on_stage)
    return describe(built, every)


def describe(built: Built, every: bool = False) -> str:
    """The report of a build, for a person."""
    lines = [
        f"Indexed {_count(len(built.documents), 'document')} in {built.seconds:.1f} s: "
        f"{_count(built.passages, 'passage')}, {_count(built.roles, 'role')}, {_count(built.facts, 'fact')}; "
        f"{_count(built.embedded, 'text')} embedded anew."
    ]
    lines += _listed("Read", list(built.documents), every)
    lines += _listed("Not read", [f"{path}: {reason}" for path, reason in built.skipped], every)
    lines += _listed("Notes", [f"{path}: {what}" for path, what in built.notes], every)
    return "\n".join(lines)


def _listed(name: str, items: list[str], every: bool) -> list[str]:
    if not items:
        return []
    shown = items if every else items[:LISTED]
    more = len(items) - len(shown)
    return [f"{name} ({len(items)}):", *(f"  {safe(item)}" for item in shown)] + (
        [f"  ... and {more} more; --all names them"] if more else []
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
