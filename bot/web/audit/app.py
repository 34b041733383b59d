"""The pages put together: what answers at which address, behind which gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.auditors import Auditors
from bot.quoted import Documents
from bot.record.record import Record
from bot.web.audit.answers import AnswersPage
from bot.web.audit.chain import ChainPages
from bot.web.audit.gate import LoopbackGate, SignInGate
from bot.web.audit.headers import Headers
from bot.web.audit.links import Links
from bot.web.audit.places import ANSWERS, CALLBACK, LINK, NAVIGATION, REPORTS
from bot.web.audit.printing import PrintPage
from bot.web.audit.problems import handlers
from bot.web.audit.receipts import ReceiptPages
from bot.web.audit.rendering import Renderer
from bot.web.audit.reports import ReportPages, Reports
from bot.web.audit.sessions import Sessions
from bot.web.audit.sign_in import SignInPages
from bot.web.settings import WebSettings

STATIC_FILES = Path(__file__).parent / "static"
SIGN_IN_SECONDS = 600  # that the provider may take to send somebody back
SIGN_IN_COOKIE = "__Host-rolecall-sign-in"


@dataclass(frozen=True, slots=True)
class Audit:
    """The pages, and what hands out one-time links to them; None where the settings allow none."""

    app: Starlette
    links: Links | None


def open_audit(
    record: Record, documents: Documents, settings: WebSettings, auditors: Auditors, reports: Reports | None = None
) -> Audit:
    """The pages, to be mounted at /audit.

    Args:
        documents: what answers were taken from, see `quoted`.
        reports: what trends, topics and exports are worked out by; their pages are left out where it is.
    """
    answers, *others = NAVIGATION
    renderer = Renderer(settings.timezone, NAVIGATION if reports is None else (answers, *REPORTS, *others))
    address = f"{settings.public_url}{LINK}"
    links = Links(record, auditors, address, settings.link_minutes) if settings.links else None
    behind = pages(record, renderer, documents)
    if reports is not None:
        behind = [*behind, *ReportPages(record, renderer, reports).routes()]
    if settings.needs_sign_in:
        sessions = Sessions(record.database, auditors, settings.idle_minutes, settings.session_hours)
        entrance, sign_out = _entrance(record, renderer, settings, auditors, sessions, links)
        behind = [*behind, sign_out]
        gate = Middleware(SignInGate, sessions=sessions)
    else:
        entrance, gate = [], Middleware(LoopbackGate)
    app = Starlette(
        routes=[
            Mount("/static", GZipMiddleware(StaticFiles(directory=STATIC_FILES))),  # what changes isn't compressed:
            *entrance,  # how well it compresses would tell of the secrets in it
            Mount("/", routes=behind, middleware=[gate]),
        ],
        middleware=[Middleware(Headers, is_https=settings.public_url.startswith("https:"))],
        exception_handlers=handlers(renderer),
    )
    return Audit(app, links)


def pages(record: Record, renderer: Renderer, documents: Documents) -> Sequence[BaseRoute]:
    """What stands behind the gate."""
    answers = AnswersPage(record, renderer)
    receipts = ReceiptPages(record, renderer, documents)
    chain = ChainPages(record, renderer)
    return [
        Route("/", _to_answers),
        Route("/answers", answers.show),
        Route("/answers/{number}", receipts.show),
        Route("/answers/{number}/review", receipts.review, methods=["POST"]),
        Route("/answers/{number}/reveal", receipts.reveal, methods=["POST"]),
        Route("/print", PrintPage(record, renderer).show),
        Route("/chain", chain.show),
        Route("/chain/verify", chain.verify, methods=["POST"]),
    ]


def _entrance(
    record: Record,
    renderer: Renderer,
    settings: WebSettings,
    auditors: Auditors,
    sessions: Sessions,
    links: Links | None,
) -> tuple[Sequence[BaseRoute], BaseRoute]:
    """What stands before the gate; and the way out, which stands behind it."""
    provider = None
    remembering = []
    if settings.sign_in is not None:
        from bot.web.audit.provider import Provider  # Authlib takes its time to load

        provider = Provider(settings.sign_in, f"{settings.public_url}{CALLBACK}")
        remember = Middleware(
            SessionMiddleware,
            secret_key=provider.cookie_key,
            session_cookie=SIGN_IN_COOKIE,
            max_age=SIGN_IN_SECONDS,
            same_site="lax",  # the provider's site sends the browser back
            https_only=True,
        )
        remembering = [remember]
    doors = SignInPages(record, renderer, sessions, auditors, provider, links)
    entrance = [
        Route("/sign-in", doors.show),
        Route("/sign-in/start", doors.start, middleware=remembering),
        Route("/sign-in/callback", doors.finish, middleware=remembering),
        Route("/link/{secret}", doors.show_link, methods=["GET"]),
        Route("/link/{secret}", doors.use_link, methods=["POST"]),
    ]
    return entrance, Route("/sign-out", doors.sign_out, methods=["POST"])


def _to_answers(_: Request) -> Response:
    return RedirectResponse(ANSWERS, 303)
