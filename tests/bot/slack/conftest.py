"""A real local Slack for the tests: one a run, empty before each test, every call of the bot held to Slack's limits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.package import local_slack
from tests.bot.slack.workspace import Workspace

ABSENT = "NO LOCAL SLACK: the Slack surface was NOT tried against one."


@pytest.fixture(scope="session")
def local_slack_program() -> Path:
    try:
        return local_slack()
    except (RuntimeError, OSError) as problem:
        pytest.skip(f"{ABSENT} {problem}")


@pytest.fixture(scope="session")
def direct_connections() -> Iterator[None]:
    """The SDK would send calls to loopback through a proxy that the environment names."""
    patch = pytest.MonkeyPatch()
    for name in os.environ:
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy"}:
            patch.delenv(name)
    yield
    patch.undo()


def _running(program: Path, folder: Path, mode: str) -> Iterator[Workspace]:
    try:
        opened = Workspace(program, folder, mode)
    except (RuntimeError, OSError) as problem:
        pytest.skip(f"{ABSENT} {problem}")
    yield opened
    opened.stop()


@pytest.fixture(scope="session")
def socket_workspace(local_slack_program, direct_connections, tmp_path_factory) -> Iterator[Workspace]:
    """The workspace of bots in Socket Mode."""
    yield from _running(local_slack_program, tmp_path_factory.mktemp("slack"), "socket")


@pytest.fixture(scope="session")
def http_workspace(local_slack_program, direct_connections, tmp_path_factory) -> Iterator[Workspace]:
    """The workspace of bots that Slack calls over HTTP, at `bot_port`."""
    yield from _running(local_slack_program, tmp_path_factory.mktemp("slack"), "events")


@pytest.fixture
def slack(socket_workspace: Workspace) -> Iterator[Workspace]:
    """Empty; a test that leaves something that real Slack would have refused fails."""
    yield from _empty(socket_workspace)


@pytest.fixture
def slack_over_http(http_workspace: Workspace) -> Iterator[Workspace]:
    yield from _empty(http_workspace)


def _empty(workspace: Workspace) -> Iterator[Workspace]:
    workspace.reset()
    yield workspace
    assert workspace.problems == []


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"
