"""Periods, rates, percentiles, and groups of which none is too small to be shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.record import tables
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.reports import chart
from bot.record.reports.periods import MOST, edges, unit_for
from bot.record.reports.trends import OTHERS, trends
from bot.record.times import DAY, microseconds
from tests.bot.record.made import ANSWER, CODE, NOT_FOUND, answered, incoming, received

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
POOLED = "fewer than five people"


def at(database, message: int, when: datetime) -> None:
    """As if it had been received then."""
    with database.write() as connection:
        chosen = update(tables.messages).where(tables.messages.c.id == message)
        connection.execute(chosen.values(received_at=microseconds(when)))


def ask(record, people: int, times: int = 1, answer=ANSWER, first: int = 0, **changes) -> None:
    for number in range(people * times):
        person = Person("slack", "T1", f"U{first + number % people}")
        answered(record, incoming(person=person, **changes), answer)


def test_each_period_counts_what_was_received_in_it(database, record, columns):
    first = answered(record)
    answered(record, answer=NOT_FOUND)
    answered(record)
    record.feedback(first.number, None, helpful=True)
    for message, when in ((1, MARCH), (2, MARCH + timedelta(hours=23)), (3, MARCH + timedelta(days=2))):
        at(database, message, when)
    found = trends(columns, Filters(), "day")
    assert [point.start.day for point in found.all.points] == [1, 2, 3]
    assert [point.questions for point in found.all.points] == [2, 0, 1]
    one, none, _ = found.all.points
    assert (one.outcomes["answered"], one.outcomes["not_found"], one.not_found_rate) == (1, 1, 0.5)
    assert (one.helpful, one.not_helpful, one.helpful_rate) == (1, 0, 1.0)
    assert (one.p50, one.p95) == (12.5, 12.5)
    assert (none.not_found_rate, none.helpful_rate, none.p50) == (None, None, None)
    assert found.all.whole.questions == 3
    assert found.groups == ()


def test_percentiles_are_of_the_nearest_rank(record, columns):
    for milliseconds in range(1, 101):
        claim = received(record)
        record.answered(claim, ANSWER, milliseconds, CODE)
    whole = trends(columns, Filters()).all.whole
    assert (whole.p50, whole.p95) == (50.0, 95.0)


def test_an_empty_record_has_trends_of_nothing(columns):
    found = trends(columns, Filters(), by="document")
    assert found.all.whole.questions == 0
    assert found.groups == ()
    for what in chart.DRAWN:
        assert b"<svg" in chart.draw(found, what)
    assert chart.tables(found)[-1][1][0][1] == "0"


def test_times_asked_for_are_all_shown_though_nothing_was_asked(columns):
    found = trends(columns, Filters(since=MARCH, until=MARCH + timedelta(days=7)), "day")
    assert [point.start.day for point in found.all.points] == [1, 2, 3, 4, 5, 6, 7]


def test_days_are_those_of_the_time_zone(database, record, columns):
    answered(record)
    at(database, 1, datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    berlin = trends(columns, Filters(), "day", zone=ZoneInfo("Europe/Berlin"))
    assert [point.start.day for point in berlin.all.points] == [2]


@pytest.mark.parametrize(
    ("unit", "starts"),
    [
        ("day", ["03-28 00:00", "03-29 00:00", "03-30 00:00"]),
        ("week", ["03-23 00:00"]),
        ("month", ["03-01 00:00"]),
    ],
)
def test_periods_begin_at_midnight_though_the_clock_is_moved(unit, starts):
    zone = ZoneInfo("Europe/Berlin")
    first = microseconds(datetime(2026, 3, 28, 12, tzinfo=zone))
    found = edges(first, microseconds(datetime(2026, 3, 30, 12, tzinfo=zone)), unit, zone)[:-1]
    if unit == "week":
        found = found[:1]
    assert [f"{edge:%m-%d %H:%M}" for edge in found] == starts


def test_a_day_on_which_the_clock_is_moved_has_23_hours():
    zone = ZoneInfo("Europe/Berlin")
    day = microseconds(datetime(2026, 3, 29, tzinfo=zone))
    assert len(edges(day, microseconds(datetime(2026, 3, 30, tzinfo=zone)) - 1, "hour", zone)) - 1 == 23


def test_too_many_periods_are_refused_with_what_to_do():
    with pytest.raises(RecordError, match="longer unit"):
        edges(0, (MOST + 1) * DAY, "day")


def test_the_unit_suits_the_time():
    assert [unit_for(0, days * DAY) for days in (1, 30, 200, 1000)] == ["hour", "day", "week", "month"]


def test_a_group_of_few_people_is_pooled(record, columns):
    ask(record, people=6, surface="slack")
    ask(record, people=5, times=2, surface="teams")
    ask(record, people=3, times=3, surface="terminal")
    ask(record, people=3, surface="pigeon", first=10)
    found = trends(columns, Filters(), by="surface")
    shown = [(series.group, series.people, series.whole.questions) for series in found.groups]
    assert shown == [("teams", 5, 10), ("slack", 6, 6), (POOLED, 6, 12)]


def test_a_pool_of_few_people_takes_in_the_smallest_group_shown(record, columns):
    ask(record, people=6, times=2, surface="slack")
    ask(record, people=5, surface="teams")
    ask(record, people=1, surface="terminal", first=20)
    found = trends(columns, Filters(), by="surface")
    assert [(series.group, series.people) for series in found.groups] == [("slack", 6), (POOLED, 6)]


def test_one_person_alone_is_told_nothing_of(record, columns):
    ask(record, people=1, times=9)
    found = trends(columns, Filters(), by="channel")
    assert [series.group for series in found.groups] == [POOLED]


def test_the_number_of_people_is_a_setting(record, columns):
    ask(record, people=2)
    assert [each.group for each in trends(columns, Filters(), by="role", fewest=2).groups] == ["Library Assistant"]


def test_a_question_about_two_documents_is_in_both_and_once_in_the_pool(record, columns):
    ask(record, people=5)
    found = trends(columns, Filters(), by="document")
    assert [(each.group, each.whole.questions) for each in found.groups] == [
        ("handbook/expenses.md", 5),
        ("policies/leave.md", 5),
    ]
    pooled = trends(columns, Filters(), by="document", fewest=6)
    assert [(each.group, each.whole.questions) for each in pooled.groups] == [("fewer than six people", 5)]


def test_groups_beyond_the_most_are_taken_together(record, columns):
    for place, surface in enumerate(("slack", "teams", "terminal")):
        ask(record, people=5, times=3 - place, surface=surface)
    found = trends(columns, Filters(), by="surface", most_groups=1)
    assert [(each.group, each.whole.questions) for each in found.groups] == [("slack", 15), (OTHERS, 15)]


def test_every_line_is_in_the_legend(record, columns):
    for surface in ("_drafts", "slack", "teams"):
        ask(record, people=5, surface=surface)
    words = {
        element.text for element in ET.fromstring(chart.draw(trends(columns, Filters(), by="surface"), "time")).iter()
    }
    assert {" _drafts", "slack", "teams"} <= words


@pytest.mark.parametrize("what", chart.DRAWN)
@pytest.mark.parametrize("by", [None, "surface"])
def test_a_chart_runs_nothing_loads_nothing_and_says_what_it_shows(record, columns, what, by):
    ask(record, people=5, surface="<script>alert(1)</script>")
    found = trends(columns, Filters(), by=by)
    svg = chart.draw(found, what)
    root = ET.fromstring(svg)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"script", "image", "foreignObject", "a"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not (name.endswith("href") and not value.startswith("#"))
    assert root.get("role") == "img"
    assert root[0].text == chart.title(found, what)
    assert root[1].text == chart.describe(found, what)
    assert svg == chart.draw(found, what)


def test_the_table_beside_a_chart_holds_its_numbers(record, columns):
    ask(record, people=5, answer=NOT_FOUND)
    (headers, rows), (_, periods) = chart.tables(trends(columns, Filters(), by="surface"))
    assert [row[1] for row in periods] == ["5"]
    assert dict(zip(headers, rows[0], strict=True)) == {
        "surface": "slack",
        "people": "5",
        "questions": "5",
        "answered": "0",
        "not found": "5",
        **dict.fromkeys(("asked back", "declined", "small talk", "failed", "helpful", "not helpful"), "0"),
        "not found, %": "100.0",
        "median, ms": "12.5",
        "95th percentile, ms": "12.5",
    }
