"""The filters of the list as options of a command: `@filtered` puts them behind the command's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any

import typer

from bot.record.errors import RecordError

OPTIONS: dict[str, tuple[type, str]] = {
    "since": (datetime, "Received then or later (UTC)."),
    "until": (datetime, "Received before (UTC)."),
    "outcome": (str, "answered, not_found, clarify (asked back), refused (declined), chat (small talk) or failed."),
    "document": (str, "Path of a document that the answer quotes."),
    "section": (str, 'A section that it quotes: "Leave > Parental leave".'),
    "surface": (str, "terminal, slack or teams."),
    "role": (str, "Title of a role that was asked about."),
    "feedback": (str, "helpful, not_helpful or none."),
    "verdict": (str, "right, wrong, outdated, should_not_have_answered, none."),
    "text": (str, "Words in the question or in the answer."),
    "person": (str, "A pseudonym, such as P-4KQ7D."),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command gets `filters`, a `bot.record.query.Filters`, in place of the options."""
    own = [
        parameter
        for name, parameter in inspect.signature(command, eval_str=True).parameters.items()
        if name != "filters"
    ]
    options = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[kind | None, typer.Option(help=words)],
        )
        for name, (kind, words) in OPTIONS.items()
    ]

    @wraps(command)
    def with_filters(**given: Any) -> None:
        named = {name: given.pop(name) for name in OPTIONS}
        command(**given, filters=read_filters(named))

    signature = inspect.Signature([*(each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own), *options])
    del with_filters.__wrapped__  # its signature is another
    with_filters.__signature__ = signature  # type: ignore[attr-defined]  # what typer reads
    with_filters.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    return with_filters


def read_filters(named: dict[str, Any]) -> Any:
    """Options as `Filters`.

    Raises:
        RecordError: a value is none that there is.
    """
    from bot.record.message import OUTCOMES, SURFACES, VERDICTS
    from bot.record.query import Filters

    known = {
        "outcome": OUTCOMES,
        "surface": SURFACES,
        "feedback": ("helpful", "not_helpful", "none"),
        "verdict": (*VERDICTS, "none"),
    }
    for name, values in known.items():
        one_of(f"--{name}", named[name], values)
    for name in ("since", "until"):
        when: datetime | None = named[name]
        named[name] = when and when.replace(tzinfo=UTC)
    return Filters(**named)


def one_of(what: str, value: str | None, known: tuple[str, ...]) -> None:
    """Raises RecordError where the value is another."""
    if value is not None and value not in known:
        raise RecordError(f"{what} is one of {', '.join(known)}, not {value!r}.")
