"""What every command shares: the settings it was started with, and speaking on the two streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.candidate.stages import STAGES
from bot.settings import Settings, find_settings, load_settings

if TYPE_CHECKING:
    from index.build import OnStage

NO_ANSWER = 1  # exit status: the documents don't say, or the question was declined
NOT_POSSIBLE = 2  # exit status: the question, the settings or the index need mending


@dataclass
class Started:
    """What was said before the command's name."""

    settings_file: Path | None = None

    @cached_property
    def settings(self) -> Settings:
        return load_settings(find_settings(self.settings_file, os.environ), os.environ)


Context = typer.Context
Documents = Annotated[Path | None, typer.Argument(help="The folder with your documents; else the settings' one.")]
Readers = Annotated[
    str | None, typer.Option("--as", help="Answer as for somebody in these groups: staff,managers; or public.")
]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As if today were that day.")]


def settings_of(context: Context) -> Settings:
    """The settings that the command was started with, read when first asked for."""
    started: Started = context.ensure_object(Started)
    return started.settings


def say(text: str = "") -> None:
    """To standard output, whatever its encoding can show."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def note(text: str) -> None:
    """To standard error: progress and problems."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


@contextmanager
def progress_bar() -> Iterator[OnStage]:
    """A bar for each stage on standard error; without a terminal nothing is drawn."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:

        def on_stage(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(STAGES.get(stage, stage), total=of)
            progress.update(tasks[stage], completed=done, total=of)

        yield on_stage
