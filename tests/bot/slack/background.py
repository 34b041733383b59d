"""An event loop in a thread of its own, for servers that run beside the tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
START_SECONDS = 60.0
LONGEST_SECONDS = 300.0  # that anything may take on a machine that has much else to do


class Background:
    """Runs coroutines for whoever isn't in a loop; whatever still runs at the end is cancelled."""

    def __init__(self) -> None:
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._wait()), daemon=True)
        self._thread.start()
        assert self._is_ready.wait(START_SECONDS), "the event loop doesn't start"

    async def _wait(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._is_over = asyncio.Event()
        self._is_ready.set()
        await self._is_over.wait()

    def run(self, doing: Coroutine[Any, Any, T], timeout_seconds: float = LONGEST_SECONDS) -> T:
        """What the coroutine returns or raises."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(timeout_seconds)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._is_over.set)
        self._thread.join(LONGEST_SECONDS)
