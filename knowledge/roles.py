"""The directory of roles: which documents describe one, how each may be called, and who reports to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.document import Block, Document
from knowledge.fact import Fact, Role
from knowledge.parts import LEAST_STEPS, end_of_section, fold_title, is_page_of_jobs, is_run_in, parts_of
from knowledge.role_columns import RoleColumn, are_ranks, role_columns
from knowledge.role_sections import role_sections
from knowledge.sole_role import TELLING, sole_role
from knowledge.titles import looks_like_title, short_forms
from knowledge.written_titles import announces_job

# What one level has and the next doesn't.
LEAST_DESCRIBED = 3  # facts, the title among them, from which a part describes a job and doesn't merely list it
OF_ONE_LEVEL = frozenset(("title", "reports_to", "supervises", "grade", "salary", "job_code"))
# What makes the section below a heading such as "Engineer" the description of a role.
PART_TELLING = frozenset(("duties", "requirements", "reports_to"))


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """One step of the chain of command as a document states it."""

    role: Role
    manager: str  # as written: "Head of Records"
    fact: Fact
    to: Role | None  # the role of that title, where the directory has exactly one


@dataclass(frozen=True, slots=True)
class Chain:
    """The way up from a role. `is_circle`: the documents lead back to a role already on it."""

    lines: tuple[ReportingLine, ...]
    is_circle: bool


@dataclass(frozen=True)
class Directory:
    """All roles, in the order of their documents."""

    roles: tuple[Role, ...]

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[Role, ...]]:
        return _grouped((fold_title(role.title), role) for role in self.roles)

    @cached_property
    def _by_alias(self) -> Mapping[str, tuple[Role, ...]]:
        return _grouped((alias, role) for role in self.roles for alias in {*map(fold_title, role.aliases)})

    def role(self, id: str) -> Role | None:
        """The role of that id (see `role_id`), or None."""
        return next((role for role in self.roles if role_id(role) == id), None)

    def of_document(self, path: str) -> tuple[Role, ...]:
        """The roles that a document describes."""
        return tuple(role for role in self.roles if role.document == path)

    def titles(self) -> tuple[tuple[str, Role], ...]:
        """Every name with the role it may mean: titles and aliases. A name may stand there for several roles."""
        return tuple((name, role) for role in self.roles for name in (role.title, *role.aliases))

    def named(self, title: str) -> tuple[Role, ...]:
        """The roles whose title, or else whose alias, is that name; case, dashes and articles aside."""
        wanted = fold_title(title)
        return self._by_title.get(wanted) or self._by_alias.get(wanted, ())


def _grouped(named: Iterable[tuple[str, Role]]) -> Mapping[str, tuple[Role, ...]]:
    groups: dict[str, list[Role]] = {}
    for name, role in named:
        groups.setdefault(name, []).append(role)
    return {name: tuple(roles) for name, roles in groups.items()}


def role_id(role: Role) -> str:
    """Names a role among all: "roles/cook.md", or "roles.md#Cook" where a document describes several."""
    return f"{role.document}#{role.title}" if role.section else role.document


def find_roles(document: Document, facts: Sequence[Fact]) -> tuple[Role, ...]:
    """The roles that a document describes: none for a policy, one for a job description, several for a collection."""
    if columns := role_columns(document):
        return _column_roles(document, facts, columns)
    parts = parts_of(document)
    if parts:
        is_ladder = len(parts) >= LEAST_STEPS and are_ranks([title for title, _, _ in parts])
        described = {first.start for _, first in role_sections(document.blocks)}
        found = [
            role
            for title, first, end in parts
            if (role := _part_role(document, facts, title, first, end, is_ladder, first.start in described)) is not None
        ]
        if len(found) > 1 or (found and len(parts) == 1):
            found = _once_each(found)
            is_of_all = looks_like_title(document.title) or is_page_of_jobs(document)  # what stands beside the parts
            is_of_all = is_of_all and (parts[0][1].kind == "heading" or is_run_in(parts[0][1]))
            return _with_what_is_common(found, parts, facts) if is_of_all else tuple(found)
    role = sole_role(document, facts)
    return () if role is None else (role,)


def _once_each(roles: Sequence[Role]) -> list[Role]:
    """The roles, those of one title as one: a page may list its openings and describe them below.

    Where two headings describe jobs of one title, each is called as its heading is: "Position 2: Research Fellow".
    """
    titled: dict[str, Role] = {}
    described = Counter(fold_title(role.title) for role in roles if len(role.facts) >= LEAST_DESCRIBED)
    for role in roles:
        key = fold_title(role.title)
        if described[key] > 1 and not role.span[1] and role.section and role.section[-1] != role.title:
            role = replace(role, title=role.section[-1], aliases=(role.title, *role.aliases))
            key = fold_title(role.title)
        known = titled.get(key)
        titled[key] = replace(known, facts=(*known.facts, *role.facts)) if known else role
    return list(titled.values())


def _with_what_is_common(
    levels: Sequence[Role], parts: Sequence[tuple[str, Block, int]], facts: Sequence[Fact]
) -> tuple[Role, ...]:
    """The levels of a role, each with what the page states outside of all of them and it doesn't state itself."""
    common = [fact for fact in facts if not any(first.start <= fact.start < end for _, first, end in parts)]
    return _beside_each_other(levels, common)


