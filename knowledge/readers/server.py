"""The child process in which files are parsed: reads jobs from its standard input, forks for each.

    python -I -c "...; server.main(result, memory)"

It starts once and imports every parser; then each file has a process of its own for the price of a fork (about 3 ms,
where a new interpreter takes 100). What a file does to that process is over with it. The protocol: 8 bytes of length
and a job on standard input; the answer in the result file; one line on standard output that says how it ended.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import sys

from knowledge.errors import Unreadable
from knowledge.readers import formats
from knowledge.readers.job import JOB, Job, Read, Refused, encode
from knowledge.readers.pdf import Scanned


def main(result: int, memory: int) -> None:
    """Serve until standard input ends.

    Args:
        result: descriptor of the file that takes the answers.
        memory: most bytes of address space of this process and each of its children.
    """
    # The first acts: limits before anything that a file has a say in.
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    formats.warm_up()
    # What went wrong so far stands in the result file for the parent to show; from now on nobody listens.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.write(1, b"ready\n")
    gc.freeze()  # so that the collector of a child does not copy every page of its parent
    jobs = sys.stdin.buffer
    while header := jobs.read(8):
        frame = jobs.read(int.from_bytes(header, "big"))
        os.ftruncate(result, 0)
        child = os.fork()  # safe: this process has no other thread
        if not child:
            _serve(frame, result)
        del frame
        _, status = os.waitpid(child, 0)
        ending = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        os.write(1, f"{ending}\n".encode())


def _serve(frame: bytes, result: int) -> None:
    """Read one file, write the answer and end the process."""
    code = 1
    try:
        job = JOB.decode(frame)
        _limit(resource.RLIMIT_FSIZE, job.limits.result_bytes)
        if not job.ocr:
            _limit(resource.RLIMIT_CPU, job.limits.child_cpu_seconds)
        answer = encode(_answer(job))
        if len(answer) > job.limits.result_bytes:
            answer = encode(Refused("its text with all places is larger than allowed"))
        at = 0
        while at < len(answer):
            at += os.pwrite(result, answer[at:], at)
        code = 0
    finally:
        os._exit(code)


def _answer(job: Job) -> Read | Refused:
    try:
        return Read(formats.read_job(job))
    except Scanned as exc:
        return Refused(exc.reason, exc.pages)
    except Unreadable as exc:
        return Refused(exc.reason)
    except RecursionError:
        return Refused("nested too deep")
    except MemoryError:
        return Refused(f"needs more memory than allowed ({job.limits.child_memory >> 20} MB)")
    except Exception as exc:  # the last line: whatever a parser does, the other files are read
        return Refused(f"the {job.format} reader failed on it: {type(exc).__name__}")


def _limit(what: int, most: int) -> None:
    """Lower a limit for good; a system that does not know it is left as it is."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process itself
