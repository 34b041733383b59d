"""Rolecall as `rolecall serve` serves it, before a local Slack: in this process, or in one that can be killed."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
import yaml

from bot.main import open_web
from bot.record.database import Database
from bot.record.query import Filters, Queries
from bot.record.receipt import Receipt, read_receipt
from bot.settings import load_settings
from bot.slack.settings import APP_TOKEN as APP_TOKEN_NAME
from bot.slack.settings import BOT_TOKEN as BOT_TOKEN_NAME
from bot.slack.settings import SIGNING_SECRET as SIGNING_SECRET_NAME
from tests.bot.slack.background import Background
from tests.bot.slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Workspace
from tests.conftest import ROOT

START_SECONDS = 120.0


def environment(slack: Workspace) -> dict[str, str]:
    return {
        BOT_TOKEN_NAME: BOT_TOKEN,
        APP_TOKEN_NAME: APP_TOKEN,
        SIGNING_SECRET_NAME: SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
    }


def write_settings(
    folder: Path, installation: Path, slack: Workspace, mode: str, more: Mapping[str, Any] | None = None
) -> Path:
    """A settings file over the installation's index, with a record of its own beside it.

    Args:
        more: sections to add, "slack" among them.
    """
    written = yaml.safe_load((installation / "rolecall.yaml").read_text(encoding="utf-8"))
    more = dict(more or {})
    file = folder / "rolecall.yaml"
    settings = {
        **written,
        "index": str(installation / "index"),
        "web": {"port": slack.bot_port},
        "record": {"file": str(folder / "record.sqlite"), **more.pop("record", {})},
        "slack": {"mode": mode, **more.pop("slack", {})},
        **more,
    }
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return file


class Asked:
    """The record, as an auditor reads it."""

    def __init__(self, file: Path) -> None:
        self.database = Database.open(f"sqlite:///{file}")

    def receipts(self) -> list[Receipt]:
        """Everything that was asked, oldest first."""
        listed = [*Queries(self.database).every(Filters())]
        return sorted((read_receipt(self.database, each.number) for each in listed), key=lambda each: each.id)

    def ended(self, count: int) -> list[Receipt]:
        """All of it, once that many have come to their end; [] before."""
        found = self.receipts()
        return found if len(found) == count and all(each.ended_at for each in found) else []


@contextmanager
def serving(settings_file: Path, slack: Workspace) -> Iterator[Asked]:
    """The server in this process; what stands in its record, inside."""
    settings = load_settings(settings_file, environment(slack))
    told: list[str] = []
    server = uvicorn.Server(
        uvicorn.Config(open_web(settings, told.append), port=settings.web.port, log_level="warning", access_log=False)
    )
    background = Background()
    done = asyncio.run_coroutine_threadsafe(server.serve(), background.loop)
    ends = time.monotonic() + START_SECONDS
    while not server.started and not done.done():
        assert time.monotonic() < ends, "the server doesn't start"
        time.sleep(0.01)
    if done.done():
        done.result()
        raise AssertionError(f"the server ended at once: {told}")
    record = Asked(settings_file.parent / "record.sqlite")
    try:
        yield record
    finally:
        server.should_exit = True
        done.result(START_SECONDS)
        background.stop()
        record.database.close()


class Process:
    """The server in a process of its own."""

    def __init__(self, settings_file: Path, slack: Workspace) -> None:
        self._log = (settings_file.parent / "served.log").open("a", encoding="utf-8")
        surroundings = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(settings_file.parent),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "HF_HUB_OFFLINE": "1",
            **environment(slack),
        }
        command = [sys.executable, "-m", "bot.cli", "serve"]
        self._process = subprocess.Popen(
            command, cwd=settings_file.parent, env=surroundings, stdout=self._log, stderr=self._log
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.wait(60)
        self._log.close()

    def stop(self) -> None:
        """SIGTERM, as an orchestrator does; it has to end by itself."""
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self._log.close()


def accepts(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
