"""Who may see what: documents name groups of people, and an answer holds only what everybody who reads it may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from knowledge.document import Document

PUBLIC_GROUP = "public"  # everybody is in it: a document that names it may be seen by all, whatever its folder says

Groups = frozenset[str]


def fold_group(name: str) -> str:
    """Names of groups are compared by this: " HR  Leads" and "hr leads" are one."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who will read an answer, as the groups each of them is in; make one by `of`.

    Of people only their groups count, and of people who may see more than another reader nothing does: a channel of
    thousands is mostly a handful of these. Nobody known is the public.
    """

    readers: frozenset[Groups] = frozenset({frozenset()})
    sees_everything: bool = False  # an operator who has the files anyway; never somebody on a surface

    @classmethod
    def of(cls, people: Iterable[Iterable[str]]) -> Audience:
        """The groups of each person, one item a person; [] and [[]] are the public."""
        known = {frozenset(map(fold_group, groups)) - {PUBLIC_GROUP} for groups in people}
        least = frozenset(one for one in known if not any(other < one for other in known))
        return cls(least) if least else PUBLIC

    def may_see(self, document: Document) -> bool:
        """Whether every reader is in one of the groups that the document is for."""
        return self.is_among(document.metadata.audience)

    def is_among(self, groups: Collection[str]) -> bool:
        """The same for a document that is for these groups; () is for everybody."""
        wanted = frozenset(map(fold_group, groups))
        if self.sees_everything or not groups or PUBLIC_GROUP in wanted:
            return True
        return bool(self.readers) and all(wanted & reader for reader in self.readers)


PUBLIC = Audience()
EVERYTHING = Audience(frozenset(), sees_everything=True)
