"""Signing in through a provider: a real one, on this machine."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from bot.auditors import Auditors
from bot.record.receipt import read_receipt
from bot.record.verify import verify
from bot.web.audit.gate import COOKIE
from bot.web.audit.provider import somebody
from bot.web.settings import SignIn
from tests.bot.record.made import answered
from tests.bot.web.test_forms import behind_the_gate

START = "/audit/sign-in/start"
LIST = "/audit/answers"


def consent(location, who):
    """What the provider sends a browser back with, once somebody has signed in there."""
    return httpx2.post(location, data={"sub": who}).headers["location"]


def sign_in(client, who="audrey-id", start=START):
    return client.get(consent(client.get(start).headers["location"], who))


def kinds(record):
    with record.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT kind FROM entries ORDER BY seq").scalars())


def test_who_is_not_signed_in_is_led_to_the_sign_in(audit, browser, record):
    pages = audit()
    client = browser(pages)
    number = answered(record).number
    for path in behind_the_gate(pages.app, number):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/audit/sign-in?next=%2Faudit")
        assert number not in answer.text
    assert "Sign in with Example" in client.get("/audit/sign-in").text


def test_an_auditor_signs_in_and_arrives_where_they_wanted_to_go(audit, browser, record):
    client = browser(audit())
    number = answered(record).number
    led = client.get(f"{LIST}/{number}").headers["location"]
    start = re.search(r'href="(/audit/sign-in/start[^"]*)"', client.get(led).text).group(1)
    back = sign_in(client, start=start)
    assert (back.status_code, back.headers["location"]) == (303, f"{LIST}/{number}")
    assert number in client.get(f"{LIST}/{number}").text
    assert kinds(record)[-2:] == ["signed_in", "read"]
    entry = read_receipt(record.database, number).entries[-1]
    assert (entry.kind, entry.person[:2]) == ("read", "P-")
    assert verify(record.database).problems == ()


def test_what_is_sent_to_the_provider(audit, browser, sign_in):
    asked = browser(audit()).get(START).headers["location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    assert asked.startswith(sign_in.issuer)
    assert query["redirect_uri"] == "https://audit.example/audit/sign-in/callback"
    assert query["code_challenge_method"] == "S256"
    assert len(query["nonce"]) >= 20
    assert len(query["state"]) >= 20


def test_the_cookie_is_for_this_host_only_and_not_for_scripts(audit, browser):
    cookie = sign_in(browser(audit())).headers["set-cookie"].lower()
    assert cookie.startswith("__host-rolecall=") or f"{COOKIE.lower()}=" in cookie
    for attribute in ("secure", "httponly", "samesite=lax", "path=/"):
        assert attribute in cookie
    assert "domain" not in cookie


@pytest.mark.parametrize("who", ["ada-id", "mallory-id"])
def test_others_are_refused_whatever_address_they_claim(audit, browser, record, who):
    client = browser(audit())
    back = sign_in(client, who)
    assert back.status_code == 403
    assert "not among the auditors" in back.text
    assert client.get(LIST).status_code == 303
    assert kinds(record)[-1] == "sign_in_refused"


def test_an_auditor_may_be_named_by_the_providers_id_of_them(audit, browser, sign_in):
    by_claim = audit(Auditors(subjects=frozenset({"ada-oid"})), sign_in=replace(sign_in, subject="oid"))
    client = browser(by_claim)
    assert client.get(consent(client.get(START).headers["location"], "ada-id")).status_code == 303


def test_an_answer_to_another_browser_is_refused(audit, browser):
    pages = audit()
    location = consent(browser(pages).get(START).headers["location"], "audrey-id")
    other = browser(pages)
    assert other.get(location).status_code == 502
    other.get(START)
    assert other.get(location).status_code == 502
    assert other.get(LIST).status_code == 303


def test_an_answer_is_good_once(audit, browser):
    client = browser(audit())
    location = consent(client.get(START).headers["location"], "audrey-id")
    assert client.get(location).status_code == 303
    assert client.get(location).status_code == 502


def test_a_code_without_what_the_challenge_was_made_from_is_worth_nothing(audit, browser, sign_in):
    location = consent(browser(audit()).get(START).headers["location"], "audrey-id")
    code = parse_qs(urlsplit(location).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": location.partition("?")[0]}
    answer = httpx2.post(f"{sign_in.issuer}/oauth2/token", data=form, auth=("rolecall", "a secret of the client"))
    assert "PKCE" in answer.text


def test_a_provider_that_calls_itself_otherwise_is_not_believed(audit, browser, sign_in):
    answer = browser(audit(sign_in=replace(sign_in, issuer=f"{sign_in.issuer}/elsewhere"))).get(START)
    assert answer.status_code == 502
    assert "not the issuer" in answer.text


def test_a_provider_that_can_not_be_reached_is_said_to_be(audit, browser, sign_in):
    answer = browser(audit(sign_in=replace(sign_in, issuer="http://127.0.0.1:9"))).get(START)
    assert answer.status_code == 502
    assert "reached" in answer.text


def test_somebody_who_declines_is_told(audit, browser):
    client = browser(audit())
    client.get(START)
    answer = client.get("/audit/sign-in/callback?error=access_denied&error_description=%3Cb%3ENo%3C/b%3E&state=x")
    assert answer.status_code == 502
    assert "<b>" not in answer.text


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/elsewhere", ""])
def test_signing_in_leads_to_no_other_site(audit, browser, wanted):
    client = browser(audit())
    assert sign_in(client, start=str(httpx2.URL(START, params={"next": wanted}))).headers["location"] == LIST


def test_slack_names_the_same_person_as_in_chat():
    settings = SignIn("https://slack.com", "1.2")
    claims = {"sub": "U1", "https://slack.com/team_id": "T1", "https://slack.com/user_id": "U1", "name": "Ada"}
    assert somebody(settings, claims).person.key == "slack:T1:U1"


def test_an_address_counts_where_the_provider_vouches_for_it_or_the_settings_do():
    claims = {"sub": "1", "email": "ada@example.org"}
    settings = SignIn("https://login.example/tenant/v2.0", "x")
    assert somebody(settings, claims).email == ""
    assert somebody(settings, {**claims, "email_verified": True}).email == "ada@example.org"
    assert somebody(replace(settings, trust_email=True), claims).email == "ada@example.org"
    assert somebody(settings, claims).person.key == "oidc:login.example/tenant/v2.0:1"
