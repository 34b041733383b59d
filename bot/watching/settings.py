"""What can be chosen about watching the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Publish = Literal["ask", "automatic"]


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
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: value`")
    problems = []
    values: dict[str, Any] = {}
    for name, given in value.items():
        if name == "publish":
            if given not in ("ask", "automatic"):
                problems.append(f": `publish` must be `ask` or `automatic`, not {given!r}")
        elif name not in ("quiet_seconds", "poll_minutes", "scan_seconds"):
            known = "publish, quiet_seconds, poll_minutes, scan_seconds"
            problems.append(f": `{name}` is not a setting of watching; there are {known}")
        elif name == "scan_seconds" and given is None:
            pass
        elif isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < float("inf"):
            problems.append(f": `{name}` must be a number above 0, not {given!r}")
        values[name] = given
    if problems:
        raise ValueError(*problems)
    return WatchSettings(**values)
