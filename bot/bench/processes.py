"""Processes that are measured: each one's time and memory are the system's own figures for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from knowledge.errors import RolecallError

ROOT = Path(__file__).resolve().parents[2]


class BenchError(RolecallError):
    """Something that is measured failed; the text holds what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took from start to end, its own children included."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float


def run(*arguments: str, accepted: Sequence[int] = (0,)) -> Cost:
    """Run Python with these arguments, in the folder that holds our packages.

    Raises:
        BenchError: it ended with a status that is not accepted.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        cost, status = _wait(process, began)
        if status not in accepted:
            said.seek(0)
            words = said.read()[-2000:].decode("utf-8", "replace").strip()
            raise BenchError(f"`python {' '.join(arguments)}` ended with status {status}:\n{words}")
    return cost


class Worker:
    """A process that stays and does one thing after another; see `worker`.

    with Worker("answers", Path("rolecall.yaml")) as worker:
        seconds = worker.do(ask="Who?", earlier=[])
    """

    def __init__(self, role: str, settings: Path) -> None:
        self._role = role
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.bench.worker", role, str(settings)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.cost: Cost | None = None  # known when it has ended

    def do(self, **what: Any) -> Any:
        """Have it do one thing, and wait for what it says.

        Raises:
            BenchError: it ended instead; why, it has written to standard error.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BenchError(f"The process that measures {self._role} ended early.")
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self.cost, _ = _wait(self._process, self._began)


def _wait(process: subprocess.Popen[Any], began: float) -> tuple[Cost, int]:
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), process.returncode
