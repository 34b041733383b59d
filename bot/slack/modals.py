"""Opening a modal: Slack allows three seconds from the click, and no more."""

from __future__ import annotations

import logging

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.client import reason_of
from bot.slack.delivery import Recipient
from bot.slack.rendering.views import View

TOO_LATE = "Slack waited too long for me. Please try that again."
_log = logging.getLogger(__name__)


async def open_modal(to: Recipient, trigger: str, view: View) -> None:
    """Open it, or tell that person that it can't be opened."""
    try:
        await to.client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as problem:
        _log.warning("a modal can't be opened: %s", reason_of(problem))
    except (aiohttp.ClientError, TimeoutError) as problem:
        _log.warning("a modal can't be opened: %s", type(problem).__name__)
    else:
        return
    await to.tell(TOO_LATE)
