"""The columns show what the tables hold, whatever happened since they were read first."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from bot.record.erasure import erase_person, expire
from bot.record.query import Filters
from bot.record.reports.columns import NONE, Columns
from bot.record.times import DAY, now
from tests.bot.record.made import ADA, ANSWER, AUDITOR, GRACE, LEAVE, NOT_FOUND, answered, incoming, received


def same(columns: Columns, database) -> None:
    """What was kept up to date is what is read afresh."""
    with columns.view() as kept, Columns(database).view() as fresh:
        for each in fields(fresh.table):
            old, new = getattr(kept.table, each.name), getattr(fresh.table, each.name)
            if each.name in ("surface", "channel"):
                names = f"{each.name}s"
                old, new = named(kept.table, each.name, names), named(fresh.table, each.name, names)
                assert old == new, each.name
            elif isinstance(new, np.ndarray):
                np.testing.assert_array_equal(old, new, each.name)
        for facet in ("document", "role", "passage"):
            assert pairs(kept, facet) == pairs(fresh, facet)


def named(table, codes, names):
    return [None if code == NONE else getattr(table, names)[code] for code in getattr(table, codes)]


def pairs(view, facet):
    found = view.pairs(facet)
    return sorted(
        (found.values[value], message) for value, message in zip(found.value, found.message.tolist(), strict=True)
    )


def test_they_follow_whatever_happens(database, record, columns):
    same(columns, database)
    first = answered(record)
    received(record, incoming(person=GRACE))
    same(columns, database)
    other = replace(ANSWER, citations=(replace(LEAVE, section=("Leave", "Vacation")),), roles=("Head of Circulation",))
    answered(record, incoming(person=GRACE, surface="teams", channel="C2"), other)
    open_still = received(record)
    same(columns, database)
    record.feedback(first.number, ADA, helpful=False)
    record.review(first.number, AUDITOR, "wrong")
    record.failed(open_still, "the channel is gone")
    same(columns, database)
    record.feedback(first.number, ADA, helpful=True)
    same(columns, database)


def test_nobody_is_known_who_was_erased(database, record, columns):
    answered(record, incoming(person=ADA))
    answered(record, incoming(person=GRACE, channel="D2"))
    with columns.view() as view:
        assert len(set(view.table.person.tolist())) == 2
    erase_person(database, ADA.key, None)
    with columns.view() as view:
        assert view.table.person[0] == NONE
        assert view.table.channel[0] == NONE
        assert view.table.person[1] != NONE
    same(columns, database)
    expire(database, identity_days=1, text_days=None, at=now() + 2 * DAY)
    with columns.view() as view:
        assert set(view.table.person.tolist()) == {NONE}
    same(columns, database)


def test_another_record_in_its_place_is_read_anew(database, record, columns):
    answered(record)
    with columns.view():
        pass
    columns._head = replace(columns._head, hash=bytes(32))  # as after a backup was put back and gone on with
    answered(record)
    same(columns, database)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(outcome="answered"),
        Filters(outcome="not_found"),
        Filters(surface="teams"),
        Filters(surface="pigeon"),
        Filters(feedback="helpful"),
        Filters(feedback="not_helpful"),
        Filters(feedback="none"),
        Filters(verdict="wrong"),
        Filters(verdict="none"),
        Filters(document="policies/leave.md"),
        Filters(document="no/such.md"),
        Filters(section="Leave > Parental leave"),
        Filters(section="Leave"),
        Filters(role="Library Assistant"),
        Filters(text="parental leave"),
        Filters(text="..."),
        Filters(person="P-0"),
        Filters(document="policies/leave.md", outcome="answered", feedback="helpful", text="weeks", surface="slack"),
    ],
    ids=lambda filters: " ".join(f"{name}={value}" for name, value in filters.named().items()) or "all",
)
@pytest.mark.parametrize("facets_are_loaded", [False, True])
def test_a_filter_lets_through_what_the_list_shows(record, queries, columns, filters, facets_are_loaded):
    helped = answered(record)
    answered(record, incoming("May I keep a dog?"), NOT_FOUND)
    answered(record, incoming("And holidays?", GRACE, surface="teams"), replace(ANSWER, citations=(LEAVE,), roles=()))
    received(record)
    record.feedback(helped.number, ADA, helpful=True)
    wrong = answered(record)
    record.feedback(wrong.number, ADA, helpful=False)
    record.review(wrong.number, AUDITOR, "wrong")
    with columns.view() as view:
        if facets_are_loaded:
            view.pairs("document"), view.pairs("role")
        passing = (np.flatnonzero(view.rows(filters)) + 1).tolist()
    assert passing == sorted(each.id for each in queries.every(filters))


def test_times_and_people_filter_as_in_the_list(record, queries, columns):
    for person in (ADA, GRACE, ADA):
        answered(record, incoming(person=person))
    listed = queries.page(Filters()).messages
    middle = listed[1].received_at
    for filters in (Filters(since=middle), Filters(until=middle), Filters(person=listed[0].person)):
        with columns.view() as view:
            passing = (np.flatnonzero(view.rows(filters)) + 1).tolist()
        assert passing == sorted(each.id for each in queries.every(filters))
