"""Whether this process does its work, for whatever keeps it running: GET /health.

    {"healthy": true, "record": "writable", "snapshot": "0123456789ab", "slack": "connected"}

200 where all of it is as it should be, 503 otherwise. It names nothing that anybody asked or that a document says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.record.database import Database
from bot.record.errors import RecordError

HEALTH = "/health"
PATIENCE_SECONDS = 5.0  # that the record may be busy
# What a surface says of itself, and whether all of it is well: {"slack": "connected", "snapshot": "0123456789ab"}.
Look = Callable[[], Awaitable[tuple[bool, Mapping[str, str]]]]


def health_route(database: Database, looks: tuple[Look, ...] = ()) -> Route:
    """The address, over the record and the surfaces that are served."""

    async def health(_: Request) -> JSONResponse:
        is_writable, said = await _record(database)
        found: dict[str, str] = {"record": said}
        healthy = is_writable
        for look in looks:
            is_well, told = await look()
            healthy = healthy and is_well
            found |= told
        return JSONResponse({"healthy": healthy, **found}, 200 if healthy else 503)

    return Route(HEALTH, health)


async def _record(database: Database) -> tuple[bool, str]:
    """Whether a writing transaction can be begun; nothing is written."""

    def begin() -> None:
        with database.write():
            pass

    try:
        await asyncio.wait_for(asyncio.to_thread(begin), PATIENCE_SECONDS)
    except TimeoutError:
        return False, f"busy for more than {PATIENCE_SECONDS:g} seconds"
    except RecordError:
        return False, "can't be written"  # why stands in the log: a path is nobody else's business
    return True, "writable"
