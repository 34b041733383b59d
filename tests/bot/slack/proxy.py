"""What stands before the local Slack: answers what it doesn't know, refuses what real Slack refuses, fails on demand.

Every call to the Web API and every post to a `response_url` passes here, is kept, and is held to Slack's limits. All
else (its web page, its control API, its WebSockets) is handed on as it is. Each method that is answered here behaves as
docs.slack.dev/reference/methods says.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.slack.scopes import METHODS, scopes
from tests.bot.slack.limits import message_problems, view_problems
from tests.bot.slack.methods import ANSWERED, amend

AS_JSON = ("attachments", "blocks", "chunks", "files", "loading_messages", "metadata", "prompts", "view")
POSTS = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
NO_HEADERS = {"connection", "content-length", "content-encoding", "host", "transfer-encoding", "keep-alive"}
Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next call of a method."""

    error: str = ""  # Slack's word for it: "ratelimited", "expired_trigger_id", "token_revoked", "invalid_blocks"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)  # {"Retry-After": "1"}
    delay_seconds: float = 0.0
    is_done_anyway: bool = False  # the call is carried out, and only its reply is lost
    is_cut: bool = False  # the connection is lost before the reply


@dataclass(frozen=True, slots=True)
class Call:
    """One call that came in, and what was answered."""

    method: str  # "chat.postMessage"; "response_url" for a post to one
    arguments: Arguments
    token: str
    status: int
    reply: Mapping[str, Any]
    at: float  # seconds, of the loop's clock


@dataclass
class Facts:
    """What the workspace is like; the local Slack knows none of it."""

    bot_token: str
    app_token: str
    granted: set[str] = field(default_factory=lambda: set(scopes()))
    people: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # user -> {"is_restricted": True, ...}
    channels: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # channel -> {"is_ext_shared": True, ...}
    groups: dict[str, list[str]] = field(default_factory=dict)  # user group -> its users
    tokens: dict[str, str] = field(default_factory=dict)  # of other workspaces' bots -> the workspace: "T02OTHER"
    codes: dict[str, str] = field(default_factory=dict)  # that somebody said yes with on Slack's page -> such a token
    app_secret: tuple[str, str] = ("1.2", "test-client-secret")  # the app's own id and secret
    triggers: set[str] = field(default_factory=set)  # of shortcuts, which the local Slack doesn't know
    members: dict[str, list[str]] = field(default_factory=dict)  # channel -> its members, where more than in the config


