"""The chain: where it stands, and whether it holds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import SimpleQueue

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.record.message import Person
from bot.record.record import Record
from bot.record.times import moment
from bot.record.verify import Verified, verify
from bot.web.audit.forms import read_form
from bot.web.audit.gate import visitor_of
from bot.web.audit.places import CHAIN
from bot.web.audit.rendering import Renderer
from knowledge.errors import RolecallError

STEPS = 20  # lines of progress that a verification shows, at most
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a verification found, and when."""

    at: datetime
    verified: Verified | None
    broke: str = ""  # why it could not be carried through

    @property
    def is_whole(self) -> bool:
        return self.verified is not None and self.verified.first_bad is None


class Verification:
    """Verifies in a thread of its own, one at a time: whoever asks meanwhile watches the one that runs."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._watchers: list[SimpleQueue[tuple[int, int] | None]] = []
        self._is_running = False
        self.last: Finding | None = None  # since this process began

    def watch(self, person: Person) -> Iterator[tuple[int, int]]:
        """Entries done, and of how many, until it is over; then `last` says what was found. Begins one if none runs.

        It goes on to its end, whether or not anybody watches.
        """
        watcher: SimpleQueue[tuple[int, int] | None] = SimpleQueue()
        with self._lock:
            self._watchers.append(watcher)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, args=(person,), name="verify", daemon=True).start()
        while (progress := watcher.get()) is not None:
            yield progress

    def _run(self, person: Person) -> None:
        try:
            verified = verify(self._record.database, on_progress=self._tell)
            self.last = Finding(datetime.now(UTC), verified)
            body = {"entries": verified.entries, "problems": len(verified.problems)}
            self._record.note("verified", body, person)
        except RolecallError as problem:
            self.last = Finding(datetime.now(UTC), None, str(problem))
        except Exception as problem:
            log.exception("verifying the record broke")
            self.last = Finding(datetime.now(UTC), None, f"Something went wrong: {type(problem).__name__}.")
        finally:
            with self._lock:
                self._is_running = False
                watchers, self._watchers = self._watchers, []
            for watcher in watchers:
                watcher.put(None)

    def _tell(self, done: int, of: int) -> None:
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher.put((done, of))


class ChainPages:
    """Shows the head of the chain, and verifies the whole of it on demand."""

    def __init__(self, record: Record, renderer: Renderer) -> None:
        self._record = record
        self._renderer = renderer
        self._verification = Verification(record)

    def show(self, request: Request) -> Response:
        return self._page(request, None)

    async def verify(self, request: Request) -> Response:
        """The page grows while the record is verified, and ends with what was found."""
        await read_form(request)
        return await run_in_threadpool(self._page, request, self._steps(visitor_of(request).person))

    def _page(self, request: Request, steps: Iterator[str] | None) -> Response:
        head = self._record.head()
        return self._renderer.stream(
            request,
            "chain.html",
            head=head,
            at=moment(head.at),
            verification=self._verification,
            steps=steps,
            here=CHAIN,
        )

    def _steps(self, person: Person) -> Iterator[str]:
        """ "40 %: 1,200,000 of 3,000,000 entries", each twentieth once."""
        shown = -1
        for done, of in self._verification.watch(person):
            step = STEPS * done // of if of else STEPS
            if step > shown:
                shown = step
                yield f"{100 * step // STEPS} %: {done:,} of {of:,} entries"
