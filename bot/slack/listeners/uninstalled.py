"""Rolecall is taken out of a workspace, or its token revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.parts import Slack


def register(app: AsyncApp, parts: Slack) -> None:
    """Attach the listeners."""

    @app.event("app_uninstalled")
    async def on_uninstalled(context: AsyncBoltContext) -> None:
        await parts.workspaces.uninstalled(context.team_id or "")

    @app.event("tokens_revoked")
    async def on_revoked(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tokens", {}).get("bot"):  # the others are people's, of which we have none
            await parts.workspaces.uninstalled(context.team_id or "")
