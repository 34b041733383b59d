"""Two documents that state different values for the same fact of the same role: whichever answers may be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.traits import SINGLE
from index.warnings.collection import Collection, by_name
from index.warnings.values import agree
from index.warnings.warning import DocumentWarning
from knowledge.fact import Fact, Role
from knowledge.roles import role_id

LONGEST = 80  # characters of a value that are shown


def conflict(collection: Collection) -> Iterator[DocumentWarning]:
    """One warning for each two documents and each fact: roles of one title and organisation are one role."""
    by_id = {role_id(role): role for each in collection.traits for role in each.roles}
    for ids in by_name([(role.title, role.organisation, id) for id, role in by_id.items()]):
        roles = [by_id[id] for id in ids]
        for number, role in enumerate(roles):
            for other in roles[number + 1 :]:
                if role.document != other.document and collection.are_together(role.document, other.document):
                    yield from _between(role, other)


def _between(one: Role, other: Role) -> Iterator[DocumentWarning]:
    for name in sorted(SINGLE):
        first, second = one.stated(name), other.stated(name)
        if first and second and not _agree(first, second):
            said = f"{first[0].document} says “{_short(first[0])}”, {second[0].document} “{_short(second[0])}”"
            yield DocumentWarning(
                "conflict",
                tuple(sorted((one.document, other.document))),
                f"{one.title}, {name.replace('_', ' ')}: {said}",
                "\n".join((name, one.title, *sorted((first[0].value, second[0].value)))),
            )


def _agree(first: Sequence[Fact], second: Sequence[Fact]) -> bool:
    """Whether anything that the one states of it, the other states as well."""
    return any(agree(one, other) for one in first for other in second)


def _short(fact: Fact) -> str:
    return fact.value if len(fact.value) <= LONGEST else f"{fact.value[: LONGEST - 4].rstrip()} ..."
