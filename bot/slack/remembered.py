"""What Slack said, remembered for a while: its limits allow no look-up for every question."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 10_000


class Remembered(Generic[T]):
    """Looks up by a key and remembers what was found; a look-up that failed is not remembered.

    Several that ask for the same at once share one look-up.
    """

    def __init__(self, look_up: Callable[[str], Awaitable[T]], seconds: float, most: int = MOST) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._most = most
        self._found: OrderedDict[str, tuple[float, asyncio.Task[T]]] = OrderedDict()

    async def get(self, key: str) -> T:
        """What is known of it, at most `seconds` old. Raises whatever the look-up raises."""
        known = self._found.get(key)
        if known is None or time.monotonic() - known[0] > self._seconds:
            known = (time.monotonic(), asyncio.ensure_future(self._look_up(key)))
            self._found[key] = known
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        try:
            return await asyncio.shield(known[1])  # whoever stops waiting doesn't stop it for the others
        except Exception:
            if self._found.get(key) is known:
                del self._found[key]
            raise

    def peek(self, key: str) -> T | None:
        """What was found, without looking anything up; None where nothing was, or it failed."""
        known = self._found.get(key)
        if known is None or not known[1].done() or known[1].cancelled() or known[1].exception() is not None:
            return None
        return known[1].result()

    def forget(self) -> None:
        """Look everything up again."""
        self._found.clear()
