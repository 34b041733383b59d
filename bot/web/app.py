"""The one ASGI application: each surface that speaks HTTP is mounted at its own path."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp


def web_app(mounts: Mapping[str, ASGIApp]) -> Starlette:
    """`mounts`: path -> application: {"/audit": ..., "/slack": ..., "/teams": ...}."""
    return Starlette(routes=[Mount(path, app) for path, app in mounts.items()])
