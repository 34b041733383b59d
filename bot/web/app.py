"""The one ASGI application: each surface that speaks HTTP is mounted at its own path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp


def web_app(mounts: Mapping[str, ASGIApp], beside: Callable[[], Coroutine[Any, Any, None]] | None = None) -> Starlette:
    """What is served.

    Args:
        mounts: path -> application: {"/audit": ..., "/slack": ..., "/teams": ...}.
        beside: runs as long as the applications are served, and is cancelled then.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(beside()) if beside is not None else None
        yield
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return Starlette(routes=[Mount(path, app) for path, app in mounts.items()], lifespan=lifespan)
