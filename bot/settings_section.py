"""Reading one section of the settings file: each name has its check, and every problem is found at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Checks = Mapping[str, Callable[[object], Any]]  # name of a setting -> its value as it is used; ValueError says why not


def read_section(value: object, checks: Checks, what: str) -> tuple[dict[str, Any], list[str]]:
    """(the values that hold, the problems with the others, each to stand behind the section's name).

    Args:
        what: a name in it is, for a person: "a setting of the record".
    Raises:
        ValueError: it is no section at all.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, given in lines_of(value).items():
        if name not in checks:
            problems.append(f": `{name}` is not {what}; there are {', '.join(checks)}")
            continue
        try:
            values[name] = checks[name](given)
        except ValueError as problem:
            problems += [f": `{name}`{text}" for text in problem.args]
    return values, problems


def lines_of(value: object) -> dict[Any, Any]:
    """The section as it was written. Raises ValueError where it is none."""
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: value`")
    return value


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f" must be true or false, not {value!r}")
    return value


def above_zero(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ValueError(f" must be a number above 0, not {value!r}")
    return value


def above_zero_or_none(value: object) -> float | None:
    return None if value is None else above_zero(value)


def whole_above_zero(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f" must be a whole number above 0, not {value!r}")
    return value
