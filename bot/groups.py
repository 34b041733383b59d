"""Which groups people are in, and with them what an answer may hold that they all read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.record.message import Person
from index.audience import Audience, fold_group

_log = logging.getLogger(__name__)


class Groups(Protocol):
    """Knows who is in which group: the settings, or a surface that has groups of its own."""

    def groups_of(self, person: Person) -> frozenset[str]:
        """The names of the groups that a person is in. May raise whatever a look-up can."""
        ...


@dataclass(frozen=True, slots=True)
class NamedGroups:
    """The groups of the settings file: `groups:`, each with its members."""

    members: Mapping[str, frozenset[str]] = field(default_factory=dict)  # group -> keys of people, see `Person.key`

    def groups_of(self, person: Person) -> frozenset[str]:
        key = person.key.casefold()
        return frozenset(name for name, members in self.members.items() if key in members)

    @property
    def names(self) -> frozenset[str]:
        """All groups, folded as they are compared."""
        return frozenset(map(fold_group, self.members))


def audience_of_people(people: Iterable[Person | None], groups: Groups) -> Audience:
    """What an answer may hold that all of these read: everybody in a channel, or the one who asked.

    Somebody who is not known (None), or whose groups can't be looked up, may see what is public, and so may all who
    read along.
    """
    return Audience.of(_groups_of(person, groups) for person in people)


def _groups_of(person: Person | None, groups: Groups) -> frozenset[str]:
    if person is None:
        return frozenset()
    try:
        return groups.groups_of(person)
    except Exception as problem:  # whatever it is: nobody sees more because a look-up failed
        _log.warning("groups of somebody on %s can't be looked up: %s", person.surface, type(problem).__name__)
        return frozenset()
