"""Whatever one file does to its process, the caller gets a reason and the next file is read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.errors import Unreadable
from knowledge.readers.child import BOOT, Child
from knowledge.readers.job import Job
from knowledge.readers.limits import DEFAULT_LIMITS

LIMITS = replace(DEFAULT_LIMITS, child_cpu_seconds=1, child_seconds=2.0, result_bytes=1 << 20)
PATIENT = replace(LIMITS, child_cpu_seconds=20, child_seconds=120.0)  # a busy machine computes slowly
GOOD = Job("cook.md", "markdown", "", b"# Cook\n\nCooks.\n", limits=PATIENT)
# A server whose reader does what the document says, instead of reading it.
HOSTILE = """
import os, time, knowledge.readers.formats as formats
honest = formats.read_job
def read_job(job):
    if job.path == "warm.md" or job.path == "cook.md":
        return honest(job)
    exec(job.data.decode(), {"os": os, "time": time})
formats.read_job = read_job
"""


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    at = BOOT.index("from knowledge.readers")
    monkeypatch.setattr("knowledge.readers.child.BOOT", f"{BOOT[:at]}exec({HOSTILE!r}); {BOOT[at:]}")
    with Child(LIMITS) as started:
        yield started


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("while True: pass", "took more than 1 s of computing"),
        ("time.sleep(60)", "took longer than 2 s"),
        ("os.system('sleep 60')", "took longer than 2 s"),
        ("bytearray(1 << 30)", "needs more memory than allowed"),
        ("os.abort()", "its parser broke off"),
        ("os._exit(7)", "exit 7"),
        ("raise ValueError('a bug')", "reader failed on it: ValueError"),
        ("def f(): f()\nf()", "nested too deep"),
        ("os.kill(os.getppid(), 9); os._exit(0)", "ended without an answer"),
    ],
)
def test_a_file_that_breaks_its_limits_is_only_skipped(child: Child, does: str, reason: str) -> None:
    started = time.monotonic()
    is_slow = "took longer" in reason
    limits = LIMITS if is_slow else replace(LIMITS, child_seconds=120)
    with pytest.raises(Unreadable, match=reason) as found:
        child.read(Job("bad.md", "markdown", "", does.encode(), limits=limits))
    assert found.value.timed_out == is_slow
    assert not is_slow or time.monotonic() - started < 50  # which is less than the document asks for
    assert child.read(GOOD).title == "Cook"


def test_a_document_too_large_to_hand_over_is_skipped() -> None:
    limits = replace(PATIENT, result_bytes=1000)
    with Child(limits) as child, pytest.raises(Unreadable, match="larger than allowed"):
        child.read(replace(GOOD, data=b"# Cook\n\n" + b"Cooks.\n\n" * 1000, limits=limits))


def test_the_process_sees_no_secret_and_ends_with_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    with Child(LIMITS) as child:
        child.read(GOOD)
        process = child._process
        assert process is not None
        if os.path.exists(f"/proc/{process.pid}/environ"):  # noqa: PTH110
            with open(f"/proc/{process.pid}/environ", "rb") as environ:  # noqa: PTH123
                assert b"SECRET" not in environ.read().upper()
    assert process.returncode is not None
