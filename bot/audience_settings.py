"""The settings about who may see what: `groups:` with their members, `audiences:` of folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.groups import NamedGroups
from index.audience import PUBLIC_GROUP, fold_group

EVERY_FOLDER = "."


@dataclass(frozen=True, slots=True)
class Audiences:
    """For whom the documents of folders are that name no audience themselves."""

    of_folder: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # path below the documents, or "." -> groups

    def audience_of(self, path: str) -> tuple[str, ...]:
        """The groups of the deepest folder that holds the document, or of the document itself; () where none is named.

        >>> Audiences({"hr": ("hr",), "hr/handbook": ("public",)}).audience_of("hr/handbook/leave.md")
        ('public',)
        """
        if not self.of_folder:  # as for most: of 10,000 documents, looking at each takes 0.3 s
            return ()
        place = PurePosixPath(path)
        inward = (each.as_posix() for each in (place, *place.parents))
        return next((self.of_folder[each] for each in inward if each in self.of_folder), ())


def read_groups(value: object) -> NamedGroups:
    """The section `groups:` as it was written, checked.

    Raises:
        ValueError: naming every problem.
    """
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `group: [slack:T123:U456]`")
    problems: list[str] = []
    known: dict[str, frozenset[str]] = {}
    for name, members in value.items():
        if not isinstance(name, str) or not name.strip():
            problems.append(f": {name!r} is no name of a group; put it in quotes")
        elif fold_group(name) == PUBLIC_GROUP:
            problems.append(f": everybody is in `{name}`; give the group another name")
        elif fold_group(name) in known:
            problems.append(f": `{name}` stands there twice; case and spaces don't tell groups apart")
        elif not isinstance(members, list):
            problems.append(f": `{name}` must list its members: [slack:T123:U456, terminal:HOST:USER]")
        else:
            wrong = [each for each in members if not _is_key(each)]
            problems += [f": `{name}`: {each!r} is nobody; write surface:workspace:user" for each in wrong]
            known[fold_group(name)] = frozenset(each.strip().casefold() for each in members if _is_key(each))
    if problems:
        raise ValueError(*problems)
    return NamedGroups(known)


def read_audiences(value: object) -> Audiences:
    """The section `audiences:` as it was written, checked.

    Raises:
        ValueError: naming every problem.
    """
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `folder: [group, group]`")
    problems: list[str] = []
    known: dict[str, tuple[str, ...]] = {}
    for folder, groups in value.items():
        place = _place(folder)
        listed = [groups] if isinstance(groups, str) else groups
        if place is None:
            problems.append(f": {folder!r} is no path below the documents folder, such as `hr/contracts` or `.`")
        elif place in known:
            problems.append(f": `{folder}` stands there twice")
        elif not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
            problems.append(f": `{folder}` must name groups: [staff, managers], or public")
        elif not all(each.strip() for each in listed):
            problems.append(f": `{folder}` names a group without a name")
        else:
            known[place] = tuple(listed)
    if problems:
        raise ValueError(*problems)
    return Audiences(known)


def _is_key(member: object) -> bool:
    """Whether it is written as `Person.key` writes people."""
    return isinstance(member, str) and len(member.split(":", 2)) == 3 and all(map(str.strip, member.split(":", 2)))


def _place(folder: object) -> str | None:
    """The folder as documents name it, without "./" and a closing "/"; None where it leads outside."""
    if not isinstance(folder, str) or not folder.strip() or "\\" in folder:
        return None
    place = PurePosixPath(folder.strip())
    return None if place.is_absolute() or ".." in place.parts else place.as_posix()
