"""The pages of reports: what they show, what they note, and what they hand out."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from hashlib import sha256

import pytest

from bot.record.verify import verify
from tests.bot.record.made import ANSWER, NOT_FOUND, answered, incoming

PAGES = ("trends", "asked", "unanswered", "documents", "export")


def kinds(record) -> list[tuple[str, dict]]:
    with record.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT kind, body FROM entries WHERE message IS NULL ORDER BY seq").all()
    return [(row.kind, json.loads(row.body)) for row in rows]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_and_in_the_navigation(local, page):
    shown = local.get(f"/audit/{page}")
    assert shown.status_code == 200
    assert f'href="/audit/{page}" aria-current="page"' in shown.text


@pytest.mark.parametrize("page", ["trends", "asked", "unanswered", "documents"])
def test_looking_at_a_page_is_an_entry(local, record, page):
    answered(record)
    local.get(f"/audit/{page}?surface=slack&text=leave")
    ((kind, body),) = kinds(record)
    assert kind == "read"
    assert (body["view"], body["filters"]) == (page, {"surface": "slack"})
    assert verify(record.database).problems == ()


@pytest.mark.parametrize("page", PAGES)
def test_what_can_not_be_read_is_said_and_nothing_is_noted(local, record, page):
    shown = local.get(f"/audit/{page}?outcome=best")
    assert shown.status_code == 422
    assert "is none of" in shown.text
    assert kinds(record) == []


@pytest.mark.parametrize("query", ["unit=minute", "by=person", "unit=hour&since=2020-01-01"])
def test_trends_that_can_not_be_shown_say_why(local, record, query):
    answered(record)
    shown = local.get(f"/audit/trends?{query}")
    assert shown.status_code == 422
    assert shown.text.count('role="alert"') == 1


def test_trends_show_charts_with_words_and_numbers(local, record):
    answered(record)
    answered(record, answer=NOT_FOUND)
    shown = local.get("/audit/trends?unit=day&by=surface").text
    pictures = re.findall(r'<img class="chart" src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', shown)
    assert len(pictures) == 4
    assert pictures[0][1].startswith("Questions by surface. From ")
    assert "2 questions: 1 answered, 1 not found" in pictures[0][1]
    for picture, _ in pictures:
        assert b"<script" not in base64.b64decode(picture)
    assert "fewer than five people" in shown
    assert shown.count("<table") == 2


def test_most_asked_and_unanswered(local, record):
    for text in ("How long is parental leave?", "how long is parental LEAVE", "May I <b>shout</b>?"):
        answered(record, incoming(text))
    answered(record, incoming("Where do I park my bicycle?"), NOT_FOUND)
    asked = local.get("/audit/asked").text
    assert re.search(r"(?i)how long is parental leave.*2 times.*by fewer than 5\s+people", asked, re.S)
    assert "May I &lt;b&gt;shout&lt;/b&gt;?" in asked
    unanswered = local.get("/audit/unanswered").text
    assert "Where do I park my bicycle?" in unanswered
    assert "parental" not in unanswered


def test_documents(local, record):
    answered(record)
    shown = local.get("/audit/documents").text
    assert "policies/leave.md" in shown
    assert "Leave &gt; Parental leave" in shown
    assert "handbook/expenses.md" in shown
    assert "(no longer there)" in shown
    assert re.search(r"Carried no answer: 1.*policies/dogs\.md", shown, re.S)


def token(page: str) -> str:
    return re.findall(r'name="token" value="([^"]*)"', page)[-1]


@pytest.mark.parametrize("named", ["csv", "jsonl", "parquet"])
def test_an_export_is_an_archive_with_its_manifest(local, record, named):
    answered(record)
    answered(record, answer=NOT_FOUND)
    form = local.get("/audit/export?outcome=not_found").text
    assert 'name="outcome" value="not_found"' in form
    assert "1 answer<" in form
    fields = {"token": token(form), "outcome": "not_found", "format": named, "bom": "yes"}
    sent = local.post("/audit/export", data=fields)
    assert sent.status_code == 200
    assert sent.headers["content-disposition"] == 'attachment; filename="rolecall-record.zip"'
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        data = archive.read(manifest["file"])
    assert (manifest["rows"], manifest["filters"]) == (1, {"outcome": "not_found"})
    assert manifest["sha256"] == sha256(data).hexdigest()
    assert data.startswith(b"\xef\xbb\xbf") == (named == "csv")
    assert [kind for kind, _ in kinds(record)] == ["exported", "export_finished"]
    assert verify(record.database).problems == ()


@pytest.mark.parametrize("changed", [{"token": "guessed"}, {"format": "xlsx"}, {"outcome": "best"}])
def test_an_export_is_not_made_of_a_form_that_is_wrong(local, record, changed):
    answered(record, answer=ANSWER)
    fields = {"token": token(local.get("/audit/export").text), "format": "csv", **changed}
    assert local.post("/audit/export", data=fields).status_code in (403, 422)
    assert kinds(record) == []


def test_another_site_can_not_have_an_export_made(local, record):
    fields = {"token": token(local.get("/audit/export").text), "format": "csv"}
    assert local.post("/audit/export", data=fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert kinds(record) == []


@pytest.mark.parametrize("page", PAGES)
def test_nobody_gets_in_who_is_not_signed_in(audit, browser, page):
    assert browser(audit()).get(f"/audit/{page}").status_code in (303, 401, 403)
