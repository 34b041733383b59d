"""Signing in and out: the pages before the gate."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.auditors import Auditors, SignedIn
from bot.record.record import Record
from bot.web.audit.errors import Refused
from bot.web.audit.forms import check_origin, read_form
from bot.web.audit.gate import COOKIE, visitor_of
from bot.web.audit.links import Links
from bot.web.audit.places import ANSWERS, BASE, SIGN_IN, START
from bot.web.audit.provider import Provider
from bot.web.audit.rendering import Renderer
from bot.web.audit.sessions import Sessions

USED = "This link has been used already, or is too old. Ask the bot for another one."
NO_AUDITOR = (
    "You are signed in, but you are not among the auditors. Whoever runs Rolecall names them in its settings; being an "
    "admin of anything makes nobody an auditor."
)
NEXT = "next"  # in the cookie that remembers while the provider asks: where to go afterwards


@dataclass(frozen=True, slots=True)
class SignInPages:
    """What leads to a session. `provider` and `links` are None where that way is not set up."""

    record: Record
    renderer: Renderer
    sessions: Sessions
    auditors: Auditors
    provider: Provider | None
    links: Links | None

    def show(self, request: Request) -> Response:
        """How one can sign in."""
        wanted = _wanted(request.query_params.get(NEXT, ""))
        return self.renderer.page(
            request,
            "sign_in.html",
            provider=self.provider,
            has_links=self.links is not None,
            start=f"{START}?{urlencode({NEXT: wanted})}",
        )

    async def start(self, request: Request) -> Response:
        """Over to the provider."""
        if self.provider is None:
            return RedirectResponse(SIGN_IN, 303)
        request.session[NEXT] = _wanted(request.query_params.get(NEXT, ""))
        return await self.provider.start(request)

    async def finish(self, request: Request) -> Response:
        """Back from the provider."""
        if self.provider is None:
            return RedirectResponse(SIGN_IN, 303)
        wanted = _wanted(str(request.session.get(NEXT, "")))
        somebody = await self.provider.finish(request)
        request.session.clear()
        return await run_in_threadpool(self._begin, request, somebody, "provider", wanted)

    def show_link(self, request: Request) -> Response:
        """What a one-time link opens: a button. Looking at it uses nothing up."""
        if self.links is None or not self.links.is_good(request.path_params["secret"]):
            raise Refused(USED)
        return self.renderer.page(request, "link.html")

    def use_link(self, request: Request) -> Response:
        """The button was pressed."""
        check_origin(request)
        somebody = self.links.use(request.path_params["secret"]) if self.links else None
        if somebody is None:
            raise Refused(USED)
        return self._begin(request, somebody, "link", ANSWERS)

    async def sign_out(self, request: Request) -> Response:
        await read_form(request)
        await run_in_threadpool(self._end, request)
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
        return answer

    def _begin(self, request: Request, somebody: SignedIn, way: str, wanted: str) -> Response:
        if not self.auditors.admit(somebody):
            self.record.note("sign_in_refused", {"way": way}, somebody.person)
            raise Refused(NO_AUDITOR)
        before = request.cookies.get(COOKIE, "")
        if before:  # a cookie that somebody else may have planted is worth nothing afterwards
            self.sessions.end(before)
        secret = self.sessions.begin(somebody)
        self.record.note("signed_in", {"way": way}, somebody.person)
        answer = RedirectResponse(wanted, 303)
        answer.set_cookie(COOKIE, secret, secure=True, httponly=True, samesite="lax")
        return answer

    def _end(self, request: Request) -> None:
        self.sessions.end(request.cookies.get(COOKIE, ""))
        self.record.note("signed_out", {}, visitor_of(request).person)


def _wanted(path: str) -> str:
    """Where somebody wanted to go, if that is one of the pages."""
    return path if path.startswith(f"{BASE}/") and not path.startswith(SIGN_IN) else ANSWERS
