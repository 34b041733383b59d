"""`rolecall watch`: build again whenever documents change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.commands.common import Context, Documents, say, settings_of


def watch(context: Context, documents: Documents = None) -> None:
    """Watch the documents, and build a candidate after each change; publishing it stays to you unless set otherwise."""
    from bot.main import open_watcher
    from bot.watching.settings import WatchSettings

    settings = settings_of(context)
    if documents is not None:
        settings = replace(settings, documents=documents)
    chosen = settings.watch or WatchSettings()
    then = "Candidates wait for `rolecall publish`" if chosen.publish == "ask" else "What is built goes live by itself"
    watcher = open_watcher(settings, chosen, lambda text: say(f"{datetime.now():%H:%M:%S} {text}"))
    say(f"Watching {settings.documents}. {then}. Ctrl+C ends it.")
    watcher.run()
