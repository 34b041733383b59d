"""The pages put together: what answers at which address, behind which gate."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.record.errors import RecordError, UnknownReceipt
from bot.record.record import Record
from bot.web.audit.answers import AnswersPage
from bot.web.audit.errors import BadForm, Refused
from bot.web.audit.gate import LoopbackGate
from bot.web.audit.headers import Headers
from bot.web.audit.places import ANSWERS
from bot.web.audit.rendering import Renderer
from bot.web.settings import WebSettings

STATIC_FILES = Path(__file__).parent / "static"
log = logging.getLogger(__name__)


def audit_app(record: Record, settings: WebSettings) -> Starlette:
    """The pages, to be mounted at /audit."""
    renderer = Renderer(settings.timezone)
    gate = Middleware(LoopbackGate)
    return Starlette(
        routes=[
            Mount("/static", GZipMiddleware(StaticFiles(directory=STATIC_FILES))),  # what changes isn't compressed:
            Mount("/", routes=pages(record, renderer), middleware=[gate]),  # how well would tell of secrets in it
        ],
        middleware=[Middleware(Headers, is_https=settings.public_url.startswith("https:"))],
        exception_handlers=_Problems(renderer).handlers,
    )


def pages(record: Record, renderer: Renderer) -> Sequence[BaseRoute]:
    """What stands behind the gate."""
    answers = AnswersPage(record, renderer)
    return [
        Route("/", _to_answers),
        Route("/answers", answers.show),
    ]


def _to_answers(_: Request) -> Response:
    return RedirectResponse(ANSWERS, 303)


class _Problems:
    """What went wrong, as a page in plain words."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.handlers = {
            Refused: self._told(HTTPStatus.FORBIDDEN),
            BadForm: self._told(HTTPStatus.UNPROCESSABLE_ENTITY),
            UnknownReceipt: self._told(HTTPStatus.NOT_FOUND),
            RecordError: self._told(HTTPStatus.SERVICE_UNAVAILABLE),
            HTTPException: self._http,
            Exception: self._unforeseen,
        }

    def _told(self, status: HTTPStatus):  # type: ignore[no-untyped-def]  # Starlette's own type is narrower than true
        async def tell(request: Request, problem: Exception) -> Response:
            return self._page(request, status, str(problem))

        return tell

    async def _http(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        status = HTTPStatus(problem.status_code)
        text = "There is no such page." if status == HTTPStatus.NOT_FOUND else status.description or status.phrase
        return self._page(request, status, text)

    async def _unforeseen(self, request: Request, problem: Exception) -> Response:
        log.error("a page of the audit broke: %s", type(problem).__name__)  # the traceback follows from the server
        return self._page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong in Rolecall itself.")

    def _page(self, request: Request, status: HTTPStatus, text: str) -> Response:
        return self._renderer.page(request, "problem.html", status, heading=status.phrase, text=text)
