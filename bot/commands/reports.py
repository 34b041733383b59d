"""`rolecall record trends`, `asked`, `unanswered`, `documents`, `export`, `evaluation`, `maintain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.commands.common import NOT_POSSIBLE, Context, note, progress_bar, say, settings_of
from bot.commands.filtering import filtered, one_of
from bot.record.errors import RecordError
from bot.terminal import safe, wrap

if TYPE_CHECKING:
    from bot.record.query import Filters
    from bot.record.record import Record
    from bot.record.reports.topics import Topic, Topics
    from bot.settings import Settings

BARS = "▁▂▃▄▅▆▇█"
Most = Annotated[int, typer.Option(help="How many are shown.", min=1)]


@filtered
def trends(
    context: Context,
    filters: Any,
    unit: Annotated[str | None, typer.Option(help="hour, day, week or month; else one that suits the time.")] = None,
    by: Annotated[str | None, typer.Option(help="surface, channel, document or role: a line for each.")] = None,
    charts: Annotated[Path | None, typer.Option(help="Draw the charts into this folder, as SVG.")] = None,
) -> None:
    """Questions, outcomes, feedback and response times over time."""
    from zoneinfo import ZoneInfo

    from bot.main import open_columns
    from bot.record.reports import chart
    from bot.record.reports.periods import UNITS
    from bot.record.reports.trends import GROUPS
    from bot.record.reports.trends import trends as read_trends

    one_of("--unit", unit, UNITS)
    one_of("--by", by, GROUPS)
    chosen: Any = (unit, by)  # checked above
    settings, record = _opened(context)
    zone = ZoneInfo(settings.web.timezone)
    found = read_trends(open_columns(record), filters, *chosen, zone=zone, fewest=settings.record.fewest_people)
    _noted(record, filters, "trends", found.all.whole.questions)
    _table(*chart.tables(found)[0])
    say(wrap(chart.describe(found, "questions")))
    if charts is not None:
        charts.mkdir(parents=True, exist_ok=True)
        for what in chart.DRAWN:
            (charts / f"{what}.svg").write_bytes(chart.draw(found, what))
        say(f"Drawn to {charts}")


@filtered
def asked(context: Context, filters: Any, most: Most = 20) -> None:
    """What is asked most: the same question in other words is counted with it."""
    _topics(context, filters, most, "asked")


@filtered
def unanswered(context: Context, filters: Any, most: Most = 20) -> None:
    """What staff ask and the documents don't answer: not found, doubtful, or of no help."""
    _topics(context, filters, most, "unanswered")


@filtered
def documents(context: Context, filters: Any) -> None:
    """Which documents and sections carry the answers, and which never did."""
    from bot.main import document_paths, open_columns
    from bot.record.reports.sources import sources

    settings, record = _opened(context)
    found = sources(open_columns(record), filters, document_paths(settings)())
    _noted(record, filters, "documents", len(found.documents))
    rows = [
        (
            *(each.document if not each.section else f"  {each.section}", f"{each.answers:,}"),
            *(f"{each.helpful:,}", f"{each.not_helpful:,}", f"{each.last_at:%Y-%m-%d}"),
            "" if each.is_there else "no longer there",
        )
        for document in found.documents
        for each in (document, *found.sections_of(document.document))
    ]
    _table(("document, section", "answers", "helpful", "not helpful", "last", ""), rows)
    if found.never:
        say(f"\nNever quoted: {len(found.never):,}")
        for path in found.never:
            say(safe(f"  {path}"))


@filtered
def export(
    context: Context,
    filters: Any,
    file: Annotated[Path, typer.Argument(help="FILE.csv, .jsonl or .parquet; its manifest is put beside it.")],
    bom: Annotated[bool, typer.Option("--bom", help="CSV: begin with the mark by which Excel knows UTF-8.")] = False,
) -> None:
    """Write the messages that pass to a file, without identities, and a manifest by which it can be checked."""
    import os
    from dataclasses import replace

    from bot.main import open_export, this_person
    from bot.record.export.formats import FORMATS

    named: Any = file.suffix.lower().removeprefix(".")
    one_of("The ending of the file", named, FORMATS)
    _, record = _opened(context)
    temporary = file.with_name(f".{file.name}.part")
    with progress_bar() as on_stage, _removed(temporary), temporary.open("wb") as opened:
        export = open_export(
            record, filters, named, this_person(), bom=bom, on_progress=lambda done, of: on_stage("export", done, of)
        )
        for piece in export:
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
        temporary.replace(file)  # whole, or not there
    manifest = replace(export.manifest, file=file.name)
    beside = file.with_name(f"{file.name}.manifest.json")
    beside.write_bytes(manifest.as_json())
    say(f"{manifest.rows:,} messages, {manifest.size:,} bytes, SHA-256 {manifest.sha256}")
    say(f"Manifest: {beside}")


