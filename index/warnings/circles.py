"""Circles in the reporting lines: whoever follows them up never arrives."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from index.warnings.collection import Collection
from index.warnings.warning import DocumentWarning
from knowledge.fact import Role
from knowledge.roles import Directory, reporting_lines, role_id

_Lines = Mapping[str, list[str]]  # id of a role -> ids of those it reports to


def circle(collection: Collection) -> Iterator[DocumentWarning]:
    """Each circle once, the shortest through each role on it."""
    roles = tuple(role for each in collection.traits for role in each.roles)
    lines: dict[str, list[str]] = {}
    for line in reporting_lines(Directory(roles)):
        if line.to is not None:
            lines.setdefault(role_id(line.role), []).append(role_id(line.to))
    by_id = {role_id(role): role for role in roles}
    seen: set[frozenset[str]] = set()
    for start in _core(lines):
        way = _way_back(start, lines)
        if way and frozenset(way) not in seen:
            seen.add(frozenset(way))
            yield _warning([by_id[each] for each in way])


def _core(lines: _Lines) -> list[str]:
    """The roles that may be on a circle: those are taken off, again and again, that report to nobody who is left."""
    below: dict[str, list[str]] = {}
    left = {role: len(managers) for role, managers in lines.items()}
    for role, managers in lines.items():
        for manager in managers:
            below.setdefault(manager, []).append(role)
    tops = deque(manager for manager in below if manager not in lines)
    while tops:
        for role in below.get(tops.popleft(), ()):
            left[role] -= 1
            if left[role] == 0:
                del left[role]
                tops.append(role)
    return sorted(left)


def _way_back(start: str, lines: _Lines) -> list[str]:
    """The shortest way from a role up to itself: the roles on it, once each; [] where there is none."""
    came_from: dict[str, str] = {}
    queue = deque([start])
    while queue:
        role = queue.popleft()
        for manager in lines.get(role, ()):
            if manager == start:
                way = [role]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if manager not in came_from:
                came_from[manager] = role
                queue.append(manager)
    return []


def _warning(roles: list[Role]) -> DocumentWarning:
    titles = [role.title for role in roles]
    said = " reports to ".join([*titles, titles[0]])
    documents = tuple(sorted({role.document for role in roles}))
    return DocumentWarning(
        "circle", documents, f"the reporting lines go in a circle: {said}", "\n".join(sorted(titles))
    )
