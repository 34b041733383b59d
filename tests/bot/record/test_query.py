"""The list: filters, pages, and what there is to choose from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.answer import Question
from bot.record.message import thread_key
from bot.record.query import Filters
from tests.bot.record.made import ADA, ANSWER, CLARIFY, EXPENSES, GRACE, NOT_FOUND, answered, incoming, received


@pytest.fixture
def numbers(record) -> dict[str, str]:
    """Receipts by what is particular about them."""
    found = {
        "leave": answered(record, incoming("How long is parental leave?")).number,
        "expenses": answered(
            record, incoming("May I fly?", person=GRACE), replace(ANSWER, citations=(EXPENSES,))
        ).number,
        "nothing": answered(record, incoming("What is the meaning of life?"), NOT_FOUND).number,
        "which": answered(record, incoming("the coordinator's pay", surface="teams"), CLARIFY).number,
    }
    failed = received(record, incoming("Is anybody there?"))
    record.failed(failed, "the channel is gone")
    record.feedback(found["leave"], ADA, True)
    record.feedback(found["nothing"], ADA, False)
    record.review(found["expenses"], GRACE, "wrong")
    return {**found, "failed": failed.number}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["failed", "which", "nothing", "expenses", "leave"]),
        (Filters(outcome="answered"), ["expenses", "leave"]),
        (Filters(outcome="failed"), ["failed"]),
        (Filters(surface="teams"), ["which"]),
        (Filters(feedback="helpful"), ["leave"]),
        (Filters(feedback="not_helpful"), ["nothing"]),
        (Filters(feedback="none"), ["failed", "which", "expenses"]),
        (Filters(verdict="wrong"), ["expenses"]),
        (Filters(verdict="none", outcome="answered"), ["leave"]),
        (Filters(document="handbook/expenses.md"), ["expenses", "leave"]),
        (Filters(document="policies/leave.md"), ["leave"]),
        (Filters(section="Leave"), ["leave"]),
        (Filters(section="Leave > Parental leave", document="handbook/expenses.md"), ["leave"]),
        (Filters(section="Parental leave"), []),
        (Filters(role="Library Assistant", feedback="none"), ["expenses"]),
        (Filters(text="parental LEAVE"), ["leave"]),
        (Filters(text="PAID weeks"), ["expenses", "leave"]),
        (Filters(text="fly"), ["expenses"]),
        (Filters(text="leave fly"), []),
        (Filters(text="16 weeks", document="policies/leave.md"), ["leave"]),
        (Filters(text='") OR 1=1 --'), []),
        (Filters(text="?!"), []),
        (Filters(since=datetime(2020, 1, 1, tzinfo=UTC), outcome="clarify"), ["which"]),
        (Filters(until=datetime(2020, 1, 1, tzinfo=UTC)), []),
        (Filters(person="P-NOBODY"), []),
    ],
    ids=str,
)
def test_the_list_holds_what_passes_newest_first(numbers, queries, filters, expected):
    assert [each.number for each in queries.page(filters).messages] == [numbers[name] for name in expected]
    assert queries.count(filters) == len(expected)


def test_a_line_says_what_matters(numbers, queries):
    line = queries.page(Filters(document="policies/leave.md")).messages[0]
    assert (line.question, line.answer) == ("How long is parental leave?", ANSWER.text)
    assert line.documents == ("policies/leave.md", "handbook/expenses.md")
    assert (line.surface, line.outcome, line.feedback, line.verdict) == ("slack", "answered", "helpful", None)
    assert line.person is not None
    assert [each.number for each in queries.page(Filters(person=line.person)).messages][-1] == numbers["leave"]
    assert datetime.now(UTC) - line.received_at < timedelta(hours=1)


@pytest.mark.parametrize("filters", [Filters(), Filters(text="leave"), Filters(document="policies/leave.md")], ids=str)
def test_pages_hold_every_message_once(record, queries, filters):
    asked = [answered(record, incoming(f"leave number {number}")).number for number in range(7)]
    found, before = [], None
    while True:
        page = queries.page(filters, before, limit=3)
        found += [each.number for each in page.messages]
        if page.before is None:
            break
        before = page.before
    assert found == asked[::-1]
    assert [each.number for each in queries.every(filters, batch=2)] == asked[::-1]
    assert queries.count(filters, most=4) == 5


def test_what_there_is_to_choose_from(numbers, queries):
    assert queries.values("document") == ("handbook/expenses.md", "policies/leave.md")
    assert queries.values("section") == ("Leave", "Leave > Parental leave", "Travel")
    assert queries.values("role") == ("Library Assistant",)
    assert queries.values("section", limit=1) == ("Leave",)


def test_questions_come_once_and_without_who_asked(record, queries):
    for person in (ADA, GRACE):
        answered(record, incoming("How long is parental leave?", person=person))
    follow_up = Question("and for fathers?", ("How long is parental leave?",))
    answered(record, incoming(question=follow_up))
    assert queries.questions() == (follow_up, Question("How long is parental leave?"))
    assert queries.questions(limit=1) == (follow_up,)


def test_a_thread_remembers_what_was_asked_in_it(record, queries):
    first = incoming("Who does the clerk report to?")
    answered(record, first)
    answered(record, replace(incoming("and the schedule?"), thread=first.thread))
    answered(record, incoming("something else"))
    thread = thread_key(first.surface, first.workspace, first.channel, first.thread)
    assert queries.earlier(thread) == ("Who does the clerk report to?", "and the schedule?")
    assert queries.earlier(thread, most=1) == ("and the schedule?",)
    assert queries.earlier(thread, before=2) == ("Who does the clerk report to?",)
