"""A server that speaks as much of Slack's Web API as answering takes, and says when each post arrived.

`python -m bot.bench.slack_server PORT`; GET /posts gives [[thread, seconds of the machine's monotonic clock], ...].
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.slack.scopes import scopes

TEAM, BOT = "T0BENCH", "U0BOT"
MEMBERS = [f"U{number:04}" for number in range(50)]  # of each channel
_HEADERS = {"x-oauth-scopes": ",".join(sorted(scopes()))}


def server() -> web.Application:
    """The application."""
    posts: list[tuple[str, float]] = []

    async def call(request: web.Request) -> web.Response:
        at = time.monotonic()
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        sent = await request.json() if is_json else {**request.query, **await request.post()}
        if method == "chat.postMessage":
            posts.append((str(sent.get("thread_ts") or ""), at))
        return web.json_response({"ok": True, **_answer(method, sent, len(posts))}, headers=_HEADERS)

    async def posted(_: web.Request) -> web.Response:
        return web.json_response(posts)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", call)
    app.router.add_get("/posts", posted)
    return app


def _answer(method: str, sent: Mapping[str, Any], number: int) -> dict[str, Any]:
    if method == "auth.test":
        return {"team_id": TEAM, "team": "Bench", "user_id": BOT, "user": "rolecall", "bot_id": "B0BOT"}
    if method == "users.info":
        return {"user": {"id": sent["user"], "team_id": TEAM, "name": "somebody", "profile": {}}}
    if method == "conversations.members":
        return {"members": [*MEMBERS, BOT], "response_metadata": {"next_cursor": ""}}
    if method == "conversations.info":
        return {"channel": {"id": sent["channel"], "is_member": True, "is_ext_shared": False}}
    if method == "conversations.open":
        return {"channel": {"id": "D0001"}}
    if method == "chat.postMessage":
        return {"channel": sent["channel"], "ts": f"1800000000.{number:06}"}
    return {}


def main(port: int) -> None:
    """Serve until ended."""
    web.run_app(server(), host="127.0.0.1", port=port, access_log=None, print=lambda *_: None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
