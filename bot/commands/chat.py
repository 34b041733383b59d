"""`rolecall chat`: a conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys

from bot.commands.common import Context, say, settings_of
from bot.settings import Settings


def chat(context: Context) -> None:
    """Talk with Rolecall in the terminal."""
    open_chat(settings_of(context))


def open_chat(settings: Settings) -> None:
    """Chat until the person leaves."""
    from bot.console import Console
    from bot.main import open_answerer

    answerer = open_answerer(settings)
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives `input` its history and cursor keys
    Console(answerer, _read, say).run()


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
