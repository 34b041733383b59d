"""`rolecall serve`: the pages for auditors, and the surfaces that staff talk to."""

from __future__ import annotations

from bot.commands.common import Context, note, settings_of


def serve(context: Context) -> None:
    """Serve the pages for auditors, at /audit, and answer in Slack where the settings hold `slack:`."""
    from bot.main import open_web
    from bot.web.server import serve

    settings = settings_of(context)
    app = open_web(settings, note)
    web = settings.web
    note(f"Serving {web.public_url or f'http://{web.host}:{web.port}'}/audit; Ctrl+C ends it.")
    if not web.needs_sign_in:
        note("No sign-in is set up, so the pages answer only on this machine; docs/audit.md says how to set one up.")
    if settings.watch is not None:
        note(f"Watching {settings.documents} as well.")
    if settings.slack is not None:
        note("Answering in Slack" + (" (Socket Mode)." if settings.slack.mode == "socket" else ", at /slack/events."))
    serve(app, web)
