"""The list: filters, pages, what it notes."""

from __future__ import annotations

import pytest

from bot.record.query import PAGE
from tests.bot.record.made import ANSWER, NOT_FOUND, answered, incoming


def test_the_newest_come_first_and_older_ones_on_the_next_page(local, record):
    numbers = [answered(record).number for _ in range(PAGE + 1)]
    first = local.get("/audit/answers").text
    assert [number for number in numbers if number in first] == numbers[1:]
    assert first.index(numbers[-1]) < first.index(numbers[1])
    assert f"{PAGE + 1} answers" in first
    older = local.get("/audit/answers?before=2").text
    assert numbers[0] in older
    assert numbers[1] not in older


@pytest.mark.parametrize(
    "query",
    ["text=vacation", "outcome=not_found", "until=1999-01-01", "document=none.md", "person=P-NONE", "text=%22*("],
)
def test_filters_leave_out_what_does_not_pass(local, record, query):
    kept = answered(record, incoming("How long is parental leave?"), ANSWER).number
    assert kept in local.get("/audit/answers").text
    page = local.get(f"/audit/answers?{query}")
    assert page.status_code == 200
    assert kept not in page.text


@pytest.mark.parametrize("query", ["text=parental", "outcome=answered", "since=2020-01-01&role=Library+Assistant"])
def test_filters_keep_what_passes_and_stand_in_the_next_address(local, record, query):
    for _ in range(PAGE + 1):
        kept = answered(record, incoming("How long is parental leave?"), ANSWER).number
    other = answered(record, incoming("May I bring a dog?"), NOT_FOUND).number
    page = local.get(f"/audit/answers?{query}").text
    assert kept in page
    assert other not in page
    assert f"{query.replace('&', '&amp;')}&amp;before=" in page


def test_what_can_not_be_read_is_said(local):
    page = local.get("/audit/answers?since=yesterday&outcome=best&until=0001-01-01")
    assert page.status_code == 422
    assert page.text.count('role="alert"') == 3
