"""Who reports to whom: lines of reporting -> a chart, as text and as a picture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import PictureError
from bot.role_lookup import full_name
from knowledge.fact import Role

BOX_WIDTH, BOX_HEIGHT, GAP_ACROSS, GAP_DOWN = 2.6, 0.7, 0.3, 0.6  # inches
LARGEST = 100.0  # inches, of the picture's longer side


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
    shown = {role: role.title if titles[role.title] == 1 else full_name(role) for role in roles}
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


def draw_picture(posts: Sequence[Post], file: Path) -> None:
    """The chart as SVG, PNG or PDF, as the file's ending says.

    Raises:
        PictureError: another ending, a chart too large for one picture, or the file can't be written.
    """
    if file.suffix.lower() not in {".svg", ".png", ".pdf"}:
        raise PictureError(f"{file}: name a picture that ends in .svg, .png or .pdf")
    across = sum(post.width for post in posts) * (BOX_WIDTH + GAP_ACROSS) + GAP_ACROSS
    down = max((post.depth for post in posts), default=1) * (BOX_HEIGHT + GAP_DOWN)
    if max(across, down) > LARGEST:
        raise PictureError(f"The chart is too large for a picture ({across:.0f} by {down:.0f} inches); see it as text.")
    from matplotlib import rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rcParams["svg.fonttype"] = "none"  # text stays text, to be found and read aloud
    rcParams["svg.hashsalt"] = "rolecall"  # the same chart gives the same file
    figure = Figure(figsize=(across, down))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, across)
    axes.set_ylim(-down, 0)
    axes.axis("off")
    left = GAP_ACROSS / 2
    for post in posts:
        _draw_post(axes, post, left, 0.0)
        left += post.width * (BOX_WIDTH + GAP_ACROSS)
    try:
        figure.savefig(file, dpi=150, metadata={"Date": None} if file.suffix.lower() == ".svg" else None)
    except OSError as problem:
        raise PictureError(f"{file} can't be written: {problem.strerror}") from problem


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


def _draw_post(axes: object, post: Post, left: float, top: float) -> float:
    """Draw a box and all below it; the middle of the box, in inches from the left."""
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyBboxPatch

    assert isinstance(axes, Axes)
    middle = left + post.width * (BOX_WIDTH + GAP_ACROSS) / 2
    box_top = top - GAP_DOWN / 2
    rail = box_top - BOX_HEIGHT - GAP_DOWN / 2
    below_left = left
    for below in post.under:
        x = _draw_post(axes, below, below_left, top - BOX_HEIGHT - GAP_DOWN)
        below_left += below.width * (BOX_WIDTH + GAP_ACROSS)
        path = ([middle, middle, x, x], [box_top - BOX_HEIGHT, rail, rail, rail - GAP_DOWN / 2])
        axes.plot(*path, color="#777777", linewidth=1.2, solid_joinstyle="round", zorder=1)
    axes.add_patch(
        FancyBboxPatch(
            (middle - BOX_WIDTH / 2, box_top - BOX_HEIGHT),
            BOX_WIDTH,
            BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor="#eef3fb" if post.has_document else "white",
            edgecolor="#33507a",
            linewidth=1.2,
            linestyle="solid" if post.has_document else "dashed",
            zorder=2,
        )
    )
    shown = "\n".join(_in_box(post.title))
    axes.text(middle, box_top - BOX_HEIGHT / 2, shown, ha="center", va="center", fontsize=9, zorder=3, parse_math=False)
    return middle


def _in_box(title: str, width: int = 34, most: int = 3) -> Iterable[str]:
    import textwrap

    return textwrap.wrap(title, width, max_lines=most, placeholder=" ...")
