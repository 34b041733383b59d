"""Serving until told to stop."""

from __future__ import annotations

from starlette.types import ASGIApp

from bot.web.settings import WebSettings


def serve(app: ASGIApp, settings: WebSettings) -> None:
    """Serve in this process until it is interrupted.

    No log of addresses is kept: they hold what auditors looked for, and one-time secrets. No header is believed that
    says where a request really came from: nothing here needs it.
    """
    import uvicorn

    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
    )
