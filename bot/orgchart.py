"""Who reports to whom, as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.answers.reporting import Post
from bot.errors import PictureError

BOX_WIDTH, BOX_HEIGHT, GAP_ACROSS, GAP_DOWN = 2.6, 0.7, 0.3, 0.6  # inches
LARGEST = 100.0  # inches, of the picture's longer side


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
