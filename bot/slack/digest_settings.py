"""When and where the weekly digest goes: `digest:` in the settings of Slack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.slack.workspace_channels import WorkspaceChannels, read_channels

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Once a week, in the time zone of `web: timezone:`."""

    channels: WorkspaceChannels  # of a workspace named there, it tells what was asked in that one alone
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
    day, hour = value.get("day", "monday"), value.get("hour", 9)
    channels = WorkspaceChannels()
    try:
        channels = read_channels(value.get("channel"))
    except ValueError as problem:
        problems += [f": `channel`{text}" for text in problem.args]
    if not isinstance(day, str) or day.lower() not in DAYS:
        problems.append(f": `day` must be one of {', '.join(DAYS)}, not {day!r}")
    if isinstance(hour, bool) or not isinstance(hour, int) or not 0 <= hour <= 23:
        problems.append(f": `hour` must be a whole number from 0 to 23, not {hour!r}")
    if problems:
        raise ValueError(*problems)
    return DigestSettings(channels, DAYS.index(str(day).lower()), int(str(hour)))
