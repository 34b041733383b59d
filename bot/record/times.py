"""Microseconds, in which the record tells time, from and to what people and Python use."""

from __future__ import annotations

import time
from datetime import UTC, datetime

DAY = 86_400_000_000  # microseconds


def now() -> int:
    return int(time.time() * 1_000_000)


def seconds(number: float) -> int:
    """Seconds as microseconds."""
    return int(number * 1_000_000)


def microseconds(moment: datetime) -> int:
    """A moment, which must say its time zone, as microseconds since 1970."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(at: int) -> datetime:
    """Microseconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(at // 1_000_000, UTC).replace(microsecond=at % 1_000_000)
