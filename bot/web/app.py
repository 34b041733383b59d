"""The one ASGI application: each surface that speaks HTTP is mounted at its own path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp


def web_app(
    mounts: Mapping[str, ASGIApp],
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
    routes: Sequence[BaseRoute] = (),
    surfaces: Sequence[Callable[[], AbstractAsyncContextManager[None]]] = (),
) -> Starlette:
    """What is served.

    Args:
        mounts: path -> application: {"/audit": ..., "/slack": ..., "/teams": ...}.
        beside: runs as long as the applications are served, and is cancelled then.
        routes: single addresses, for surfaces that are given them: "/slack/events".
        surfaces: each is entered before anything is served, and left after the last request.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for surface in surfaces:
                await stack.enter_async_context(surface())
            task = asyncio.create_task(beside()) if beside is not None else None
            yield
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    mounted = [Mount(path, app) for path, app in mounts.items()]
    return Starlette(routes=[*routes, *mounted], lifespan=lifespan)
