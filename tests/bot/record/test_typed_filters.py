"""Filters that somebody types behind a command."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.record.errors import RecordError
from bot.record.query import Filters
from bot.record.typed_filters import read_typed


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("", Filters()),
        ("outcome=not_found", Filters(outcome="not_found")),
        (
            "since=2026-01-31 role=“Library Assistant”",
            Filters(datetime(2026, 1, 31, tzinfo=UTC), role="Library Assistant"),
        ),
        ("section='Leave > Parental leave' feedback=none", Filters(section="Leave > Parental leave", feedback="none")),
    ],
)
def test_they_are_read(typed, filters):
    assert read_typed(typed) == filters


@pytest.mark.parametrize("typed", ["leave", "outcome=", "colour=red", "outcome=wrong", "since=soon", 'role="Library'])
def test_what_is_none_is_said(typed):
    with pytest.raises(RecordError):
        read_typed(typed)
