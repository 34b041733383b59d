"""Child: parses files in a process of limited memory and time that can be killed.

C code can't be interrupted from Python, so no parser runs in our own process. The child (see `server`) imports the
parsers once and forks for each file. Measured on two cores: a new interpreter with all parsers for each file took
0.10 s, a fork 0.003 s, so a handbook of 1,000 small pages is read in seconds, each page still on its own.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from knowledge.document import Document
from knowledge.errors import RolecallError, Unreadable
from knowledge.readers.job import ANSWER, Job, Read, Refused, encode
from knowledge.readers.limits import DEFAULT_LIMITS, Limits

BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from knowledge.readers import server; "
    "server.main(int(sys.argv[2]), int(sys.argv[3]))"
)
HERE = Path(__file__).resolve().parents[2]  # where the package `knowledge` is
START_SECONDS = 60.0  # for the child to start; it takes 0.3 on an idle machine
CHUNK = 1 << 16  # bytes; what a pipe holds


class Child:
    """Reads files, one at a time. A file that breaks its limits costs the child, never the caller.

    with Child() as child:
        document = child.read(job)
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._result: IO[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, job: Job) -> Document:
        """The document in the job's bytes.

        Raises:
            Unreadable: it has no text, or broke a limit; the reason says which.
            RolecallError: the child does not start.
        """
        limits = job.limits
        answer = self._ask(job, limits.child_seconds)
        if isinstance(answer, Refused) and answer.scanned_pages and limits.ocr:
            seconds = min(limits.ocr_seconds, limits.child_seconds + answer.scanned_pages * limits.ocr_page_seconds)
            answer = self._ask(replace(job, ocr=True), seconds)
        if isinstance(answer, Refused):
            raise Unreadable(answer.reason, may_pass=answer.may_pass, timed_out=answer.timed_out)
        return answer.document

    def close(self) -> None:
        """End the child and all it started."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if self._result is not None:
            self._result.close()
            self._result = None

    def _ask(self, job: Job, seconds: float) -> Read | Refused:
        """Send a job, wait for its end, fetch the answer."""
        if self._process is None:
            self._start()
        deadline = time.monotonic() + seconds
        frame = encode(job)
        try:
            ending = self._exchange(len(frame).to_bytes(8, "big") + frame, deadline)
        except TimeoutError:
            self.close()
            return Refused(f"took longer than {seconds:g} s", timed_out=True)
        except OSError:
            self.close()
            return Refused("the process that read it ended without an answer", may_pass=True)
        if ending != b"exit 0\n":
            return Refused(_explained(ending.decode(), job.limits))
        assert self._result is not None
        self._result.seek(0)
        try:
            answer: Read | Refused = ANSWER.decode(self._result.read(job.limits.result_bytes + 1))
            return answer
        except (msgspec.DecodeError, msgspec.ValidationError):
            return Refused("the process that read it gave an answer that can't be understood", may_pass=True)

    def _start(self) -> None:
        """Start the child and wait until it is ready.

        Raises:
            RolecallError: it does not start, so no file could be read; the fault is not the files'.
        """
        # A file bounds what comes back: RLIMIT_FSIZE holds for it, and nobody has to read it while the child writes.
        self._result = tempfile.TemporaryFile()  # noqa: SIM115  closed in `close`
        result = self._result.fileno()
        # No secret of our environment goes in; tesseract needs PATH, and one thread is faster than two on a page.
        environ = {"PATH": os.environ.get("PATH", os.defpath), "OMP_THREAD_LIMIT": "1"}
        command = [sys.executable, "-I", "-c", BOOT, str(HERE), str(result), str(self._limits.child_memory)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=result,
                env=environ,
                pass_fds=(result,),
                process_group=0,
            )
        except OSError as exc:
            self.close()
            raise RolecallError(f"The process that reads documents can't be started: {exc}") from exc
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        try:
            self._exchange(b"", time.monotonic() + START_SECONDS)
        except OSError as exc:
            self._result.seek(0)
            said = self._result.read(100_000).decode("utf-8", "replace").strip().splitlines()
            self.close()
            why = said[-1] if said else f"no answer within {START_SECONDS:g} s"
            raise RolecallError(f"The process that reads documents does not start: {why}") from exc

    def _exchange(self, frame: bytes, deadline: float) -> bytes:
        """Write the whole frame, read one line.

        Raises:
            TimeoutError: not done at `deadline`.
            OSError: the child is gone.
        """
        assert self._process is not None and self._process.stdin is not None and self._process.stdout is not None
        stdin, stdout = self._process.stdin.fileno(), self._process.stdout.fileno()
        waiting = memoryview(frame)
        line = b""
        with selectors.DefaultSelector() as selector:
            if waiting:
                selector.register(stdin, selectors.EVENT_WRITE)
            selector.register(stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                events = selector.select(max(deadline - time.monotonic(), 0))
                if not events:
                    raise TimeoutError
                for key, _ in events:
                    if key.fd == stdin:
                        waiting = waiting[os.write(stdin, waiting[:CHUNK]) :]
                        if not waiting:
                            selector.unregister(stdin)
                    elif (part := os.read(stdout, 100)) and len(line) < 100:
                        line += part
                    else:
                        raise OSError("the child is gone")
        return line


def _explained(ending: str, limits: Limits) -> str:
    """Why the process of one file ended, for the build report."""
    match ending.split():
        case ["signal", number] if int(number) in (signal.SIGXCPU, signal.SIGKILL):
            return f"took more than {limits.child_cpu_seconds} s of computing"
        case ["signal", number] if int(number) in (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS):
            return f"its parser broke off, as for want of memory ({limits.child_memory >> 20} MB are allowed)"
        case ["exit", "1"]:
            return f"needs more memory than allowed ({limits.child_memory >> 20} MB)"
    return f"the process that read it ended with {ending.strip()}"
