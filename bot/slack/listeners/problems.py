"""The outermost handler: whatever breaks in a listener is logged, and whoever waits is told in plain words."""

from __future__ import annotations

import logging
import secrets

from slack_bolt.async_app import AsyncApp, AsyncRespond

from bot.slack.errors import NotPosted
from bot.slack.posting import respond_privately
from bot.slack.rendering.message import note

SAID = "Something went wrong on my side. Please try that again, or ask HR. (Reference {reference})"
_log = logging.getLogger(__name__)


def handle_problems(app: AsyncApp) -> None:
    """Attach it. An event that broke before it was stored is answered with a failure, so that Slack sends it again."""

    @app.error
    async def on_problem(error: Exception, respond: AsyncRespond) -> None:
        reference = secrets.token_hex(4)
        _log.error("a listener broke (reference %s)", reference, exc_info=error)
        if not respond.response_url:  # an event: its own trip says what has become of it
            return
        try:
            await respond_privately(respond, note(SAID.format(reference=reference)))
        except NotPosted as problem:
            _log.error("reference %s: nothing can be said about it: %s", reference, problem.reason)
