"""Which role a person means on the command line: by title, by alias, by part of it, with a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bot.errors import UnknownRole
from knowledge.fact import Role

CLOSE = 85.0  # 0..100, rapidfuzz's ratio; "libary asistant" reaches 94, "library director" for "library assistant" 67


def find_role(roles: Sequence[Role], name: str) -> Role:
    """The one role that goes by that name. "library assistant, alder" tells two of the same title apart.

    Raises:
        UnknownRole: none does, or several do; the text names those to choose from.
    """
    for fits in (_is_named, _holds_words, _is_close):
        found = [role for role in roles if fits(role, name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownRole(f"Several roles fit {name!r}. Name one of them:\n{_listed(found)}")
    if not roles:
        raise UnknownRole("No document in the index describes a role.")
    nearest = sorted(roles, key=lambda role: -max(fuzz.WRatio(name.casefold(), each) for each in _names(role)))[:5]
    raise UnknownRole(f"No document describes a role {name!r}. The nearest are:\n{_listed(nearest)}")


def full_name(role: Role) -> str:
    """Title and organisation: "Library Assistant, Alder County Library"."""
    return ", ".join(part for part in (role.title, role.organisation) if part)


def _listed(roles: Sequence[Role]) -> str:
    return "\n".join(f"  {full_name(role)} ({role.document})" for role in roles)


def _names(role: Role) -> Iterator[str]:
    for name in (full_name(role), role.title, *role.aliases, role.document):
        yield name.casefold()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_named(role: Role, name: str) -> bool:
    return _words(name) in [_words(each) for each in _names(role)]


def _holds_words(role: Role, name: str) -> bool:
    words = _words(name)
    held = _words(" ".join(_names(role)))
    return bool(words) and all(any(each.startswith(word) for each in held) for word in words)


def _is_close(role: Role, name: str) -> bool:
    return max(fuzz.ratio(name.casefold(), each) for each in _names(role)) >= CLOSE
