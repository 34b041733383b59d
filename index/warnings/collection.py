"""What checks look at: the traits of all documents of a snapshot, the day, and the groups that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from index.audience import PUBLIC_GROUP, fold_group
from index.traits import Traits
from knowledge.approved import ApprovedAnswer
from knowledge.organisation import organisation_names
from knowledge.parts import fold_title


@dataclass(frozen=True)
class Collection:
    """All documents of one snapshot, as far as checks look at them."""

    traits: Sequence[Traits]  # sorted by path
    today: date
    groups: frozenset[str] | None = None  # those that somebody may belong to; None where that isn't known
    approved: Sequence[ApprovedAnswer] = ()

    @cached_property
    def by_path(self) -> Mapping[str, Traits]:
        return {each.path: each for each in self.traits}

    def are_together(self, one: str, other: str) -> bool:
        """Whether somebody may see both of two documents on one day, and the one is no later version of the other."""
        first, second = self.by_path[one], self.by_path[other]
        return _share_audience(first, second) and _share_days(first, second) and not _are_versions(first, second)


def _share_audience(one: Traits, other: Traits) -> bool:
    groups = [frozenset(map(fold_group, each.audience)) for each in (one, other)]
    return any(not each or PUBLIC_GROUP in each for each in groups) or not groups[0].isdisjoint(groups[1])


def _share_days(one: Traits, other: Traits) -> bool:
    return max(one.first or date.min, other.first or date.min) <= min(one.last or date.max, other.last or date.max)


def _are_versions(one: Traits, other: Traits) -> bool:
    """As `knowledge.period.periods_of` has it: the later one ends the time of the other."""
    folders = {PurePosixPath(each.path).parent for each in (one, other)}
    return None not in (one.first, other.first) and one.first != other.first and len(folders) == 1


def by_name(named: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """Groups of those that go by one title in one organisation, in the order given.

    Args:
        named: (title, organisation, what is grouped). Without an organisation it belongs to the only one that is named
            with this title; where there are several, to none of them.
    """
    of_title: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for title, organisation, item in named:
        of_title[fold_title(title)].append((_folded(organisation), item))
    groups: list[list[str]] = []
    for same in of_title.values():
        if len(same) < 2:
            continue
        organisations = {organisation for organisation, _ in same if organisation}
        only = organisations.pop() if len(organisations) == 1 else ""
        group: defaultdict[str, list[str]] = defaultdict(list)
        for organisation, item in same:
            group[organisation or only].append(item)
        groups += [items for items in group.values() if len(items) > 1]
    return groups


@lru_cache(4096)
def _folded(organisation: str) -> str:
    return fold_title(organisation_names(organisation)[0]) if organisation else ""
