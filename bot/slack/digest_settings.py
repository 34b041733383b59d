"""When and where the weekly digest goes: `digest:` in the settings of Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Once a week, in the time zone of `web: timezone:`."""

    channel: str  # "C024BE91L"
    day: int = 0  # 0..6, Monday first
    hour: int = 9  # 0..23

    def last_before(self, moment: datetime) -> datetime:
        """The last time that it was due, at or before a moment, which has the time zone that the hour is meant in."""
        today = moment.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        due = today - timedelta(days=(moment.weekday() - self.day) % 7)
        return due if due <= moment else due - timedelta(days=7)


def read_digest(value: object) -> DigestSettings:
    """Such as {"channel": "C024BE91L", "day": "monday", "hour": 9}.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, dict):
        raise ValueError(" must hold `channel`, and may hold `day` and `hour`")
    problems = [f": `{key}` is not part of it" for key in value if key not in ("channel", "day", "hour")]
    channel, day, hour = value.get("channel"), value.get("day", "monday"), value.get("hour", 9)
    if not isinstance(channel, str) or not CHANNEL.fullmatch(channel):
        problems.append(f": `channel` must be the id of a channel (C...), not {channel!r}")
    if not isinstance(day, str) or day.lower() not in DAYS:
        problems.append(f": `day` must be one of {', '.join(DAYS)}, not {day!r}")
    if isinstance(hour, bool) or not isinstance(hour, int) or not 0 <= hour <= 23:
        problems.append(f": `hour` must be a whole number from 0 to 23, not {hour!r}")
    if problems:
        raise ValueError(*problems)
    return DigestSettings(str(channel), DAYS.index(str(day).lower()), int(str(hour)))
