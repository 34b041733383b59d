"""Whatever changes something comes from a page of the visitor's own."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Mount, Route

from tests.bot.record.made import AUDITOR, answered


def routes(app, above=""):
    for route in app.routes:
        if isinstance(route, Mount):
            yield from routes(route, above + route.path)
        elif isinstance(route, Route):
            yield above + route.path, route.methods


def behind_the_gate(app, number):
    """The addresses of all pages that only auditors see, one of a receipt among them."""
    entrance = ("/static", "/sign-in", "/link")
    found = [path for path, methods in routes(app) if "GET" in (methods or ()) and not path.startswith(entrance)]
    assert {"/answers", "/print", "/chain", "/trends", "/unanswered", "/documents", "/export"} <= set(found)
    return ["/audit" + path.replace("{number}", number) for path in found]


def enter(client, pages):
    client.post(pages.links.create(AUDITOR))
    return re.search(r'name="token" value="(\w+)"', client.get("/audit/chain").text).group(1)


def entries(record):
    return record.head().seq


def test_every_form_needs_the_token_of_the_session(audit, browser, record):
    number = answered(record).number
    pages = audit()
    mine, other = browser(pages), browser(pages)
    enter(mine, pages)
    others_token = enter(other, pages)
    posted = [path for path, methods in routes(pages.app) if "POST" in (methods or ()) and "link" not in path]
    assert len(posted) >= 4
    before = entries(record)
    for path in posted:
        address = "/audit" + path.replace("{number}", number)
        for fields in ({}, {"token": ""}, {"token": others_token}, {"token": "x" * 64}, {"token": "é"}):
            fields = {**fields, "verdict": "wrong", "reason": "Why not?"}
            assert mine.post(address, data=fields).status_code == 403, path
    assert entries(record) == before


@pytest.mark.parametrize("name", ["origin https://evil.example", "origin null", "sec-fetch-site cross-site"])
def test_a_form_of_another_site_is_refused(audit, browser, record, name):
    headers = dict([name.split()])
    number = answered(record).number
    pages = audit()
    client = browser(pages)
    fields = {"token": enter(client, pages), "verdict": "wrong"}
    address = f"/audit/answers/{number}/review"
    assert client.post(address, data=fields, headers=headers).status_code == 403
    assert client.post(pages.links.create(AUDITOR), headers=headers).status_code == 403
    assert client.post(address, data=fields, headers={"origin": "https://audit.example"}).status_code == 303


def test_nothing_changes_by_following_a_link(audit, browser, record):
    number = answered(record).number
    pages = audit()
    client = browser(pages)
    enter(client, pages)
    for path in (
        f"answers/{number}/review?verdict=wrong",
        f"answers/{number}/reveal?reason=x",
        "chain/verify",
        "sign-out",
    ):
        assert client.get(f"/audit/{path}").status_code == 405


def test_what_is_too_long_is_refused(audit, browser, record):
    number = answered(record).number
    pages = audit()
    client = browser(pages)
    fields = {"token": enter(client, pages), "verdict": "wrong", "note": "x" * 20_001}
    assert client.post(f"/audit/answers/{number}/review", data=fields).status_code == 422
    many = {"token": fields["token"], **{f"f{number}": "x" for number in range(30)}}
    assert client.post(f"/audit/answers/{number}/review", data=many).status_code == 400
