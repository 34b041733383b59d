"""The gate before the pages: who comes through is an auditor."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from secrets import token_urlsafe
from typing import cast
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.record.message import Person
from bot.web.audit.errors import Refused
from bot.web.audit.places import SIGN_IN
from bot.web.audit.secrets import form_token
from bot.web.audit.sessions import Sessions, Visitor
from bot.web.settings import LOOPBACK_NAMES

COOKIE = "__Host-rolecall"  # the prefix: this host only, every path, over https only
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
ON_LOOPBACK = (
    "No sign-in is set up, so these pages answer only on the machine that Rolecall runs on, at http://localhost. "
    "Whoever runs Rolecall can set one up: docs/audit.md says how."
)


def visitor_of(connection: HTTPConnection) -> Visitor:
    """Who looks at the page; only behind the gate."""
    return cast(Visitor, connection.scope["visitor"])


class SignInGate:
    """Lets in who is signed in, and leads everybody else to the sign-in."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        secret = request.cookies.get(COOKIE, "")
        visitor = await run_in_threadpool(self._sessions.visitor, secret) if secret else None
        if visitor is not None:
            await self._app({**scope, "visitor": visitor}, receive, send)
            return
        asked_for = f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" else ""
        query = f"?{urlencode({'next': asked_for})}" if asked_for else ""
        await RedirectResponse(f"{SIGN_IN}{query}", 303)(scope, receive, send)


class LoopbackGate:
    """Lets in who sits at this machine, where nobody can sign in.

    What counts is the address that the connection comes from. What headers say of it counts against: they show that
    somebody else's request was passed on. The name that the browser asked for must be one of this machine, or any page
    on the web could have its own name lead here and read along.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        person = Person("loopback", socket.gethostname().replace(":", "_"), "", "Whoever sat at the machine")
        self._visitor = Visitor(person, form_token(token_urlsafe()), is_signed_in=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if not is_loopback(request):
            raise Refused(ON_LOOPBACK)
        await self._app({**scope, "visitor": self._visitor}, receive, send)


def is_loopback(request: Request) -> bool:
    """Whether it comes from this machine, straight from a browser on it."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        peer = ip_address(request.client.host)
    except ValueError:
        return False
    return peer.is_loopback and request.url.hostname in LOOPBACK_NAMES
