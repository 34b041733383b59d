"""What can be chosen about watching the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.settings_section import Checks, above_zero, above_zero_or_none, read_section

Publish = Literal["ask", "automatic"]
CHOICES: tuple[Publish, ...] = ("ask", "automatic")


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """The `watch:` section of the settings file."""

    publish: Publish = "ask"  # "automatic": what is built goes live by itself, unless bot/watching/rule.py says no
    quiet_seconds: float = 2  # without a change, after which what has changed is read
    poll_minutes: float = 15  # between two looks at the sources
    scan_seconds: float | None = None  # look through the folder so often, where no changes are told: on network mounts


def read_watch(value: object) -> WatchSettings:
    """The section as it was written, checked.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    values, problems = read_section(value, _CHECKS, "a setting of watching")
    if problems:
        raise ValueError(*problems)
    return WatchSettings(**values)


def _publish(value: object) -> Publish:
    for choice in CHOICES:
        if value == choice:
            return choice
    raise ValueError(f" must be `ask` or `automatic`, not {value!r}")


_CHECKS: Checks = {
    "publish": _publish,
    "quiet_seconds": above_zero,
    "poll_minutes": above_zero,
    "scan_seconds": above_zero_or_none,
}
