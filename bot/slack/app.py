"""The Slack app: Bolt with all our listeners."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.listeners import (
    admin,
    audit,
    choices,
    commands,
    context,
    desk,
    feedback,
    home,
    messages,
    sharing,
    shortcuts,
    uninstalled,
)
from bot.slack.listeners.problems import handle_problems
from bot.slack.parts import Slack
from bot.slack.workspaces import Authorize

# Each has `register(app, parts)`.
LISTENERS: tuple[object, ...] = (
    messages,
    commands,
    shortcuts,
    choices,
    sharing,
    feedback,
    context,
    admin,
    desk,
    home,
    audit,
    uninstalled,
)

_log = logging.getLogger(__name__)


def build_app(parts: Slack, client: AsyncWebClient) -> AsyncApp:
    """The app with every listener.

    Args:
        client: of which Bolt makes one for each request; without a token.
    """
    for name in ("slack_bolt", "slack_sdk"):  # at INFO they log whole requests, and with them what was asked
        logging.getLogger(name).setLevel(logging.WARNING)
    app = AsyncApp(
        client=client,
        signing_secret=parts.settings.signing_secret,
        authorize=Authorize(parts.workspaces),  # type: ignore[arg-type]  # Bolt takes an AsyncAuthorize, too
        user_facing_authorize_error_message="Rolecall can't be reached just now. Please try again in a minute.",
    )
    handle_problems(app)
    for listener in LISTENERS:
        listener.register(app, parts)  # type: ignore[attr-defined]  # modules
    return app
