"""`rolecall roles`, `facts`, `compare` and `orgchart`: what is known about the roles, without asking."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Context, Day, Readers, say, settings_of
from bot.settings import Settings
from bot.terminal import place, safe, wrap

if TYPE_CHECKING:
    from index.view import View
    from knowledge.catalogue import Entry
    from knowledge.document import Document
    from knowledge.fact import Fact, Role

NOT_STATED = "not stated"


def roles(context: Context, readers: Readers = None, on: Day = None) -> None:
    """The directory of roles, and what is known of each."""
    from bot.main import open_catalogue
    from bot.role_lookup import full_name

    settings = settings_of(context)
    known = _view(settings, readers, on).roles
    labels = {entry.name: entry.label for entry in open_catalogue(settings).entries}
    for role in known:
        stated = dict.fromkeys(labels.get(fact.name, fact.name) for fact in role.facts)
        names = [name for name in role.aliases if name.casefold() != role.title.casefold()]
        also = f"\n  also called: {', '.join(names)}" if names else ""
        say(safe(f"{full_name(role)}\n  {role.document}{also}"))
        say(wrap(safe(f"{len(stated)} facts: {', '.join(stated) or NOT_STATED}"), indent="  ") + "\n")
    say(f"{len(known)} role{'' if len(known) == 1 else 's'}")


def facts(
    context: Context,
    role: Annotated[str, typer.Argument(help="The role's title, or part of it.")],
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Every fact about a role, with the words that state it."""
    from bot.main import open_catalogue
    from bot.role_lookup import find_role, full_name

    settings = settings_of(context)
    view = _view(settings, readers, on)
    chosen = find_role(view.roles, role)
    say(safe(full_name(chosen)) + "\n" + safe(chosen.document))
    entries = open_catalogue(settings).entries
    for entry in entries:
        if chosen.stated(entry.name):
            say("\n" + _fact_lines(entry, chosen, view.documents[chosen.document]))
    say("\n" + "\n".join(f"{entry.label}: {NOT_STATED}" for entry in entries if not chosen.stated(entry.name)))


def compare(
    context: Context,
    first: Annotated[str, typer.Argument(help="A role.")],
    second: Annotated[str, typer.Argument(help="Another role.")],
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Two roles side by side."""
    from bot.main import open_catalogue
    from bot.role_lookup import find_role

    settings = settings_of(context)
    known = _view(settings, readers, on).roles
    pair = (find_role(known, first), find_role(known, second))
    entries = open_catalogue(settings).entries
    stated = [entry for entry in entries if any(role.stated(entry.name) for role in pair)]
    say(_comparison(stated, pair))
    neither = [entry.label for entry in entries if entry not in stated]
    if neither:
        say(wrap(f"Stated for neither: {', '.join(neither)}"))


def orgchart(
    context: Context,
    picture: Annotated[Path | None, typer.Option(help="Draw it to this file: .svg, .png or .pdf.")] = None,
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Who reports to whom, as text or as a picture."""
    from bot.answers.reporting import chart, draw_text, reporting
    from bot.orgchart import draw_picture

    posts = chart(reporting(_view(settings_of(context), readers, on).roles))
    say(safe(draw_text(posts)) or "No document in the index describes a role.")
    if picture is not None:
        draw_picture(posts, picture)
        say(f"\nDrawn to {picture}")


def _view(settings: Settings, readers: str | None, on: datetime | None) -> View:
    from bot.main import open_view, terminal_scope

    return open_view(settings, terminal_scope(readers, on and on.date()))


def _fact_lines(entry: Entry, role: Role, document: Document) -> str:
    """The fact ("Grade: 14"), then each quote that states it with its place."""
    stated = role.stated(entry.name)
    lines = [wrap(safe(f"{entry.label}: {'; '.join(dict.fromkeys(fact.value for fact in stated))}"))]
    for fact in stated:
        lines.append(wrap(safe(f"“{' '.join(fact.quote.split())}”"), indent="    "))
        lines.append(wrap(safe(place_of(fact, document.title)), indent="    "))
    return "\n".join(lines)


def place_of(fact: Fact, title: str) -> str:
    """Where a fact stands, as under an answer."""
    from bot.answers.answer import Citation

    return place(Citation(fact.document, title, fact.heading, fact.quote, fact.line, fact.page))


def _comparison(entries: Sequence[Entry], pair: tuple[Role, Role]) -> str:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from bot.role_lookup import full_name

    titles = (Column(Text(safe(f"{full_name(role)}\n{role.document}"))) for role in pair)
    table = Table(Column(""), *titles, show_lines=True)
    for entry in entries:
        table.add_row(Text(entry.label, style="bold"), *(Text(safe(_cell(role, entry.name))) for role in pair))
    drawn = io.StringIO()
    Console(file=drawn, width=shutil.get_terminal_size((120, 40)).columns).print(table)
    return drawn.getvalue().rstrip("\n")


def _cell(role: Role, name: str) -> str:
    return "\n".join(dict.fromkeys(f"{fact.value} [{_short_place(fact)}]" for fact in role.stated(name))) or NOT_STATED


def _short_place(fact: Fact) -> str:
    return f"page {fact.page}" if fact.page is not None else f"line {fact.line}"