class Proxy:
    """Listens on a port of this machine; `facts` and `faults` may be changed at any time."""

    def __init__(self, slack: Path, facts: Facts) -> None:
        self.facts = facts
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[Call] = []
        self.problems: list[str] = []  # what real Slack would have refused; a test that leaves some has failed
        self.unacknowledged: dict[str, str] = {}  # envelopes of Socket Mode, which real Slack sends again
        self.loses_acknowledgements = False  # those that come in meanwhile
        self.delivered: set[str] = set()  # timestamps of the messages that left in envelopes
        self.connections = 0  # that a bot in Socket Mode has opened so far
        self._sockets: set[web.WebSocketResponse] = set()
        self._slack = slack

    async def start(self, port: int) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(self._slack)))
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/api/{method}", self._on_call)
        app.router.add_route("*", "/{path:.*}", self._on_other)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def close_sockets(self) -> None:
        """Slack lets go of every connection, as it does now and then."""
        for each in tuple(self._sockets):
            await each.close()

    def clear(self, facts: Facts) -> None:
        self.facts = facts
        self.faults.clear()
        self.calls.clear()
        self.problems.clear()
        self.unacknowledged.clear()
        self.loses_acknowledgements = False
        self.delivered.clear()

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await request.read()
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get("token", "")
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault is not None and fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        headers = {"x-oauth-scopes": ",".join(sorted(self.facts.granted))}
        if fault is not None and not fault.is_done_anyway and (fault.error or fault.status != 200 or fault.is_cut):
            status, reply, headers = fault.status, {"ok": False, "error": fault.error}, {**headers, **fault.headers}
        else:
            status, reply = 200, await self._answer(request, method, arguments, token, body)
            if fault is not None and fault.is_done_anyway:
                status = fault.status
        now = asyncio.get_running_loop().time()
        self.calls.append(Call(method, arguments, token, status, reply, now))
        if fault is not None and fault.is_cut and request.transport is not None:
            request.transport.abort()
        if status >= 500:
            return web.Response(status=status, text="upstream connect error")
        return web.json_response(reply, status=status, headers=headers)

    async def _answer(
        self, request: web.Request, method: str, arguments: Arguments, token: str, body: bytes
    ) -> Mapping[str, Any]:
        if refused := self._refused(method, arguments, token):
            return refused
        if method == "views.open" and arguments.get("trigger_id") in self.facts.triggers:
            return {"ok": True, "view": {"id": f"V{len(self.calls)}", **arguments["view"]}}
        if method in ANSWERED:
            return ANSWERED[method](self.facts, arguments)
        async with self._hand_on(request, body) as response:
            reply = amend(method, arguments, await response.json(), self.facts)
        if method == "auth.test" and token in self.facts.tokens:  # docs.slack.dev/reference/methods/auth.test
            return {**reply, "team_id": self.facts.tokens[token], "bot_id": "B0OTHER"}
        return reply

    def _refused(self, method: str, arguments: Arguments, token: str) -> Mapping[str, Any] | None:
        known = {self.facts.bot_token, self.facts.app_token, *self.facts.tokens}
        if token not in known and method != "oauth.v2.access":
            return {"ok": False, "error": "invalid_auth"}
        if method not in METHODS:
            self.problems.append(f"{method} is not among the methods that bot/slack/scopes.py names")
            return {"ok": False, "error": "unknown_method"}
        if METHODS[method] and not METHODS[method] & self.facts.granted:
            return {"ok": False, "error": "missing_scope", "needed": ",".join(sorted(METHODS[method]))}
        return self._held_to_limits(method, arguments)

    def _held_to_limits(self, method: str, arguments: Arguments) -> Mapping[str, Any] | None:
        found = []
        if method in POSTS or method == "response_url":
            found = message_problems(arguments.get("text", ""), arguments.get("blocks", []))
        elif method.startswith("views."):
            found = view_problems(arguments["view"])
        if not found:
            return None
        self.problems += [f"{method}: {problem}" for _, problem in found]
        return {"ok": False, "error": found[0][0], "response_metadata": {"messages": [each[1] for each in found]}}

    async def _on_other(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._on_websocket(request)
        body = await request.read()
        if "response" in request.path.lower() and not request.path.startswith("/_control"):
            arguments = json.loads(body)
            now = asyncio.get_running_loop().time()
            if "text" in arguments or "blocks" in arguments:
                self._held_to_limits("response_url", arguments)
            if "response_type" not in arguments and not arguments.get("delete_original"):
                self.problems.append("response_url: without response_type it is public here and private in Slack")
            self.calls.append(Call("response_url", arguments, "", 200, {}, now))
        async with self._hand_on(request, body) as response:
            headers = {name: value for name, value in response.headers.items() if name.lower() not in NO_HEADERS}
            return web.Response(status=response.status, body=await response.read(), headers=headers)

    def _sent(self, frame: str) -> None:
        """docs.slack.dev/apis/events-api/using-socket-mode: an envelope waits for its acknowledgement."""
        said = _object(frame)
        if "envelope_id" in said and "payload" in said:
            self.unacknowledged[said["envelope_id"]] = frame
            self.delivered.add(str(said["payload"].get("event", {}).get("ts", "")))

    def _acknowledged(self, frame: str) -> None:
        if not self.loses_acknowledgements:
            self.unacknowledged.pop(str(_object(frame).get("envelope_id", "")), None)

    async def _send_again(self, here: web.WebSocketResponse) -> None:
        """What a connection that broke took with it; the local Slack itself never does."""
        for frame in tuple(self.unacknowledged.values()):
            said = json.loads(frame)
            if said.get("type") == "events_api":
                await here.send_str(json.dumps({**said, "retry_attempt": 1, "retry_reason": "timeout"}))

    def _hand_on(self, request: web.Request, body: bytes) -> Any:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in NO_HEADERS}
        return self._session.request(request.method, f"http://slack{request.path_qs}", data=body, headers=headers)

    async def _on_websocket(self, request: web.Request) -> web.StreamResponse:
        here = web.WebSocketResponse(max_msg_size=0)
        # Slack first: whoever is connected here hears all that is said from then on.
        async with self._session.ws_connect(f"http://slack{request.path_qs}", max_msg_size=0) as there:
            await here.prepare(request)
            self._sockets.add(here)
            if request.path != "/ui":
                self.connections += 1
                await self._send_again(here)
            both = [
                asyncio.create_task(_frames(here, there, self._acknowledged)),
                asyncio.create_task(_frames(there, here, self._sent)),
            ]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in both:
                task.cancel()
        self._sockets.discard(here)
        await here.close()
        return here


async def _frames(source: Any, sink: Any, seen: Callable[[str], None]) -> None:
    async for message in source:
        if message.type == aiohttp.WSMsgType.TEXT:
            seen(message.data)
            await sink.send_str(message.data)
        elif message.type == aiohttp.WSMsgType.BINARY:
            await sink.send_bytes(message.data)


def _object(frame: str) -> Mapping[str, Any]:
    said = json.loads(frame) if frame.startswith("{") else {}
    return said if isinstance(said, dict) else {}


async def _arguments(request: web.Request) -> Arguments:
    """The call's arguments, however they were sent."""
    if request.content_type == "application/json":
        return dict(await request.json())
    sent = {**request.query, **await request.post()}
    if (given := request.headers.get("Authorization", "")).startswith("Basic "):
        name, _, secret = b64decode(given.removeprefix("Basic ")).decode().partition(":")
        sent |= {"client_id": name, "client_secret": secret}
    return {name: json.loads(value) if name in AS_JSON and value else value for name, value in sent.items()}
