"""What went wrong, as a page in plain words."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.record.errors import RecordError, UnknownReceipt
from bot.web.audit.errors import BadForm, Refused
from bot.web.audit.rendering import Renderer
from knowledge.errors import RolecallError

STATUSES: Mapping[type[Exception], HTTPStatus] = {
    Refused: HTTPStatus.FORBIDDEN,
    BadForm: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownReceipt: HTTPStatus.NOT_FOUND,
    RecordError: HTTPStatus.SERVICE_UNAVAILABLE,
    RolecallError: HTTPStatus.BAD_GATEWAY,  # what is left: the provider that signs people in
}
log = logging.getLogger(__name__)
Handler = Callable[[Request, Exception], Awaitable[Response]]


def handlers(renderer: Renderer) -> Mapping[Any, Handler]:
    """Kind of error -> what makes a page of it, as Starlette takes them."""

    def page(request: Request, status: HTTPStatus, text: str) -> Response:
        return renderer.page(request, "problem.html", status, heading=status.phrase, text=text)

    def with_status(status: HTTPStatus) -> Handler:
        async def tell(request: Request, problem: Exception) -> Response:
            return page(request, status, str(problem))

        return tell

    async def http(request: Request, problem: Exception) -> Response:
        status = HTTPStatus(problem.status_code if isinstance(problem, HTTPException) else 500)
        return page(request, status, "There is no such page." if status == HTTPStatus.NOT_FOUND else status.phrase)

    async def unforeseen(request: Request, problem: Exception) -> Response:
        log.error("a page of the audit broke: %s", type(problem).__name__)  # the server logs where
        return page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong in Rolecall itself.")

    made = {kind: with_status(status) for kind, status in STATUSES.items()}
    return {**made, HTTPException: http, Exception: unforeseen}
