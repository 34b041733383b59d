"""Without a sign-in the pages answer only on this machine."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.auditors import Auditors
from bot.web.app import web_app
from bot.web.audit.app import open_audit
from bot.web.settings import WebSettings
from tests.bot.record.made import answered
from tests.bot.web.test_forms import behind_the_gate


def status(record, peer="127.0.0.1", host="localhost:8080", **headers):
    app = web_app({"/audit": open_audit(record, lambda _: {}, WebSettings(), Auditors()).app})
    with TestClient(app, f"http://{host}", client=(peer, 50_000)) as client:
        return client.get("/audit/answers", headers=headers).status_code


@pytest.mark.parametrize(
    ("peer", "host"), [("127.0.0.1", "localhost:8080"), ("::1", "[::1]:8080"), ("127.8.0.1", "127.0.0.1")]
)
def test_this_machine_is_let_in(record, peer, host):
    assert status(record, peer, host) == 200


@pytest.mark.parametrize("peer", ["10.0.0.7", "2001:db8::7", "::ffff:10.0.0.7", "", "unix"])
def test_others_are_not(record, peer):
    assert status(record, peer) == 403


def test_no_page_is_shown_to_others(record, reports):
    number = answered(record).number
    pages = open_audit(record, lambda _: {}, WebSettings(), Auditors(), reports).app
    with TestClient(web_app({"/audit": pages}), "http://localhost", client=("10.0.0.7", 50_000)) as client:
        for path in behind_the_gate(pages, number):
            shown = client.get(path, follow_redirects=False)
            assert shown.status_code == 403, path
            assert number not in shown.text
    assert record.head().seq == 3  # received, answered and posted; nothing was read


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_what_a_proxy_passes_on_is_not(record, name):
    assert status(record, **{name: "127.0.0.1"}) == 403


def test_another_name_that_leads_here_is_not(record):
    assert status(record, host="evil.example:8080") == 403


def test_it_says_why_and_what_to_do(record):
    app = web_app({"/audit": open_audit(record, lambda _: {}, WebSettings(), Auditors()).app})
    with TestClient(app, "http://localhost", client=("10.0.0.7", 50_000)) as client:
        text = client.get("/audit/answers").text
    assert "docs/audit.md" in text
    assert "sign-in" in text
