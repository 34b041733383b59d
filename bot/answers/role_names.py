"""What roles are called beside each other: by title and organisation, and where these are alike by their documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers import phrasing
from knowledge.fact import Role


def names_apart(roles: Sequence[Role]) -> list[str]:
    """A name for each role, in their order, each another one as far as their documents are."""
    named = Counter(map(phrasing.role_name, roles))
    titles = Counter(role.title for role in roles)
    return [
        f"{name}, {_place(role, roles)}"
        if named[name := phrasing.role_name(role)] > 1 or (titles[role.title] > 1 and not role.organisation)
        else name
        for role in roles
    ]


def _place(role: Role, among: Sequence[Role]) -> str:
    """What tells a role from others of its title: its folder, as words, or where they share one its document."""
    alike = [other for other in among if other.title == role.title and other.folder == role.folder]
    named = role.folder.rpartition("/")[2].replace("-", " ").replace("_", " ")
    return phrasing.harmless(named if named and len(alike) == 1 else role.document)
