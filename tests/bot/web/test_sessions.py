"""Sessions and one-time links: how they begin, and how they end."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.auditors import Auditors, SignedIn
from bot.record import times
from bot.web.audit import links as links_module
from bot.web.audit import sessions as sessions_module
from bot.web.audit.gate import COOKIE
from bot.web.audit.links import NotAnAuditor
from bot.web.audit.secrets import stored
from bot.web.audit.sessions import Sessions
from tests.bot.record.made import ADA, AUDITOR
from tests.bot.record.test_erasure import everything_stored
from tests.bot.web.conftest import AT, AUDITORS

LIST = "/audit/answers"
MINUTE = 60_000_000


@pytest.fixture
def clock(monkeypatch):
    """Moves the time forward, for sessions and links alone."""
    moved = {"by": 0}
    for module in (links_module, sessions_module):
        monkeypatch.setattr(module, "now", lambda: times.now() + moved["by"])

    def forward(minutes):
        moved["by"] += int(minutes * MINUTE)

    return forward


def enter(client, pages):
    """Sign in by a link."""
    link = pages.links.create(AUDITOR)
    answer = client.post(link)
    assert answer.status_code == 303
    return answer


def rows(record, table):
    with record.database.read() as connection:
        return connection.exec_driver_sql(f"SELECT * FROM {table}").all()


def test_a_link_signs_in_once_and_looking_at_it_uses_nothing_up(audit, browser, record):
    pages = audit()
    link = pages.links.create(AUDITOR)
    assert link.startswith(f"{AT}/audit/link/")
    preview, client = browser(pages), browser(pages)
    for _ in range(3):
        assert "<button" in preview.get(link).text
    assert preview.head(link).status_code == 200
    answer = client.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert client.get(LIST).status_code == 200
    assert client.get(link).status_code == client.post(link).status_code == 403
    assert preview.get(LIST).status_code == 303
    assert rows(record, "web_links") == []


def test_a_link_is_only_for_auditors(audit):
    with pytest.raises(NotAnAuditor):
        audit().links.create(ADA)


def test_a_link_is_good_for_minutes(audit, browser, clock):
    pages = audit()
    link = pages.links.create(AUDITOR)
    clock(9.9)
    assert browser(pages).get(link).status_code == 200
    clock(0.2)
    assert browser(pages).get(link).status_code == 403
    assert browser(pages).post(link).status_code == 403


def test_of_many_who_use_a_link_at_once_one_is_signed_in(audit):
    pages = audit()
    secret = pages.links.create(AUDITOR).rpartition("/")[2]
    with ThreadPoolExecutor(8) as pool:
        assert sum(used is not None for used in pool.map(lambda _: pages.links.use(secret), range(16))) == 1


def test_secrets_are_stored_as_hashes(audit, browser, record):
    pages = audit()
    secret = pages.links.create(AUDITOR).rpartition("/")[2]
    assert [row[0] for row in rows(record, "web_links")] == [stored(secret)]
    client = browser(pages)
    client.post(f"/audit/link/{secret}")
    cookie = client.cookies[COOKIE]
    assert len(cookie) == 43
    written = everything_stored(record.database)
    assert AUDITOR.key in written
    assert secret not in written
    assert cookie not in written


def test_a_session_ends_when_nobody_looks_and_in_any_case(audit, browser, clock):
    pages = audit(idle_minutes=30, session_hours=1)
    client = browser(pages)
    enter(client, pages)
    for _ in range(2):
        clock(29)
        assert client.get(LIST).status_code == 200
    clock(3)
    assert client.get(LIST).status_code == 303
    enter(client, pages)
    clock(31)
    assert client.get(LIST).status_code == 303


def test_signing_in_gives_another_secret_and_ends_the_session_before(audit, browser, record):
    pages = audit()
    client = browser(pages)
    enter(client, pages)
    before = client.cookies[COOKIE]
    enter(client, pages)
    assert client.cookies[COOKIE] != before
    assert len(rows(record, "web_sessions")) == 1


def test_a_cookie_that_was_planted_is_not_taken_over(audit, browser):
    pages = audit()
    client = browser(pages)
    client.cookies.set(COOKIE, "planted")
    assert client.get(LIST).status_code == 303
    assert enter(client, pages).headers["set-cookie"].split(";")[0] != f"{COOKIE}=planted"


def test_signing_out_ends_the_session_for_good(audit, browser, record):
    pages = audit()
    client = browser(pages)
    enter(client, pages)
    secret = client.cookies[COOKIE]
    token = re.search(r'name="token" value="(\w+)"', client.get(LIST).text).group(1)
    assert client.post("/audit/sign-out", data={"token": token}).headers["location"] == "/audit/sign-in"
    client.cookies.clear()
    client.cookies.set(COOKIE, secret)
    assert client.get(LIST).status_code == 303
    assert rows(record, "web_sessions") == []


def test_who_is_no_auditor_any_more_has_no_session(record):
    somebody = SignedIn(AUDITOR)
    secret = Sessions(record.database, AUDITORS, 30, 8).begin(somebody)
    assert Sessions(record.database, AUDITORS, 30, 8).visitor(secret).person.key == AUDITOR.key
    assert Sessions(record.database, Auditors(), 30, 8).visitor(secret) is None


def test_coming_from_this_machine_is_no_sign_in_where_there_is_one(audit):
    from starlette.testclient import TestClient

    from bot.web.app import web_app

    with TestClient(web_app({"/audit": audit().app}), "http://localhost", client=("127.0.0.1", 1)) as client:
        assert client.get(LIST, follow_redirects=False).status_code == 303
