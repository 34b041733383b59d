"""The pages over a record of their own, asked as a browser on this machine asks; on SQLite, and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.auditors import Auditors
from bot.record.database import Database
from bot.record.export.exporting import Export
from bot.record.record import Record
from bot.record.reports.columns import Columns
from bot.record.reports.meaning import Meaning
from bot.record.reports.topics import TopicReports
from bot.web.app import web_app
from bot.web.audit.app import Audit, open_audit
from bot.web.audit.reports import Reports
from bot.web.settings import SignIn, WebSettings
from tests.bot.record.conftest import postgres, sqlite_template, url
from tests.word_embedder import WordEmbedder

__all__ = ["postgres", "sqlite_template", "url"]  # fixtures of the record's own tests
AT = "https://audit.example"
HERE = "http://localhost:8080"


@pytest.fixture
def record(url: str) -> Iterator[Record]:
    database = Database.open(url)
    yield Record(database)
    database.close()


@pytest.fixture
def reports(record: Record) -> Reports:
    return opened_reports(record)


def opened_reports(record: Record) -> Reports:
    """As `bot.main` puts them together, with a small model."""
    columns = Columns(record.database)
    return Reports(
        columns,
        TopicReports(columns, Meaning(WordEmbedder)),
        lambda: {"policies/leave.md", "policies/dogs.md"},
        lambda filters, named, by, bom: Export(record, filters, named, by, "0.1.0+abcd1234", bom=bom),
        fewest=5,
    )


@pytest.fixture
def local(record: Record, reports: Reports) -> Iterator[TestClient]:
    """A browser on the machine that Rolecall runs on, where no sign-in is set up."""
    app = web_app({"/audit": open_audit(record, lambda _: {}, WebSettings(), Auditors(), reports).app})
    with TestClient(app, HERE, client=("127.0.0.1", 50_000), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of an OpenID provider that runs on this machine."""
    program = Path(__file__).parent / "oidc_provider.py"
    with subprocess.Popen([sys.executable, "-W", "ignore", str(program)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://localhost:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@pytest.fixture
def sign_in(issuer: str) -> SignIn:
    return SignIn(issuer, "rolecall", "Example", client_secret="a secret of the client")


AUDITORS = Auditors(emails=frozenset({"audrey@example.org"}), people=frozenset({"slack:T1:U9"}))


@pytest.fixture
def audit(record: Record, reports: Reports, sign_in: SignIn) -> Callable[..., Audit]:
    """Opens the pages where auditors sign in."""

    def open_one(auditors: Auditors = AUDITORS, **changes: object) -> Audit:
        settings = WebSettings(public_url=AT, sign_in=sign_in, links=True)
        return open_audit(record, lambda _: {}, replace(settings, **changes), auditors, reports)  # type: ignore[arg-type]

    return open_one


@pytest.fixture
def browser() -> Iterator[Callable[[Audit], TestClient]]:
    """Opens a browser somewhere on the web, in front of the pages."""
    opened = []

    def open_one(audit: Audit) -> TestClient:
        client = TestClient(web_app({"/audit": audit.app}), AT, client=("203.0.113.7", 50_000), follow_redirects=False)
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        client.close()
