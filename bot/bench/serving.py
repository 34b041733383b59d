"""`rolecall serve` over HTTP, and the server that it takes for Slack, for as long as something is measured."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.bench.processes import ROOT, BenchError, run

SECRET = "bench-signing-secret"
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """What runs."""

    door: str  # where Rolecall is: "http://127.0.0.1:40001"
    slack: str  # where its Slack is
    process: int  # id of Rolecall's process

    def cpu_seconds(self) -> float:
        """What Rolecall's process has used so far, in all its threads."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path, documents: Path, behind: Path | None = None) -> Iterator[Served]:
    """Both, started and ready.

    Args:
        behind: the Unix socket of a Slack that posts are handed on to.
        folder: takes the settings, the index, the record and what the process says.
    Raises:
        BenchError: one of them doesn't start.
    """
    door, slack = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
    settings = folder / "rolecall.yaml"
    chosen = {
        "documents": str(documents.resolve()),
        "index": "index",
        "web": {"port": int(door.rsplit(":", 1)[1])},
        "slack": {"mode": "http", "secrets": "slack.env"},
    }
    settings.write_text(json.dumps(chosen), encoding="utf-8")
    secrets = f"SLACK_BOT_TOKEN=xoxb-bench\nSLACK_SIGNING_SECRET={SECRET}\nSLACK_API_URL={slack}/api/\n"
    (folder / "slack.env").write_text(secrets, encoding="utf-8")
    run("-m", "bot.cli", "--settings", str(settings), "index")
    log = folder / "serve.log"
    posts_to = [] if behind is None else [str(behind)]
    with log.open("wb") as said:
        started: list[subprocess.Popen[bytes]] = []
        try:
            for arguments, ready in (
                (["-m", "bot.bench.slack_server", slack.rsplit(":", 1)[1], *posts_to], f"{slack}/posts"),
                (["-m", "bot.cli", "--settings", str(settings), "serve"], f"{door}/health"),
            ):
                command = [sys.executable, *arguments]
                started.append(subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said))
                _wait_for(ready, started[-1], log)
            yield Served(door, slack, started[-1].pid)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < ends and process.poll() is None:
        try:
            opener.open(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise BenchError(f"{address} doesn't answer:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
