"""What an organisation states about a document: YAML or TOML front matter in it, or a NAME.yaml beside it.

    title: Leave policy
    organisation: Alder Valley Libraries
    effective: 2024-04-01
    audience: [staff, managers]

What is stated wins over what the text says. What can't be parsed is a note, not a crash, with one exception:
where it speaks of an audience that can't be understood, the document is not read at all, as it would be shown to
people it is not meant for.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, Literal

import yaml

from knowledge.document import Metadata
from knowledge.errors import Unreadable
from knowledge.readers.plain import fold

Syntax = Literal["YAML", "TOML"]
OPENING = re.compile(r"(---|\+\+\+|/\*(?=[ \t]*\n[A-Za-z][\w -]*:))[ \t]*\n")
# MultiMarkdown's header: lines with a key each at the top, up to an empty line and the first heading.
HEADER = re.compile(r"(?=title:|layout:|css:|author:|date:)(?:[a-z][\w-]*:[ \t].*\n){1,10}(?=[ \t]*\n+#)")
CLOSING: dict[str, re.Pattern[str]] = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
    "/*": re.compile(r"^\*/[ \t]*$", re.MULTILINE),
}
ISO_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z")
NAMES = {
    "title": "title",
    "organisation": "organisation",
    "organization": "organisation",
    "owner": "owner",
    "effective": "effective",
    "effective_date": "effective",
    "expires": "expires",
    "expiry": "expires",
    "expiry_date": "expires",
    "review": "review",
    "review_date": "review",
    "review_due": "review",
    "audience": "audience",
    "aliases": "aliases",
}
TUPLES = ("audience", "aliases")
DATES = ("effective", "expires", "review")
FRONT_MATTER = "front matter"
FILED_UNDER = frozenset(("layout", "category", "categories", "type", "tag", "tags", "section", "collection"))
OF_JOBS = re.compile(r"\b(?:jobs?|vacanc(?:y|ies)|careers?|postings?|openings?|recruitment)\b", re.IGNORECASE)
MOST_CHARACTERS = 300  # of one value
MOST_NAMES = 100  # of an audience or of aliases


def split_front_matter(text: str, most: int) -> tuple[str, int, Syntax]:
    """(front matter, the offset where the content starts, what it is written in).

    ("", 0, "YAML") without front matter in the first `most` characters. Between lines "---", and as Pico has it between
    "/*" and "*/", stands YAML; between lines "+++", as Hugo and Zola have them, TOML. A header as MultiMarkdown has it
    is read as YAML, too.
    """
    opening = OPENING.match(text)
    closing = CLOSING[opening[1]].search(text, opening.end(), opening.end() + most) if opening else None
    if not opening and (header := HEADER.match(text)):
        return header[0], header.end(), "YAML"
    if not opening or not closing:
        return "", 0, "YAML"
    syntax: Syntax = "TOML" if opening[1] == "+++" else "YAML"
    return text[opening.end() : closing.start()], closing.end(), syntax


def read_metadata(source: str, where: str, syntax: Syntax = "YAML") -> tuple[Metadata, tuple[str, ...]]:
    """(what is stated, notes for the build report).

    Args:
        where: FRONT_MATTER or the sidecar's name, for the notes.
    Raises:
        Unreadable: it speaks of an audience that can't be understood.
    """
    try:
        written = tomllib.loads(source) if syntax == "TOML" else yaml.safe_load(source)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        _refuse_unknown_audience(source, where, syntax)
        return Metadata(), (f"{where} is not valid {syntax} and was left out ({type(exc).__name__})",)
    if written is None:
        return Metadata(), ()
    if not isinstance(written, dict):
        _refuse_unknown_audience(source, where, syntax)
        return Metadata(), (f"{where} is no list of `key: value` and was left out",)
    stated: dict[str, str | tuple[str, ...]] = {}
    notes = []
    for key, value in written.items():
        name = NAMES.get(str(key).lower().replace("-", "_").replace(" ", "_")) if isinstance(key, str) else None
        if name is None or value is None:
            if name == "audience":
                raise Unreadable(f"{where} names an audience without saying which")
            continue
        read: Callable[[object], str | tuple[str, ...] | None]
        read = _names if name in TUPLES else _date if name in DATES else _line
        understood = read(value)
        if understood is None and name == "audience":
            raise Unreadable(f"{where} names an audience that can't be understood: write `audience: [staff, managers]`")
        if understood is None:
            notes.append(f"{where}: `{key}` can't be understood and was left out")
        elif not stated.get(name):
            stated[name] = understood
    if where == FRONT_MATTER and _is_posting(written):  # it expires as a posting does: nobody can apply any more
        stated.pop("expires", None)
    return Metadata(**stated), tuple(notes)  # type: ignore[arg-type]  # the readers above give each field its type


def _is_posting(written: Mapping[Any, Any]) -> bool:
    """Whether a site files the page under its jobs: `category: jobs`, `layout: vacancy`, `tags: [careers]`."""
    filed = (value for key, value in written.items() if str(key).lower() in FILED_UNDER)
    return any(OF_JOBS.search(str(value)) for value in filed)


def merge(first: Metadata, second: Metadata) -> Metadata:
    """`first`, and from `second` what `first` does not state."""
    return Metadata(
        **{each.name: getattr(first, each.name) or getattr(second, each.name) for each in dataclasses.fields(Metadata)}
    )


def _refuse_unknown_audience(source: str, where: str, syntax: Syntax) -> None:
    if "audience" in source.lower():
        raise Unreadable(f"{where} is not valid {syntax}, so its audience is unknown")


def _line(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, datetime.date)):
        return None
    return fold(str(value))[:MOST_CHARACTERS]


def _names(value: object) -> tuple[str, ...] | None:
    """A list of names, or one line of names with commas."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or len(listed) > MOST_NAMES:
        return None
    names = [_line(each) for each in listed]
    if not names or not all(names):
        return None
    return tuple(name for name in names if name)


def _date(value: object) -> str | None:
    """An ISO date as precise as written: 2024-04-01, 2024-04, 2024."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    written = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not ISO_DATE.match(written):
        return None
    try:
        datetime.date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return None
    return written
