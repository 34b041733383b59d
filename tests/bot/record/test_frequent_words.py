"""Frequent words are found the other way round; what is found is the same."""

from __future__ import annotations

import pytest

from bot.record import frequent_words
from bot.record.query import Filters
from tests.bot.record.made import ADA, ANSWER, GRACE, NOT_FOUND, answered, incoming


@pytest.mark.parametrize("batch", [1, 3, 250])
def test_both_ways_find_the_same(record, queries, monkeypatch, batch):
    for number in range(12):
        person = (ADA, GRACE)[number % 3 == 0]
        question = f"May I take {'leave' if number % 2 else 'books'} home?"
        answered(record, incoming(question, person), ANSWER if number % 4 else NOT_FOUND)
    who = queries.page(Filters()).messages[0].person
    asked = [
        Filters(text="leave", person=who),
        Filters(text="may home", outcome="not_found"),
        Filters(text="leave", document="policies/leave.md"),
        Filters(text="parents", outcome="answered", surface="slack"),
        Filters(text="nothing", outcome="answered"),
    ]
    rare = [(queries.page(each, limit=100), queries.page(each, before=9, limit=2)) for each in asked]
    monkeypatch.setattr(frequent_words, "MANY", 0)
    monkeypatch.setattr(frequent_words, "BATCH", batch)
    assert [(queries.page(each, limit=100), queries.page(each, before=9, limit=2)) for each in asked] == rare
    assert sum(len(page.messages) for page, _ in rare) > 10
