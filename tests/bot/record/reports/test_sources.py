"""Which documents carry the answers."""

from __future__ import annotations

from dataclasses import replace

from bot.record.query import Filters
from bot.record.reports.sources import sources
from tests.bot.record.made import ADA, ANSWER, EXPENSES, LEAVE, NOT_FOUND, answered

VACATION = replace(LEAVE, section=("Leave", "Vacation"), start=500, end=536, line=20)


def test_documents_and_sections_are_counted_once_an_answer(record, columns):
    first = answered(record)  # Leave and Expenses
    second = answered(record, answer=replace(ANSWER, citations=(LEAVE, replace(LEAVE, start=400, end=436), VACATION)))
    answered(record, answer=NOT_FOUND)
    record.feedback(first.number, ADA, helpful=True)
    record.feedback(second.number, ADA, helpful=False)
    found = sources(columns, Filters(), {"policies/leave.md", "policies/dogs.md"})
    leave, expenses = found.documents
    assert (leave.document, leave.title, leave.answers, leave.helpful, leave.not_helpful) == (
        LEAVE.document,
        LEAVE.title,
        2,
        1,
        1,
    )
    assert (expenses.document, expenses.answers, expenses.is_there) == (EXPENSES.document, 1, False)
    assert leave.is_there
    assert [(each.section, each.answers) for each in found.sections_of(LEAVE.document)] == [
        ("Leave > Parental leave", 2),
        ("Leave > Vacation", 1),
    ]
    assert found.never == ("policies/dogs.md",)


def test_the_last_time_is_told(record, queries, columns):
    answered(record)
    answered(record)
    last = queries.page(Filters()).messages[0].received_at
    assert {each.last_at for each in sources(columns, Filters(), ()).documents} == {last}


def test_filters_hold(record, columns):
    answered(record)
    found = sources(columns, Filters(surface="teams"), {LEAVE.document})
    assert (found.documents, found.sections, found.never) == ((), {}, (LEAVE.document,))


def test_an_empty_record_carries_nothing(columns):
    assert sources(columns, Filters(), {"a.md"}).never == ("a.md",)
