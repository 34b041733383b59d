"""Charts of trends as SVG: no scripts, text that stays text, a title and a description for whoever can't see them.

A chart never stands alone: `tables` gives the same numbers for the tables beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from bot.record.message import OUTCOMES
from bot.record.reports.periods import Unit
from bot.record.reports.trends import Point, Series, Trends
from bot.record.words import in_words

if TYPE_CHECKING:
    from datetime import datetime

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]  # headers, rows
Drawn = Literal["questions", "not_found", "feedback", "time"]
DRAWN: tuple[Drawn, ...] = ("questions", "not_found", "feedback", "time")
TITLES: Mapping[Drawn, str] = {
    "questions": "Questions by outcome",
    "not_found": "Questions that the documents didn't answer",
    "feedback": "Feedback",
    "time": "Response time",
}
GROUPED: Mapping[Drawn, str] = {
    "questions": "Questions",
    "not_found": TITLES["not_found"],
    "feedback": "Answers that helped, of those that people judged",
    "time": "Response time, 95th percentile",
}
_FORMATS: Mapping[Unit, str] = {
    "hour": "%Y-%m-%d %H:00",
    "day": "%Y-%m-%d",
    "week": "week of %Y-%m-%d",
    "month": "%Y-%m",
}
# Okabe and Ito's colours, which nearly everybody can tell apart.
_COLOURS = ("#0072B2", "#D55E00", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442", "#000000")
# Inches; pages scale the whole. Matplotlib could find the margins by itself, but takes as long for that as for drawing.
_WIDTH, _HEIGHT = 5.6, 2.3  # so narrow that the words can be read on a phone
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.85, 0.25, 0.12, 0.5
_LEGEND_LINE = 0.2
_LONGEST_LABEL = 40  # characters
_GREY = "#595959"  # readable on white


def draw(trends: Trends, what: Drawn) -> bytes:
    """One chart, an SVG file: all questions, or a line for each group where the trends are by group."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "rolecall", "font.family": "sans-serif", "text.parse_math": False}
    ):
        figure = Figure()
        axes = figure.add_subplot()
        _DRAWINGS[what](axes, trends) if not trends.groups else _draw_groups(axes, trends, what)
        _furnish(axes, trends, what)
        _arrange(figure, axes)
        written = io.BytesIO()
        # Not `Figure.savefig`, which draws everything twice: once to find out how large it gets.
        FigureCanvasSVG(figure).print_svg(
            written, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return _described(written.getvalue(), title(trends, what), describe(trends, what)).encode()


def title(trends: Trends, what: Drawn) -> str:
    """What a chart shows: of groups, it has room for one measure."""
    return GROUPED[what] + f" by {trends.by}" if trends.groups else TITLES[what]


def describe(trends: Trends, what: Drawn) -> str:
    """The chart in a sentence or two."""
    points = trends.all.points
    whole = trends.all.whole
    time = f"From {period(points[0].start, trends.unit)} to {period(points[-1].start, trends.unit)}, by {trends.unit}."
    if what == "questions":
        shares = ", ".join(f"{whole.outcomes[each]:,} {in_words(each)}" for each in OUTCOMES)
        return f"{time} {whole.questions:,} questions: {shares}."
    if what == "not_found":
        return f"{time} Not found: {percent(whole.not_found_rate)} of the questions answered or not found."
    if what == "feedback":
        return f"{time} Helpful: {whole.helpful:,}; not helpful: {whole.not_helpful:,}."
    return f"{time} Half of the answers took {milliseconds(whole.p50)} or less, 95 of 100 {milliseconds(whole.p95)}."


def tables(trends: Trends) -> list[Table]:
    """The numbers as text: the whole of each group where there are groups, then each period of all questions."""
    measures = ("questions", *map(in_words, OUTCOMES), "not found, %", "helpful", "not helpful")
    times = ("median, ms", "95th percentile, ms")
    found: list[Table] = []
    if trends.by is not None:
        groups = [
            (each.group, "-" if each.people is None else f"{each.people:,}", *_numbers(each.whole))
            for each in trends.groups
        ]
        found.append(((trends.by, "people", *measures, *times), groups))
    points = [(period(point.start, trends.unit), *_numbers(point)) for point in trends.all.points]
    return [*found, ((trends.unit, *measures, *times), points)]


def period(start: datetime, unit: Unit) -> str:
    """For example "2026-03-02", "week of 2026-03-02", "2026-03"."""
    return start.strftime(_FORMATS[unit])


def percent(share: float | None) -> str:
    """0.25 -> "25.0 %"; "-" where there is none."""
    return "-" if share is None else f"{100 * share:.1f} %"


def milliseconds(spent: float | None) -> str:
    return "-" if spent is None else f"{spent:,.1f} ms"


def _numbers(point: Point) -> tuple[str, ...]:
    counts = (point.questions, *(point.outcomes[each] for each in OUTCOMES))
    times = ("-" if each is None else f"{each:.1f}" for each in (point.p50, point.p95))
    rate = percent(point.not_found_rate).removesuffix(" %")
    return (*(f"{count:,}" for count in counts), rate, f"{point.helpful:,}", f"{point.not_helpful:,}", *times)


def _draw_questions(axes: Any, trends: Trends) -> None:
    """Outcomes stacked."""
    import numpy as np

    points = trends.all.points
    below = np.zeros(len(points))
    for outcome, colour in zip(OUTCOMES, _COLOURS, strict=False):
        counts = np.array([point.outcomes[outcome] for point in points], float)
        if counts.any():
            _area(axes, trends, below, below + counts, colour, in_words(outcome))
        below += counts


def _draw_not_found(axes: Any, trends: Trends) -> None:
    _line(axes, trends, trends.all, lambda point: _hundredfold(point.not_found_rate), "not found", 1)


def _draw_feedback(axes: Any, trends: Trends) -> None:
    helpful = [point.helpful for point in trends.all.points]
    not_helpful = [-point.not_helpful for point in trends.all.points]
    zero = [0] * len(helpful)
    _area(axes, trends, zero, helpful, _COLOURS[0], "helpful")
    _area(axes, trends, zero, not_helpful, _COLOURS[1], "not helpful, downwards")
    axes.axhline(0, color=_GREY, linewidth=0.8)


def _draw_time(axes: Any, trends: Trends) -> None:
    _line(axes, trends, trends.all, lambda point: point.p50, "median", 0)
    _line(axes, trends, trends.all, lambda point: point.p95, "95th percentile", 1)


def _draw_groups(axes: Any, trends: Trends, what: Drawn) -> None:
    values: Mapping[Drawn, Callable[[Point], float | None]] = {
        "questions": lambda point: point.questions,
        "not_found": lambda point: _hundredfold(point.not_found_rate),
        "feedback": lambda point: _hundredfold(point.helpful_rate),
        "time": lambda point: point.p95,
    }
    for place, series in enumerate(trends.groups[: len(_COLOURS)]):
        _line(axes, trends, series, values[what], series.group, place)


def _line(
    axes: Any, trends: Trends, series: Series, value: Callable[[Point], float | None], label: str, place: int
) -> None:
    """Steps from period to period, with gaps where there is nothing to show."""
    nothing = float("nan")
    values = [nothing if (found := value(point)) is None else found for point in series.points]
    style = ("solid", "dashed", "dotted", "dashdot")[place // 2 % 4]  # told apart without colours, too
    shown = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    if shown.startswith("_"):  # what matplotlib leaves out of a legend
        shown = f" {shown}"
    steps = {"drawstyle": "steps-post", "solid_joinstyle": "miter"}
    named = {"color": _COLOURS[place], "label": shown, "linewidth": 1.6, "linestyle": style}
    axes.plot(_edges(trends), [*values, values[-1]], **steps, **named)


def _area(axes: Any, trends: Trends, lower: Iterable[float], upper: Iterable[float], colour: str, label: str) -> None:
    """A single shape: a thousand bars would take a second to draw."""
    bounds = ([*values, values[-1]] for values in map(list, (lower, upper)))
    axes.fill_between(_edges(trends), *bounds, step="post", color=colour, linewidth=0, label=label)


def _edges(trends: Trends) -> Sequence[float]:
    """Days since 1970, as matplotlib counts them: one more than there are periods."""
    from matplotlib.dates import date2num

    starts = [point.start for point in trends.all.points]
    return [float(each) for each in date2num([*starts, trends.end])]


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _furnish(axes: Any, trends: Trends, what: Drawn) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=7)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):,.6g}")  # 1,500; what goes downwards counts as well
    edges = _edges(trends)
    axes.set_xlim(edges[0], edges[-1])
    units = {"questions": "questions", "not_found": "%", "feedback": "answers", "time": "ms"}
    axes.set_ylabel("%" if what == "feedback" and trends.groups else units[what])
    lowest, highest = axes.get_ylim()
    # At least from 0 to 1, so that nothing at all is not drawn as if it were some hundredths.
    axes.set_ylim(min(lowest, -1) if what == "feedback" and not trends.groups else 0, max(highest, 1))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def _arrange(figure: Any, axes: Any) -> None:
    """The legend below the axes, and the figure as high as both need."""
    labels = axes.get_legend_handles_labels()[1]
    longest = max(map(len, labels), default=0)
    columns = 4 if longest <= 12 else 2 if longest <= 26 else 1
    legend = _LEGEND_LINE * ceil(len(labels) / columns)
    height = _HEIGHT + legend
    figure.set_size_inches(_WIDTH, height)
    left, right = _LEFT / _WIDTH, 1 - _RIGHT / _WIDTH
    figure.subplots_adjust(left, (_BOTTOM + legend) / height, right, 1 - _TOP / height)
    axes.yaxis.set_label_coords(0.16 / _WIDTH, (_BOTTOM + legend + height - _TOP) / 2 / height, figure.transFigure)
    if labels:
        place = {"loc": "lower left", "bbox_to_anchor": (left, 0), "bbox_transform": figure.transFigure}
        axes.legend(frameon=False, fontsize=8, ncols=columns, borderaxespad=0, **place)


def _described(svg: bytes, named: str, description: str) -> str:
    """With the words that a screen reader says in place of the picture."""
    written = svg.decode()
    start = written.index("<svg")
    stop = written.index(">", start)
    words = f'<title id="title">{escape(named)}</title>\n<desc id="description">{escape(description)}</desc>'
    opened = f'{written[start:stop]} role="img" aria-labelledby="title description">'
    return f"{written[:start]}{opened}\n{words}{written[stop + 1 :]}"


_DRAWINGS: Mapping[Drawn, Callable[[Any, Trends], None]] = {
    "questions": _draw_questions,
    "not_found": _draw_not_found,
    "feedback": _draw_feedback,
    "time": _draw_time,
}
