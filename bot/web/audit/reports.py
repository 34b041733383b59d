"""Trends, what is asked most, what isn't answered, which documents carry the answers, and exports."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.record.errors import RecordError
from bot.record.export.exporting import Export, zipped
from bot.record.export.formats import FORMATS, Format
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.record import Record
from bot.record.reports.columns import Columns
from bot.record.reports.periods import UNITS, Unit
from bot.record.reports.topics import TopicReports, Topics
from bot.record.reports.trends import GROUPS, Group, trends
from bot.web.audit.errors import BadForm
from bot.web.audit.filters import CHOICES, NAMES, Asked, read_filters
from bot.web.audit.forms import read_form
from bot.web.audit.gate import visitor_of
from bot.web.audit.places import ANSWERS, ASKED, DOCUMENTS, EXPORT, TRENDS, UNANSWERED
from bot.web.audit.rendering import Renderer
from knowledge.errors import RolecallError

TOPICS = 30  # shown
FORMAT_NAMES = {
    "csv": "CSV, for spreadsheets",
    "jsonl": "JSON lines, for programs",
    "parquet": "Parquet, for data analysis",
}


@dataclass(frozen=True, slots=True)
class Reports:
    """What the pages are worked out by."""

    columns: Columns
    topics: TopicReports
    paths: Callable[[], Collection[str] | None]  # documents that can be quoted now; None: not known
    export: Callable[[Filters, Format, Person, bool], Export]  # the last: with a byte order mark
    fewest: int  # people that are told apart


class ReportPages:
    """Each page that is shown is an entry of the record, as is each export."""

    def __init__(self, record: Record, renderer: Renderer, reports: Reports) -> None:
        self._record = record
        self._renderer = renderer
        self._reports = reports

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/trends", self.trends),
            Route("/asked", self.asked),
            Route("/unanswered", self.unanswered),
            Route("/documents", self.documents),
            Route("/export", self.export_form, methods=["GET"]),
            Route("/export", self.export, methods=["POST"]),
        ]

    def trends(self, request: Request) -> Response:
        from bot.record.reports import chart

        asked = self._asked(request)
        unit, problem = _one_of(request, "unit", UNITS)
        by, other_problem = _one_of(request, "by", GROUPS)
        problems = [*asked.problems, *filter(None, (problem, other_problem))]
        shown: dict[str, Any] = {"found": None, "charts": (), "tables": ()}
        if not problems:
            try:
                found = trends(
                    self._reports.columns,
                    asked.filters,
                    cast("Unit | None", unit),
                    cast("Group | None", by),
                    zone=self._renderer.zone,
                    fewest=self._reports.fewest,
                )
            except RecordError as too_many:
                problems.append(str(too_many))
            else:
                self._note(request, asked, "trends", found.all.whole.questions)
                # Within the page, so that what is looked at is one view and one entry. A style sheet inside of an
                # SVG file would be refused in the page itself, but not in a picture.
                pictures = [
                    (chart.title(found, what), chart.describe(found, what), _data_address(chart.draw(found, what)))
                    for what in chart.DRAWN
                ]
                shown = {"found": found, "charts": pictures, "tables": chart.tables(found)}
        chosen = {"unit": unit or "", "by": by or ""}
        return self._page(
            request, "trends.html", asked, TRENDS, problems, chosen=chosen, units=UNITS, by=GROUPS, **shown
        )

    def asked(self, request: Request) -> Response:
        return self._topics(request, ASKED, "asked", self._reports.topics.most_asked)

    def unanswered(self, request: Request) -> Response:
        return self._topics(request, UNANSWERED, "unanswered", self._reports.topics.unanswered)

    def _topics(self, request: Request, here: str, view: str, report: Callable[..., Topics]) -> Response:
        asked = self._asked(request)
        found, problems = None, list(asked.problems)
        if not problems:
            try:
                found = report(asked.filters, TOPICS, self._renderer.zone)
            except RecordError:
                raise
            except RolecallError as problem:  # the model is missing, without which nothing is compared
                problems.append(str(problem))
            else:
                self._note(request, asked, view, len(found.topics))
        return self._page(request, "topics.html", asked, here, problems, found=found, view=view)

    def documents(self, request: Request) -> Response:
        from bot.record.reports.sources import sources

        asked = self._asked(request)
        found = None
        if not asked.problems:
            found = sources(self._reports.columns, asked.filters, self._reports.paths())
            self._note(request, asked, "documents", len(found.documents))
        return self._page(request, "documents.html", asked, DOCUMENTS, asked.problems, found=found)

    def export_form(self, request: Request) -> Response:
        """How many answers would leave, so that nobody exports more than they meant to."""
        asked, passing = self._asked(request), 0
        if not asked.problems:
            with self._reports.columns.view() as view:
                passing = int(view.rows(asked.filters).sum())
        return self._page(request, "export.html", asked, EXPORT, asked.problems, formats=FORMAT_NAMES, passing=passing)

    async def export(self, request: Request) -> Response:
        """The file and its manifest, in an archive that is made while it is sent."""
        form = await read_form(request)
        asked = read_filters({name: form.get(name, "") for name in NAMES}, self._renderer.zone)
        if asked.problems or form.get("format") not in FORMATS:
            raise BadForm(" ".join(asked.problems) or f"Choose one of {', '.join(FORMATS)}.")
        named = cast(Format, form["format"])
        person = visitor_of(request).person
        made = await run_in_threadpool(self._reports.export, asked.filters, named, person, form.get("bom") == "yes")
        disposition = 'attachment; filename="rolecall-record.zip"'
        headers = {"content-disposition": disposition, "x-accel-buffering": "no"}
        return StreamingResponse(zipped(made), media_type="application/zip", headers=headers)

    def _asked(self, request: Request) -> Asked:
        return read_filters(request.query_params, self._renderer.zone)

    def _note(self, request: Request, asked: Asked, view: str, shown: int) -> None:
        self._record.read_noted(asked.filters, shown, visitor_of(request).person, view)

    def _page(
        self, request: Request, template: str, asked: Asked, here: str, problems: Sequence[str], **context: Any
    ) -> Response:
        status = 422 if problems else 200
        more = {"asked": asked, "problems": problems, "choices": CHOICES, "here": here, "answers": ANSWERS}
        fewest = self._reports.fewest
        return self._renderer.page(request, template, status, fewest=fewest, export=EXPORT, **more, **context)


def _one_of(request: Request, name: str, known: Sequence[str]) -> tuple[str | None, str]:
    """What is chosen, None where nothing is; and what is wrong with it, "" where nothing is."""
    typed = request.query_params.get(name, "")
    if typed and typed not in known:
        return None, f"{typed!r} is none of {', '.join(known)}."
    return typed or None, ""


def _data_address(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
