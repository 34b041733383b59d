"""A server that speaks as much of Slack's Web API as answering takes, and says when each post arrived.

`python -m bot.bench.slack_server PORT [SOCKET]`; GET /posts gives [[thread, seconds of the machine's monotonic clock],
...]. Posts are handed on to the Slack that listens on the Unix socket, where one is named.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.slack.scopes import scopes

TEAM, BOT = "T0BENCH", "U0BOT"
MEMBERS = [f"U{number:04}" for number in range(50)]  # of each channel
_HEADERS = {"x-oauth-scopes": ",".join(sorted(scopes()))}


def server(behind: Path | None = None) -> web.Application:
    """The application. `behind`: the Unix socket of the Slack that posts are handed on to."""
    sessions: list[aiohttp.ClientSession] = []
    posts: list[tuple[str, float]] = []

    async def call(request: web.Request) -> web.Response:
        at = time.monotonic()
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        sent = await request.json() if is_json else {**request.query, **await request.post()}
        if method == "chat.postMessage":
            posts.append((str(sent.get("thread_ts") or ""), at))
            if sessions:
                return web.json_response(await _handed_on(sessions[0], request), headers=_HEADERS)
        return web.json_response({"ok": True, **_answer(method, sent, len(posts))}, headers=_HEADERS)

    async def posted(_: web.Request) -> web.Response:
        return web.json_response(posts)

    async def open_session(_: web.Application) -> AsyncIterator[None]:
        assert behind is not None
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(behind))) as session:
            sessions.append(session)
            yield

    app = web.Application()
    if behind is not None:
        app.cleanup_ctx.append(open_session)
    app.router.add_route("*", "/api/{method}", call)
    app.router.add_get("/posts", posted)
    return app


async def _handed_on(session: aiohttp.ClientSession, request: web.Request) -> dict[str, Any]:
    headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
    async with session.post(f"http://slack{request.path}", data=await request.read(), headers=headers) as response:
        return dict(await response.json())


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


def main(port: int, behind: Path | None = None) -> None:
    """Serve until ended."""
    web.run_app(server(behind), host="127.0.0.1", port=port, access_log=None, print=lambda *_: None)


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(Path, sys.argv[2:]))