def evaluation(
    context: Context, file: Annotated[Path, typer.Argument(help="The file to write: questions for `rolecall eval`.")]
) -> None:
    """Write the answers that auditors marked as questions with known answers, for `rolecall eval`."""
    from bot.main import this_person
    from bot.record.evaluation_set import evaluation_set

    _, record = _opened(context)
    made = evaluation_set(record.database)
    record.note("exported", {"format": "evaluation", "rows": len(made.lines)}, this_person())
    file.write_text("".join(f"{line}\n" for line in made.lines), encoding="utf-8")
    counts = ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in made.counts.items() if count)
    say(f"{len(made.lines)} questions{f' ({counts})' if counts else ''} in {file}")
    if made.left_out:
        note(f"{made.left_out} marks left out: outdated, erased, or marked again since.")


def maintain(context: Context) -> None:
    """Do what is due: note the head of the chain in `record: head_file`, erase what is too old. For cron."""
    from bot.main import open_jobs
    from bot.schedule import run_due

    settings, record = _opened(context)
    done = list(run_due(open_jobs(settings, record)))
    for each in done or ["Nothing is due."]:
        say(each)
    if any("could not be done" in each for each in done):
        raise typer.Exit(NOT_POSSIBLE)


def _opened(context: Context) -> tuple[Settings, Record]:
    from bot.main import open_record

    settings = settings_of(context)
    return settings, open_record(settings)


def _noted(record: Record, filters: Filters, view: str, shown: int) -> None:
    """Reading is an entry."""
    from bot.main import this_person

    record.read_noted(filters, shown, this_person(), view=view)


def _topics(context: Context, filters: Filters, most: int, view: Literal["asked", "unanswered"]) -> None:
    from zoneinfo import ZoneInfo

    from bot.main import open_columns, open_topics

    settings, record = _opened(context)
    topics = open_topics(settings, open_columns(record))
    report = topics.most_asked if view == "asked" else topics.unanswered
    found = report(filters, most, ZoneInfo(settings.web.timezone))
    _noted(record, filters, view, len(found.topics))
    for number, topic in enumerate(found.topics, start=1):
        say(safe(_described(number, topic, found)))
    if not found.topics:
        say("Nothing in the record passes.")
    if found.limits:
        note(found.limits)


def _described(number: int, topic: Topic, found: Topics) -> str:
    people = f"{topic.people:,} people" if topic.people is not None else f"fewer than {found.fewest} people"
    lines = [wrap(f"{number}. {topic.label}")]
    lines.append(f"     {topic.questions:,} questions, {people}, last {topic.last_at:%Y-%m-%d}  {_bars(topic.trend)}")
    opinions = [f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in topic.outcomes.items()]
    doubts = ((topic.unsure, "doubtful"), (topic.not_helpful, "no help"))
    opinions += [f"{count:,} {what}" for count, what in doubts if count]
    lines.append(f"     {', '.join(opinions)}")
    if topic.documents:
        lines.append(wrap(f"nearest: {', '.join(topic.documents)}", indent="     "))
    lines += [wrap(f"also: {wording}", indent="     ") for wording in topic.other_wordings]
    return "\n".join(lines)


def _bars(counts: Sequence[int]) -> str:
    """A line of little bars, one for each period."""
    most = max(counts, default=0)
    return "".join(BARS[round(count / most * (len(BARS) - 1))] for count in counts) if most else ""


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they need, numbers to the right."""
    if not rows:
        say("Nothing in the record passes.")
        return
    cells = [[safe(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(headers))]
    for row in cells:
        first = row[0].ljust(widths[0])
        say("  ".join((first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))).rstrip())


@contextmanager
def _removed(temporary: Path) -> Iterator[None]:
    """Nothing half written is left behind."""
    try:
        yield
    except OSError as problem:
        raise RecordError(f"{problem.filename or temporary} can't be written: {problem.strerror}.") from problem
    finally:
        temporary.unlink(missing_ok=True)


COMMANDS = (trends, asked, unanswered, documents, export, evaluation, maintain)
