"""Serving until told to stop."""

from __future__ import annotations

import sys

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.settings import WebSettings
from knowledge.errors import RolecallError


def serve(app: ASGIApp, settings: WebSettings) -> None:
    """Serve in this process until it is interrupted.

    No log of addresses is kept: they hold what auditors looked for, and one-time secrets. No header is believed that
    says where a request really came from: nothing here needs it.
    """
    import uvicorn

    uvicorn.run(
        told_plainly(app),
        host=settings.host,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
    )


def told_plainly(app: ASGIApp) -> ASGIApp:
    """The same, which says in a sentence why it can't start, where that is known; else with a traceback."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return

        async def say(message: Message) -> None:
            problem = sys.exception()  # what Starlette is telling of
            if message["type"] == "lifespan.startup.failed" and isinstance(problem, RolecallError):
                message = {**message, "message": str(problem)}
            await send(message)

        await app(scope, receive, say)

    return wrapped
