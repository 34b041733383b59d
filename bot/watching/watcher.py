"""The documents folder and the sources, watched until told to stop."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError  # has no other home

from bot.errors import CannotWatch
from bot.watching.counting import Counting
from bot.watching.quiet import Quiet
from bot.watching.settings import WatchSettings
from knowledge.errors import RolecallError

TICK = 0.25  # seconds between two looks at the clock
log = logging.getLogger(__name__)


class Watcher:
    """Has the index built again after each change, one build at a time.

    A change during a build leads to another one. A build that fails is said once, and tried again at the next change
    or look at the sources.
    """

    def __init__(
        self,
        documents: Path,
        chosen: WatchSettings,
        rebuild: Callable[[], None],
        notify: Callable[[str], None],
        *,
        ours: tuple[Path, ...] = (),
        has_sources: bool = False,
    ) -> None:
        """Watch a folder.

        Args:
            rebuild: builds, and says itself what came of it.
            notify: is told in a sentence what went wrong.
            ours: what Rolecall itself writes, and must not set itself off by.
            has_sources: whether there is something to look at from time to time.
        """
        self._documents = documents
        self._chosen = chosen
        self._rebuild = rebuild
        self._notify = notify
        self._counts = Counting(documents, ours)
        self._poll_seconds = chosen.poll_minutes * 60 if has_sources else float("inf")
        self._stop = threading.Event()
        self._said = ""  # the last problem of a build
        self._is_missing = False

    def stop(self) -> None:
        """Have `run` end; a build that is being done is done to its end."""
        self._stop.set()

    def run(self) -> None:
        """Build what has changed while nobody watched, then watch until stopped."""
        while not self._stop.is_set():
            if self._documents.is_dir():
                if self._is_missing:
                    self._is_missing = False
                    self._notify(f"{self._documents} is there again.")
                try:
                    self._watch()
                except (OSError, WatchfilesRustInternalError) as problem:
                    raise CannotWatch(self._documents, str(problem)) from problem
            else:
                if not self._is_missing:
                    self._is_missing = True
                    self._notify(f"{self._documents} is not there; what is live stays. Waiting for it.")
                self._stop.wait(TICK)

    def _watch(self) -> None:
        """Until stopped, or until the folder is another one: a share that was mounted, a folder put in its place."""
        quiet = Quiet(self._chosen.quiet_seconds)
        scan = self._chosen.scan_seconds
        folder = _identity(self._documents)
        next_build = 0.0  # at once; by then watching has begun, so that nothing is missed between
        for changes in watch(
            self._documents.resolve(),
            watch_filter=self._counts,
            debounce=round(TICK * 1000),
            stop_event=self._stop,
            rust_timeout=round(TICK * 1000),
            yield_on_timeout=True,
            force_polling=scan is not None,
            poll_delay_ms=round((scan or TICK) * 1000),
            ignore_permission_denied=True,
        ):
            now = time.monotonic()
            quiet.notice((path for _, path in changes), now)
            if _identity(self._documents) != folder:
                return
            if quiet.is_over(now) or (now >= next_build and not quiet.is_waiting):
                quiet.begin()
                self._build()
                next_build = time.monotonic() + self._poll_seconds

    def _build(self) -> None:
        try:
            self._rebuild()
        except (RolecallError, OSError) as problem:
            if str(problem) != self._said:  # the same problem once, until it is gone
                self._said = str(problem)
                self._notify(f"The index could not be built: {problem}")
        else:
            self._said = ""


async def keep_watching(watcher: Watcher) -> None:
    """Watch in a thread until cancelled."""
    try:
        while True:
            try:
                return await asyncio.to_thread(watcher.run)
            except Exception:  # nobody waits for this: documents must be watched tomorrow as well
                log.exception("watching broke; it begins again in a minute")
            await asyncio.sleep(60)
    finally:
        watcher.stop()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Device and inode; None where it is not there."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
