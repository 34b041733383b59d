"""Who reports to whom: lines of reporting -> a chart, as text. `bot/orgchart.py` draws it as a picture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.fact import Role

_ARTICLE = re.compile(r"^(?:the|an?|our)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One role and whom it reports to. `superior` is "" where its document doesn't say."""

    role: str
    superior: str


@dataclass(frozen=True, slots=True)
class Post:
    """One box of the chart with the boxes under it. Without a document it is only named as somebody's superior."""

    title: str
    has_document: bool
    under: tuple[Post, ...] = ()

    @property
    def width(self) -> int:
        """Boxes side by side at its lowest level."""
        return max(1, sum(post.width for post in self.under))

    @property
    def depth(self) -> int:
        return 1 + max((post.depth for post in self.under), default=0)


def reporting(roles: Sequence[Role]) -> list[Line]:
    """The lines that job documents state. A superior that has a document of the same organisation goes by its title.

    Where there are several organisations, one without a document is told apart by its organisation: two Directors that
    are only named are two people.
    """
    titles = Counter(role.title for role in roles)
    shown = {role: role.title if titles[role.title] == 1 else _full_name(role) for role in roles}
    are_several = len({role.organisation for role in roles if role.organisation}) > 1
    lines = []
    for role in roles:
        stated = next((fact.value for fact in role.stated("reports_to")), "")
        superior = _documented(stated, role, roles)
        named = _ARTICLE.sub("", stated)
        if named and are_several and role.organisation.casefold() not in named.casefold():
            named += f", {role.organisation}"
        lines.append(Line(shown[role], shown[superior] if superior else named))
    return lines


def chart(lines: Sequence[Line]) -> tuple[Post, ...]:
    """The tops of the chart, each with all below it; in the order of the lines, those without a post below them last.

    A circle ("A reports to B, B to A") is cut where it closes, so that every role stands in the chart exactly once.
    """
    superior_of: dict[str, str] = {}
    for line in lines:
        if line.superior and not _closes_circle(line.role, line.superior, superior_of):
            superior_of.setdefault(line.role, line.superior)
    documented = {line.role for line in lines}
    titles = dict.fromkeys([line.role for line in lines] + [line.superior for line in lines if line.superior])
    under: dict[str, list[str]] = {}
    for role, superior in superior_of.items():
        under.setdefault(superior, []).append(role)

    def post(title: str) -> Post:
        return Post(title, title in documented, tuple(post(each) for each in under.get(title, ())))

    tops = [post(title) for title in titles if title not in superior_of]
    return tuple(sorted(tops, key=lambda top: not top.under))


def draw_text(posts: Sequence[Post]) -> str:
    """The chart as an indented tree."""
    return "\n".join(line for post in posts for line in _text_lines(post, "", ""))


def _documented(stated: str, role: Role, roles: Sequence[Role]) -> Role | None:
    """The role whose title is the longest in "the Head of Circulation or designee"; None where no document has it."""
    found: tuple[int, Role] | None = None
    for other in roles:
        if other == role or (role.organisation and other.organisation and other.organisation != role.organisation):
            continue
        for name in (other.title, *other.aliases):
            length = len(name)
            if _names_it(stated, name) and (found is None or length > found[0]):
                found = (length, other)
    return found[1] if found else None


def _names_it(stated: str, name: str) -> bool:
    """The title as it is, with nothing in front that would make another title of it ("Deputy Library Director")."""
    return re.match(rf"(?:(?:the|an?|our)\s+)?{re.escape(name)}(?!\w)", stated, re.IGNORECASE) is not None


def _closes_circle(role: str, superior: str, superior_of: dict[str, str]) -> bool:
    above: str | None = superior
    while above is not None:
        if above == role:
            return True
        above = superior_of.get(above)
    return False


def _text_lines(post: Post, first: str, rest: str) -> Iterator[str]:
    yield first + post.title + ("" if post.has_document else " (no job document)")
    for number, below in enumerate(post.under, start=1):
        last = number == len(post.under)
        yield from _text_lines(below, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _full_name(role: Role) -> str:
    return ", ".join(part for part in (role.title, role.organisation) if part)
