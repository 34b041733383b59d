"""Whatever people ask, and documents say, is data: nothing of it runs, hides, or leads elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.answers.answer import Choice
from bot.web.audit.visible import visible
from tests.bot.record.made import ANSWER, answered, incoming

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</mark></blockquote><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% raw %}",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</textarea></title><svg/onload=alert(1)>",
    "&lt;script&gt;",
)


REPORTS = ("/audit/trends?by=document", "/audit/asked", "/audit/unanswered", "/audit/documents", "/audit/export")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_as_it_was_written(local, record, text):
    cited = replace(ANSWER.citations[0], title=text, section=(text,), quote=text, document=text, date=text)
    answer = replace(
        ANSWER, text=text, citations=(cited,), choices=(Choice(text, text),), nearest=(text,), roles=(text,)
    )
    number = answered(record, incoming(text), answer).number
    record.feedback(number, None, True, text)
    for path in (f"/audit/answers/{number}", "/audit/answers", "/audit/print", *REPORTS):
        page = local.get(path).text
        charts = r'<img class="" src="" alt="">'  # of ours, with every text in its quotes
        assert not re.search(r"<(script|img|iframe|svg|object)|\son\w+\s*=", without_texts(page).replace(charts, "")), (
            path
        )
    for path in ("/audit/answers", "/audit/print", *REPORTS):
        found = local.get(path, params=dict.fromkeys(("text", "document", "section", "role", "person"), text))
        assert not re.search(r"<(script|iframe|svg|object|img(?! class=\"chart\"))", found.text), path
        assert not re.search(r'value="[^"]*"[^>]*onmouseover', found.text), path


def without_texts(page):
    """The page without what stands between tags, and in values: what is left is markup."""
    return re.sub(r'"[^"]*"', '""', " ".join(re.findall(r"<[^>]*>", page)))


def test_characters_that_hide_are_named(local, record):
    number = answered(record, incoming("Is it \u202elive\u202c or pass\u200bword\x07?")).number
    page = local.get(f"/audit/answers/{number}").text
    assert "Is it ⟨U+202E⟩live⟨U+202C⟩ or pass⟨U+200B⟩word⟨U+0007⟩?" in page
    assert "\u202e" not in page
    assert visible("a\tb\nc") == "a\tb\nc"
    assert visible("क्\u200dष") == "क्\u200dष"  # a joiner that the script needs
    assert visible("👩\u200d🔬") == "👩\u200d🔬"


def test_huge_texts_come_whole_on_the_receipt(local, record):
    number = answered(record, incoming("w" * 200_000), replace(ANSWER, text="a " * 100_000)).number
    assert "w" * 200_000 in local.get(f"/audit/answers/{number}").text
    assert local.get("/audit/answers").status_code == 200


@pytest.mark.parametrize("query", ["before=-1", "before=99999999999999999999", "before=x", "text=%00", "text=%F0%9F"])
def test_odd_addresses_are_no_error(local, query):
    assert local.get(f"/audit/answers?{query}").status_code in (200, 422)


def test_every_page_forbids_what_it_does_not_need(local, record):
    number = answered(record).number
    pages = (
        "/audit/answers",
        f"/audit/answers/{number}",
        "/audit/chain",
        "/audit/print",
        "/audit/none",
        "/audit/answers?since=x",
        *REPORTS,
    )
    for path in pages:
        headers = local.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy  # so that default-src holds for scripts: none
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        page = local.get(path).text
        assert not re.search(r"<style|<script|\sstyle=|https?://", page), path
