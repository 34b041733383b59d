"""The pages over a record of their own, asked as a browser on this machine asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.record.database import Database
from bot.record.record import Record
from bot.web.app import web_app
from bot.web.audit.app import audit_app
from bot.web.settings import WebSettings

HERE = "http://localhost:8080"


@pytest.fixture
def record(tmp_path: Path):
    database = Database.open(f"sqlite:///{tmp_path}/record.sqlite")
    yield Record(database)
    database.close()


@pytest.fixture
def local(record):
    """A browser on the machine that Rolecall runs on, where no sign-in is set up."""
    app = web_app({"/audit": audit_app(record, WebSettings())})
    with TestClient(app, HERE, client=("127.0.0.1", 50_000), follow_redirects=False) as client:
        yield client
