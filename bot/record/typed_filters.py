"""Filters as somebody types them behind a command: `since=2026-01-01 outcome=not_found role="Library Assistant"`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.record.errors import RecordError
from bot.record.message import OUTCOMES, SURFACES, VERDICTS
from bot.record.query import Filters

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "surface": SURFACES,
    "feedback": ("helpful", "not_helpful", "none"),
    "verdict": (*VERDICTS, "none"),
}
_QUOTES = str.maketrans("“”„‘’", '"""\'\'')  # as phones type them


def read_typed(typed: str) -> Filters:
    """The filters that are named.

    Raises:
        RecordError: a name or a value is none that there is.
    """
    try:
        words = shlex.split(typed.translate(_QUOTES))
    except ValueError as problem:
        raise RecordError('A quotation mark is not closed. Write, for example, role="Library Assistant".') from problem
    values: dict[str, Any] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not value or name not in Filters.__slots__:
            raise RecordError(f"{word!r} is no filter. Write name=value; there are {', '.join(Filters.__slots__)}.")
        values[name] = _read(name, value)
    return Filters(**values)


def _read(name: str, value: str) -> Any:
    if name in ("since", "until"):
        try:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError as problem:
            raise RecordError(f"{name} is a day such as 2026-01-31, not {value!r}.") from problem
    if name in _CHOICES and value not in _CHOICES[name]:
        raise RecordError(f"{name} is one of {', '.join(_CHOICES[name])}, not {value!r}.")
    return value
