"""`rolecall serve`: the pages for auditors."""

from __future__ import annotations

from bot.commands.common import Context, note, settings_of


def serve(context: Context) -> None:
    """Serve the pages for auditors, at /audit."""
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
    serve(app, web)
