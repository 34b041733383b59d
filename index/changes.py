"""What is different between two snapshots: which documents, which of their sections, what they state about themselves.

Documents are compared as they are stored, and only those that differ are looked into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.approved_changes import ApprovedChange, approved_changes
from index.outline import Outline
from index.section_changes import SectionChange, section_changes
from knowledge.document import DateKind, Document
from knowledge.fact import Role

_DATES: tuple[DateKind, ...] = ("effective", "expires", "review_due", "revised")


@dataclass(frozen=True, slots=True)
class StatedChange:
    """What a document states about itself: "title", "audience", "effective" ... () where it states nothing."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """What is stated about a role: the values that are gone, and those that are new."""

    role: str  # title
    name: str  # of the fact in the catalogue: "reports_to"
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is in both snapshots, and not the same in both."""

    path: str
    title: str
    was: str = ""  # its path before, where it was moved
    sections: tuple[SectionChange, ...] = ()
    of: int = 0  # sections it has now
    stated: tuple[StatedChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    roles_added: tuple[str, ...] = ()  # titles
    roles_removed: tuple[str, ...] = ()

    @property
    def audience(self) -> StatedChange | None:
        """Who may see it now and who could before, where that has changed."""
        return next((each for each in self.stated if each.name == "audience"), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that is in one of the two snapshots only."""

    path: str
    title: str
    audience: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # titles


@dataclass(frozen=True, slots=True)
class Changes:
    """From one snapshot to another; each list sorted by path."""

    added: tuple[Listed, ...] = ()
    removed: tuple[Listed, ...] = ()
    changed: tuple[DocumentChange, ...] = ()  # and moved
    approved: tuple[ApprovedChange, ...] = ()  # answers
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.approved)

    @property
    def audiences(self) -> tuple[DocumentChange, ...]:
        """The documents that other people may see from now on."""
        return tuple(each for each in self.changed if each.audience is not None)


def changes(before: Outline, after: Outline) -> Changes:
    """What `after` has that `before` hasn't, the other way round, and what is not the same in both."""
    old, new = before.numbers, after.numbers
    differing = [path for path in new if path in old and not _is_same(before, old[path], after, new[path])]
    was = _moved(before, [path for path in old if path not in new], after, [path for path in new if path not in old])
    come = [path for path in new if path not in old and path not in was]
    gone = [path for path in old if path not in new and path not in was.values()]
    was |= {path: path for path in differing}
    return Changes(
        added=tuple(_listed(after, new[path]) for path in sorted(come)),
        removed=tuple(_listed(before, old[path]) for path in sorted(gone)),
        changed=tuple(_document_change(before, old[was[path]], after, new[path]) for path in sorted(was)),
        approved=approved_changes(before.approved, after.approved),
        unchanged=len(new) - len(come) - len(was),
    )


def _is_same(before: Outline, old: int, after: Outline, new: int) -> bool:
    """Whether the file, what is stated beside it, and what was made of both are the same."""
    pairs = (
        (before.documents.stored(old), after.documents.stored(new)),
        (before.stored_roles.stored(old), after.stored_roles.stored(new)),
    )
    return all(bytes(one) == bytes(other) for one, other in pairs)  # memoryviews are compared item by item


def _moved(before: Outline, gone: Sequence[str], after: Outline, come: Sequence[str]) -> dict[str, str]:
    """Path now -> path before, of files whose bytes are the same."""
    left: dict[str, list[str]] = {}
    for path in sorted(gone, reverse=True):
        left.setdefault(before.digests[path], []).append(path)
    return {path: paths.pop() for path in sorted(come) if (paths := left.get(after.digests[path]))}


def _listed(outline: Outline, number: int) -> Listed:
    document = outline.documents[number]
    titles = tuple(role.title for role in outline.stored_roles.of_document(number))
    return Listed(document.path, document.title, document.metadata.audience, titles)


def _document_change(
    outline_before: Outline, old_number: int, outline_after: Outline, new_number: int
) -> DocumentChange:
    before, after = outline_before.documents[old_number], outline_after.documents[new_number]
    roles_before = outline_before.stored_roles.of_document(old_number)
    roles_after = outline_after.stored_roles.of_document(new_number)
    sections, of = section_changes(before, after)
    old, new = ({role.title: role for role in roles} for roles in (roles_before, roles_after))
    if len(old) == len(new) == 1:  # a role that was given another name is still the same one
        old = dict(zip(new, old.values(), strict=True))
    return DocumentChange(
        path=after.path,
        title=after.title,
        was=before.path if before.path != after.path else "",
        sections=sections,
        of=of,
        stated=tuple(_stated_changes(before, after)),
        facts=tuple(change for title in new if title in old for change in _fact_changes(title, old[title], new[title])),
        roles_added=tuple(title for title in new if title not in old),
        roles_removed=tuple(title for title in old if title not in new),
    )


def _stated_changes(before: Document, after: Document) -> Iterator[StatedChange]:
    old, new = _stated(before), _stated(after)
    for name, value in new.items():
        if value != old[name]:
            yield StatedChange(name, old[name], value)


def _stated(document: Document) -> dict[str, tuple[str, ...]]:
    """What a document says about itself, in front matter, beside it or in its text."""
    metadata = document.metadata
    single = {"title": document.title, "organisation": document.organisation, "owner": metadata.owner}
    stated: dict[str, tuple[str, ...]] = {name: (value,) if value else () for name, value in single.items()}
    stated |= {"audience": tuple(sorted(metadata.audience)), "aliases": metadata.aliases}
    for kind in _DATES:
        dates = [date.iso or date.written for date in document.dates if date.kind == kind]
        stated[kind] = tuple(dates[:1])
    return stated


def _fact_changes(title: str, before: Role, after: Role) -> Iterator[FactChange]:
    old, new = _values(before), _values(after)
    for name in dict.fromkeys([*new, *old]):
        gone = tuple(value for value in old.get(name, ()) if value not in new.get(name, ()))
        come = tuple(value for value in new.get(name, ()) if value not in old.get(name, ()))
        if (gone or come) and name != "title":
            yield FactChange(title, name, gone, come)


def _values(role: Role) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for fact in role.facts:
        values.setdefault(fact.name, []).append(fact.value)
    return {name: tuple(dict.fromkeys(stated)) for name, stated in values.items()}
