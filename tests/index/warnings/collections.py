"""Collections for the tests of warnings: real documents, read and taken apart by the real code."""

from __future__ import annotations

from collections.abc import Collection as Paths
from collections.abc import Mapping
from datetime import date

from index.warnings.collection import Collection
from index.warnings.warning import Check, DocumentWarning
from tests.index.library import contents_of

TODAY = date(2026, 3, 1)


def collection_of(texts: Mapping[str, str], today: date = TODAY, groups: Paths[str] | None = None) -> Collection:
    known = None if groups is None else frozenset(groups)
    return Collection(contents_of(texts).traits.all, today, known)


def found(check: Check, texts: Mapping[str, str], groups: Paths[str] | None = None) -> list[DocumentWarning]:
    return list(check(collection_of(texts, groups=groups)))


def job(title: str, *fields: str, front: str = "") -> str:
    """A job description with these fields."""
    head = f"---\n{front}\n---\n" if front else ""
    lines = "\n".join(f"{field}\n" for field in fields)
    return f"{head}# {title}\n\nOrganisation: Elm County Library\n\n{lines}\nThe {title} keeps the place in order.\n"
