"""`rolecall chat`: a conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys
from datetime import date

from bot.commands.common import Context, Day, Readers, note, say, settings_of
from bot.settings import Settings


def chat(context: Context, readers: Readers = None, on: Day = None) -> None:
    """Talk with Rolecall in the terminal."""
    open_chat(settings_of(context), readers, on and on.date())


def open_chat(settings: Settings, readers: str | None = None, on: date | None = None) -> None:
    """Chat until the person leaves, writing down what is asked and answered."""
    from bot.console import Console
    from bot.main import open_live_recorded, terminal_scope
    from bot.terminal import draw_receipt

    answerer = open_live_recorded(settings, note, terminal_scope(readers).audience, on)
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives `input` its history and cursor keys

    def write(text: str) -> None:
        say(text)
        if receipt := answerer.shown():
            say(draw_receipt(receipt))

    Console(answerer, _read, write, answerer.new_thread).run()


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
