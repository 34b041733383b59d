"""GET /health: what keeps the process running is told whether it does its work."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from index.live import live_id
from tests.bot.slack.served import serving, write_settings


def health(port: int) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=120) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


@pytest.fixture(autouse=True)
def patient(monkeypatch) -> None:
    """The machine may be slow."""
    monkeypatch.setattr("bot.web.health.PATIENCE_SECONDS", 60.0)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_all_is_well(request, mode, installation, tmp_path):
    slack = request.getfixturevalue("slack" if mode == "socket" else "slack_over_http")
    with serving(write_settings(tmp_path, installation, slack, mode), slack):
        status, said = health(slack.bot_port)
    live = live_id(installation / "index")
    assert status == 200
    assert said == {"healthy": True, "record": "writable", "slack": "connected", "snapshot": live}


def test_a_record_that_cannot_be_written_is_told(slack, installation, tmp_path, monkeypatch):
    with serving(write_settings(tmp_path, installation, slack, "socket"), slack) as record:
        with record.database.write(), monkeypatch.context() as patch:  # somebody else's transaction that doesn't end
            patch.setattr("bot.web.health.PATIENCE_SECONDS", 0.3)
            status, said = health(slack.bot_port)
        assert (status, said["healthy"], said["record"]) == (503, False, "busy for more than 0.3 seconds")
        assert health(slack.bot_port)[0] == 200
