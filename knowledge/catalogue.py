"""The catalogue: which facts job documents state, how documents word them and how staff ask for them.

The facts that ship with Rolecall stand in `catalogue.yaml`, whose head explains every key. An organisation adds its own
labels, phrases and facts in a second file of the same form:

    facts:
      reports_to:
        fields: [Accountable manager]       # added to ours
      parking_permit:                       # a fact of their own
        label: Parking permit
        value: text
        fields: [Parking, Car park]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import CatalogueError
from knowledge.patterns import Patterns
from knowledge.yaml_file import read_yaml

OURS = Path(__file__).with_name("catalogue.yaml")
VALUE_KINDS = ("role", "text", "money", "date", "hours", "weight", "duration", "list")
PATTERN_KEYS = ("asked_like", "needs", "values", "lines", "phrases", "titles", "otherwise", "lists", "not", "apart")
TEXT_KEYS = ("asked_as", "fields", "shown_with", "instead")
LONGEST_PATTERN = 4000  # characters, after `words` are put in

NONE = Patterns()
_NESTED = re.compile(r"[+*}]\)(?:[+*]|\{\d*,\})")  # "(a+)+" takes exponential time


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of the catalogue. Empty where the file names nothing."""

    name: str  # "reports_to"
    label: str  # "Reports to"
    value: str  # one of VALUE_KINDS
    asked_as: tuple[str, ...] = ()
    asked_like: Patterns = NONE
    fields: tuple[str, ...] = ()
    needs: Patterns = NONE
    values: Patterns = NONE
    lines: Patterns = NONE
    phrases: Patterns = NONE
    titles: Patterns = NONE
    otherwise: Patterns = NONE
    lists: Patterns = NONE
    excluded: Patterns = NONE  # the key `not`
    apart: Patterns = NONE
    shown_with: tuple[str, ...] = ()  # names of other facts
    instead: tuple[str, ...] = ()  # the same
    several: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All facts, in the order of the files; `labels` maps the folded form of each field label to its facts."""

    entries: tuple[Entry, ...]
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def entry(self, name: str) -> Entry | None:
        """The entry of that name, or None."""
        return next((entry for entry in self.entries if entry.name == name), None)


def fold_label(label: str) -> str:
    """The form in which labels are compared: "Dept.:" and "DEPT" are "dept", "Pay & Benefits" is "pay and benefits"."""
    folded = re.sub(r"\([^()]*\)", " ", label.casefold().replace("&", " and ").replace("’", "'"))
    return " ".join(re.sub(r"[^\w'/ ]", " ", folded).replace("/", " / ").split())


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """Our catalogue, with an organisation's own file on top.

    Lists of the second file are added to ours; `label` and `value` replace ours. A fact set to null is taken out.

    Raises:
        CatalogueError: a file can't be read or is not valid; the text names the file, the fact and the key.
    """
    written = _read(OURS)
    words, facts = dict(written.get("words") or {}), dict(written["facts"])
    if extra is not None:
        theirs = _read(extra)
        words |= theirs.get("words") or {}
        for name, stated in theirs["facts"].items():
            if stated is None:
                facts.pop(name, None)
            else:
                facts[name] = _merged(facts.get(name) or {}, stated)
    file = OURS if extra is None else extra
    entries = tuple(_entry(file, str(name), stated, words) for name, stated in facts.items())
    if extra is not None:  # ours alone are known to be valid; theirs may change what ours mean
        for entry in entries:
            _check_patterns(file, entry)
    labels: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        for label in map(fold_label, entry.fields):
            labels[label] = (*labels.get(label, ()), entry.name)
    return Catalogue(entries, labels)


@cache
def default_catalogue() -> Catalogue:
    """Our catalogue, read once."""
    return load_catalogue()


def _read(file: Path) -> dict[str, Any]:
    try:
        written = read_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{file} can't be read as YAML: {error}") from error
    if not isinstance(written, dict) or not isinstance(written.get("facts"), dict):
        raise CatalogueError(f"{file}: needs `facts:` with one entry for each fact.")
    for key in written:
        if key not in ("facts", "words"):
            raise CatalogueError(f"{file}: `{key}` is not a key of a catalogue; use `facts` and `words`.")
    if not isinstance(written.get("words") or {}, dict):
        raise CatalogueError(f"{file}: `words` has to map names to patterns.")
    for name, stated in written["facts"].items():
        _check(file, name, stated)
    return written


def _check(file: Path, name: object, stated: object) -> None:
    """Raise CatalogueError unless `stated` has the form of a fact. None takes a fact out and is fine."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CatalogueError(f"{file}: fact {name!r}: names are lower-case words joined by `_`.")
    if stated is None:
        return
    if not isinstance(stated, dict):
        raise CatalogueError(f"{file}: fact `{name}`: needs keys such as `label` and `fields`.")
    for key, value in stated.items():
        if key in ("label", "value"):
            valid = isinstance(value, str) and (key == "label" or value in VALUE_KINDS)
            wanted = "one of " + ", ".join(VALUE_KINDS) if key == "value" else "text"
        elif key == "several":
            valid, wanted = isinstance(value, bool), "true or false"
        elif key in PATTERN_KEYS + TEXT_KEYS:
            valid = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
            wanted = "a list of texts"
        else:
            raise CatalogueError(f"{file}: fact `{name}`: `{key}` is not a key of a fact.")
        if not valid:
            raise CatalogueError(f"{file}: fact `{name}`: `{key}` has to be {wanted}.")


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    return ours | {
        key: [*ours.get(key, []), *value] if isinstance(value, list) else value for key, value in theirs.items()
    }


def _entry(file: Path, name: str, stated: dict[str, Any], words: dict[str, str]) -> Entry:
    if "label" not in stated:
        raise CatalogueError(f"{file}: fact `{name}`: add `label`, the words that an answer shows.")

    def patterns(key: str) -> Patterns:
        return Patterns([_written_out(pattern, words) for pattern in stated.get(key, ())])

    return Entry(
        name=name,
        label=stated["label"],
        value=stated.get("value", "text"),
        asked_as=tuple(stated.get("asked_as", ())),
        asked_like=patterns("asked_like"),
        fields=tuple(stated.get("fields", ())),
        needs=patterns("needs"),
        values=patterns("values"),
        lines=patterns("lines"),
        phrases=patterns("phrases"),
        titles=patterns("titles"),
        otherwise=patterns("otherwise"),
        lists=patterns("lists"),
        apart=patterns("apart"),
        excluded=patterns("not"),
        shown_with=tuple(stated.get("shown_with", ())),
        instead=tuple(stated.get("instead", ())),
        several=bool(stated.get("several", False)),
    )


def _written_out(pattern: str, words: dict[str, str]) -> str:
    """The pattern with the words put in."""
    for _ in range(2):  # a word may use another: {date} holds {month}
        for word, meaning in words.items():
            pattern = pattern.replace("{" + word + "}", str(meaning))
    return pattern


def _check_patterns(file: Path, entry: Entry) -> None:
    """Raise CatalogueError where one is no pattern, or would be too slow."""
    for key in PATTERN_KEYS:
        group: Patterns = getattr(entry, "excluded" if key == "not" else key)
        for pattern in group.sources:
            where = f"{file}: fact `{entry.name}`: `{key}`:"
            if len(pattern) > LONGEST_PATTERN or _NESTED.search(pattern):
                raise CatalogueError(f"{where} {pattern[:80]!r} would be too slow; no nested repeats.")
            try:
                re.compile(pattern, re.IGNORECASE)
            except re.error as error:
                raise CatalogueError(f"{where} {pattern!r} is not a pattern: {error}") from error
