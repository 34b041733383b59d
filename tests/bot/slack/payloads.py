"""What Slack sends and the local Slack doesn't: payloads in their real shape, for dispatch or for a signed request.

`await app.async_dispatch(AsyncBoltRequest(body=event(...), mode="socket_mode"))` hands one to a Bolt app in this
process, and returns before the listener ends. `signed` gives the headers by which a bot over HTTP knows Slack.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.bot.slack.workspace import ALICE, APP, BOT, SIGNING_SECRET, TEAM, direct_message, element_of

Payload = dict[str, Any]
_numbers = itertools.count(1)


def event(inner: Mapping[str, Any], **wrapper: Any) -> Payload:
    """docs.slack.dev/apis/events-api: an event in its wrapper, such as `is_ext_shared_channel=True`."""
    now = int(time.time())
    return {
        "token": "x",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):08}",
        "event_time": now,
        "is_ext_shared_channel": False,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "event": {"event_ts": _ts(), **inner},
        **wrapper,
    }


def mention(channel: str, text: str, user: str = ALICE, **more: Any) -> Payload:
    """As real Slack sends it: escaped, with blocks and the team of whoever wrote it."""
    said = f"<@{BOT}> {text}"
    parts = [{"type": "user", "user_id": BOT}, {"type": "text", "text": f" {text}"}]
    section = {"type": "rich_text_section", "elements": parts}
    blocks = [{"type": "rich_text", "block_id": "b", "elements": [section]}]
    ts = more.pop("ts", None) or _ts()
    return event(
        {"type": "app_mention", "user": user, "text": said, "ts": ts, "channel": channel, "team": TEAM}
        | {"blocks": blocks, "client_msg_id": f"id-{ts}", "event_ts": ts, "user_team": TEAM, **more}
    )


def messages_tab(user: str = ALICE) -> Payload:
    """The agent's pane is opened."""
    return event({"type": "app_home_opened", "user": user, "channel": direct_message(user), "tab": "messages"})


def message_shortcut(channel: str, message: Mapping[str, Any], user: str = ALICE) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload: on a colleague's message."""
    return _interaction("message_action", "ask_about_message", user) | {
        "channel": {"id": channel, "name": "general"},
        "message_ts": message["ts"],
        "message": dict(message),
        "response_url": "https://hooks.slack.test/x",
    }


def global_shortcut(user: str = ALICE) -> Payload:
    """It names no channel."""
    return _interaction("shortcut", "ask_rolecall", user)


def block_action(channel: str, message: Mapping[str, Any], action_id: str, user: str = ALICE) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload: a button of a message is pressed.

    It has no `response_url`, as if that had run out: what is said in private comes by the workspace's token.
    """
    block, element = element_of(message, action_id)
    action = {"type": element["type"], "action_id": action_id, "block_id": block, "value": element["value"]}
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False}
    pressed = {"channel": {"id": channel, "name": "general"}, "container": container, "message": dict(message)}
    return {**_interaction("block_actions", "", user), **pressed, "actions": [action]}


def home_action(home: Mapping[str, Any], action_id: str, user: str = ALICE) -> Payload:
    """The same in App Home, as real Slack sends it: in no channel, with the view."""
    block, element = element_of(home, action_id)
    action = {"type": element["type"], "action_id": action_id, "block_id": block, "value": element["value"]}
    pressed = {"container": {"type": "view", "view_id": "V1"}, "view": dict(home)}
    return {**_interaction("block_actions", "", user), **pressed, "actions": [action]}


def view_submission(
    view: Mapping[str, Any], values: Mapping[str, Any], user: str = ALICE, number: str = "V1"
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/view-interactions-payload: a modal is sent off."""
    sent = {**view, "id": number, "state": {"values": dict(values)}, "team_id": TEAM, "app_id": APP, "bot_id": "B0BOT"}
    return {**_interaction("view_submission", view["callback_id"], user), "view": sent, "response_urls": []}


def signed(
    payload: Mapping[str, Any], secret: str = SIGNING_SECRET, age_seconds: int = 0, *, as_form: bool = False
) -> tuple[bytes, Payload]:
    """A request's body and its headers, as of so many seconds ago.

    Args:
        as_form: as interactions are sent, shortcuts among them; events are JSON.
    """
    body = urlencode({"payload": json.dumps(payload)}).encode() if as_form else json.dumps(payload).encode()
    sent = str(int(time.time()) - age_seconds)
    digest = hmac.new(secret.encode(), f"v0:{sent}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "content-type": "application/x-www-form-urlencoded" if as_form else "application/json",
        "x-slack-request-timestamp": sent,
        "x-slack-signature": f"v0={digest}",
    }


def retried(headers: Mapping[str, str], number: int = 1) -> Payload:
    """The same once more, because Slack heard nothing."""
    return {**headers, "x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}


def _interaction(kind: str, callback_id: str, user: str) -> Payload:
    return {
        "type": kind,
        "callback_id": callback_id,
        "token": "x",
        "action_ts": _ts(),
        "trigger_id": f"{next(_numbers)}.1.abc",
        "team": {"id": TEAM, "domain": "acme"},
        "user": {"id": user, "username": "alice", "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": APP,
    }


def _ts() -> str:
    return f"{time.time():.0f}.{next(_numbers):06}"