def _column_roles(document: Document, facts: Sequence[Fact], columns: Sequence[RoleColumn]) -> tuple[Role, ...]:
    """The roles of a table's columns, with the facts that their cells state where these are such as jobs have.

    A ladder has rows such as "Scope" and "Technical": they are read, as what they say is no fact of that name.
    """
    sections = [column.section for column in columns]
    own = {section: [fact for fact in facts if _is_in(fact, section)] for section in sections}
    is_telling = any(len({fact.name for fact in each} & TELLING) > 1 for each in own.values())
    found = []
    for column in columns:
        start = document.text.rfind(column.section[-1], 0, column.first.start)
        start, end = (start, start + len(column.section[-1])) if start >= 0 else (column.first.start, column.first.end)
        line = document.text.count("\n", 0, start) + 1
        place = (document.path, start, end, document.text[start:end], column.section[:-1], line, column.first.page)
        named = Fact("title", column.title, *place, "field")
        stated = [fact for fact in own[column.section] if is_telling and fact.name != "title"]
        short = column.title.partition("(")[0].strip()  # "Senior Cook (L3)"
        aliases = (short,) if short and short != column.title else ()
        found.append(
            Role(column.title, document.path, document.organisation, aliases, (named, *stated), column.section)
        )
    common = [fact for fact in facts if not any(_is_in(fact, each) for each in sections)]
    return _beside_each_other(found, common if is_telling else ())


def _is_in(fact: Fact, section: tuple[str, ...]) -> bool:
    return fact.heading[: len(section)] == section


def _beside_each_other(levels: Sequence[Role], common: Sequence[Fact]) -> tuple[Role, ...]:
    """Roles of one page, each with those facts of the whole page that may hold for all and it doesn't state itself."""
    shared = [fact for fact in common if fact.name not in OF_ONE_LEVEL]
    whole = []
    for role in levels:
        own = {fact.name for fact in role.facts}
        added = tuple(fact for fact in shared if fact.name not in own)
        beside = tuple(other.section for other in levels if other is not role)
        whole.append(replace(role, facts=(*role.facts, *added), beside=beside))
    return tuple(whole)


def _part_role(
    document: Document,
    facts: Sequence[Fact],
    title: str,
    first: Block,
    end: int,
    is_ladder: bool,
    is_described: bool,
) -> Role | None:
    """The role that a part describes; of a step of a ladder that states nothing as jobs do, no facts are known.

    `is_described`: its heading and labels say that a role is described, whatever facts it states.
    """
    own = [fact for fact in facts if first.start <= fact.start < end and fact.name != "title"]
    telling = {fact.name for fact in own if fact.name in TELLING}
    is_sure = first.kind == "field" or announces_job(first)
    is_told = is_page_of_jobs(document) or is_described or bool(telling & (TELLING if is_sure else PART_TELLING))
    if not is_told and not is_ladder:
        return None
    stated = [fact for fact in facts if fact.name == "title" and first.start <= fact.start < end]
    if not stated:
        quote = document.text[first.start : first.end]
        place = (document.path, first.start, first.end, quote, first.heading, first.line, first.page)
        stated = [Fact("title", title, *place, "field" if first.kind == "field" else "sentence")]
    named = [replace(fact, value=title) for fact in stated[:1]]
    # The headings below one that announces a job may stand beside it: then its part is no section.
    is_section = first.kind == "heading" and not (announces_job(first) and end_of_section(document, first) < end)
    section = (*first.heading, first.plain if is_section else title)
    span = (0, 0) if is_section else (first.start, end)
    names = tuple(short_forms(title))
    stated = [*named, *(own if is_told else ())]
    return Role(title, document.path, document.organisation, names, tuple(stated), section, span=span)


def reporting_lines(directory: Directory) -> tuple[ReportingLine, ...]:
    """Every reporting line that the documents state, in the directory's order."""
    return tuple(line for role in directory.roles for line in lines_of(role, directory))


def lines_of(role: Role, directory: Directory) -> Iterator[ReportingLine]:
    """Whom a role reports to, each manager once; roles of the same organisation come first."""
    seen: set[str] = set()
    for fact in role.stated("reports_to"):
        if fold_title(fact.value) in seen:
            continue
        seen.add(fold_title(fact.value))
        found = directory.named(fact.value)
        near = [each for each in found if each.organisation == role.organisation]
        known = near if near else list(found)
        yield ReportingLine(role, fact.value, fact, known[0] if len(known) == 1 else None)


def chain_above(role: Role, directory: Directory) -> Chain:
    """The way up from a role, step by step; it ends where no document goes on, or where it would go in a circle."""
    lines: list[ReportingLine] = []
    visited = {role_id(role)}
    while True:
        line = next(lines_of(role, directory), None)
        if line is None:
            return Chain(tuple(lines), is_circle=False)
        lines.append(line)
        if line.to is None:
            return Chain(tuple(lines), is_circle=False)
        if role_id(line.to) in visited:
            return Chain(tuple(lines), is_circle=True)
        visited.add(role_id(line.to))
        role = line.to


def reports_of(role: Role, directory: Directory) -> tuple[Role, ...]:
    """The roles whose documents say that they report to this one."""
    lines = reporting_lines(directory)
    return tuple(line.role for line in lines if line.to is not None and role_id(line.to) == role_id(role))
