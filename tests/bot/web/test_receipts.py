"""One receipt: what it shows, and what is done on it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.auditors import Auditors
from bot.desk.desk import Desk
from bot.quoted import documents_in
from bot.record.receipt import read_receipt
from bot.record.verify import verify
from bot.web.app import web_app
from bot.web.audit.app import open_audit
from bot.web.settings import WebSettings
from index.build import build
from knowledge.catalogue import load_catalogue
from tests.bot.record.made import ADA, ANSWER, CODE, GRACE, NOT_FOUND, answered, incoming, received
from tests.word_embedder import WordEmbedder

WORDS = "# Leave\n\n## Parental leave\n\nAsk early.\n\nParents take 16 weeks of paid leave. It is paid in full.\n"


def token(client, path="/audit/chain"):
    return re.search(r'name="token" value="(\w+)"', client.get(path).text).group(1)


def test_it_shows_everything_that_is_known(local, record):
    claim = received(record, incoming("How long is parental leave?", thread="t"))
    record.answered(claim, ANSWER, 12.5, CODE)
    record.posting(claim, ["C1"])
    record.posted(claim, ["C1", "1700000001.1"], shown="*Parents* take 16 weeks.")
    record.feedback(claim.number, GRACE, False, "Too short.")
    page = local.get(f"/audit/answers/{claim.number}").text
    receipt = read_receipt(record.database, claim.number)
    shown = ["How long is parental leave?", "• Parents take 16 weeks of paid leave.", "*Parents* take 16 weeks."]
    shown += ["policies/leave.md", "Parental leave", "line 12", "effective 2025-07-01", "ab" * 32, "2.250"]
    shown += [
        "0.910",
        "0.750",
        "12.5 ms",
        CODE.code,
        CODE.model,
        "0123456789ab",
        "C1 / 1700000001.1",
        "Library Assistant",
    ]
    shown += ["Too short.", "not helpful", receipt.person, *(entry.hash.hex() for entry in receipt.entries[:3])]
    assert [each for each in shown if each not in page] == []
    assert "Ada" not in page
    assert "U1" not in page


def test_a_quote_stands_in_its_passage_while_the_snapshot_is_kept(record, tmp_path, samples):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text(WORDS, encoding="utf-8")
    built = build(documents, tmp_path / "index", WordEmbedder(), load_catalogue(None))
    found = documents_in(tmp_path / "index")(built.snapshot)["leave.md"]
    quote = "Parents take 16 weeks of paid leave."
    start = found.text.index(quote)
    cited = replace(ANSWER.citations[0], document="leave.md", version=found.digest, start=start, end=start + len(quote))
    kept = answered(record, answer=replace(ANSWER, citations=(cited,), snapshot=built.snapshot)).number
    changed = replace(cited, version="ef" * 32)
    other = answered(record, answer=replace(ANSWER, citations=(changed,), snapshot=built.snapshot)).number
    gone = answered(record).number
    app = web_app({"/audit": open_audit(record, documents_in(tmp_path / "index"), WebSettings(), Auditors()).app})
    with TestClient(app, "http://localhost", client=("127.0.0.1", 1)) as client:
        page = client.get(f"/audit/answers/{kept}").text
        assert f"Ask early.\n\n<mark>{quote}</mark> It is paid in full." in page
        assert "from the snapshot" in page
        assert "holds other words" in client.get(f"/audit/answers/{other}").text
        page = client.get(f"/audit/answers/{gone}").text
        assert f"<mark>{quote}</mark>" in page
        assert "no longer kept" in page
        assert "that the record stored" in page


def test_reading_is_an_entry(local, record):
    number = answered(record).number
    for _ in range(2):
        local.get(f"/audit/answers/{number}")
    assert [entry.kind for entry in read_receipt(record.database, number).entries][-2:] == ["read", "read"]
    local.get("/audit/answers?text=parental&outcome=answered")
    with record.database.read() as connection:
        kind, body = connection.exec_driver_sql("SELECT kind, body FROM entries ORDER BY seq DESC LIMIT 1").one()
    assert kind == "read"
    assert "answered" in body
    assert "parental" not in body  # what was looked for can be erased
    assert verify(record.database).problems == ()


def test_a_review_is_stored_and_the_last_one_counts(local, record):
    number = answered(record).number
    for verdict in ("wrong", "outdated"):
        fields = {"token": token(local), "verdict": verdict, "note": f"It is <b>{verdict}</b>."}
        answer = local.post(f"/audit/answers/{number}/review", data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/audit/answers/{number}#review")
    receipt = read_receipt(record.database, number)
    assert (receipt.verdict, receipt.verdict_note) == ("outdated", "It is <b>outdated</b>.")
    page = local.get(f"/audit/answers/{number}").text
    assert "It is &lt;b&gt;wrong&lt;/b&gt;." in page
    assert local.post(f"/audit/answers/{number}/review", data={**fields, "verdict": "good"}).status_code == 422


def test_who_asked_is_shown_for_a_reason_and_that_is_an_entry(local, record):
    number = answered(record, incoming(person=ADA)).number
    refused = local.post(f"/audit/answers/{number}/reveal", data={"token": token(local), "reason": "  "})
    assert refused.status_code == 422
    assert "Ada" not in refused.text
    shown = local.post(f"/audit/answers/{number}/reveal", data={"token": token(local), "reason": "A complaint."})
    assert "Ada Lovelace" in shown.text
    assert "Ada" not in local.get(f"/audit/answers/{number}").text
    entry = next(entry for entry in read_receipt(record.database, number).entries if entry.kind == "revealed")
    assert entry.text == "A complaint."


def test_where_a_direct_message_was_posted_would_say_who_asked(local, record):
    claim = received(record)
    record.answered(claim, ANSWER, 1, CODE)
    record.posting(claim, ["D0ADA"])
    record.posted(claim, ["D0ADA", "1.1"])
    page = local.get(f"/audit/answers/{claim.number}").text
    assert "D0ADA" not in page
    assert "a direct message" in page


def test_what_hr_did_with_it_is_shown_by_pseudonyms(local, record):
    number = answered(record, incoming(person=ADA)).number
    assert "Handed to HR" not in local.get(f"/audit/answers/{number}").text
    desk = Desk(record.database)
    desk.open(number, ADA)
    desk.reply(number, GRACE, "Sixteen <b>weeks</b>.")
    desk.close(number, GRACE)
    page = local.get(f"/audit/answers/{number}").text
    assert all(each in page for each in ("Handed to HR", "claimed", "closed", "Sixteen &lt;b&gt;weeks&lt;/b&gt;."))
    assert "Grace" not in page and "Ada" not in page


def test_an_unknown_receipt_is_not_there(local):
    assert local.get("/audit/answers/RC-NOPE9").status_code == 404
    assert local.get("/audit/answers/RC-%3Cb%3E").status_code == 404
    assert "<b>" not in local.get("/audit/answers/RC-%3Cb%3E").text


@pytest.mark.parametrize("path", ["/audit/answers", "/audit/print"])
def test_an_answer_that_was_erased_or_is_not_there_yet_is_shown_as_that(local, record, path):
    from bot.record.erasure import erase_person

    answered(record, incoming("Something private?"))
    received(record, incoming("Still waiting?", person=GRACE))
    erase_person(record.database, ADA.key, None)
    page = local.get(path).text
    assert "[erased]" in page
    assert "Still waiting?" in page
    assert "private" not in page


def test_the_printed_list_holds_question_and_answer_in_full(local, record):
    answered(record, incoming("How long? " + "x" * 3000), NOT_FOUND)
    kept = answered(record).number
    page = local.get("/audit/print?outcome=answered").text
    assert kept in page
    assert "outcome: <bdi>answered</bdi>" in page
    assert "x" * 3000 in local.get("/audit/print").text
    assert local.get("/audit/print?since=x").status_code == 422
