"""The list of what was asked and answered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from bot.record.query import Page, Queries
from bot.record.record import Record
from bot.web.audit.counting import page_and_count
from bot.web.audit.filters import CHOICES, Asked, read_filters
from bot.web.audit.gate import visitor_of
from bot.web.audit.places import ANSWERS, PRINT
from bot.web.audit.rendering import Renderer

SUGGESTED = 200  # values of a filter that a field suggests
SUGGEST_SECONDS = 60  # for which suggestions are kept: a new document may be missing among them for so long
Facet = Literal["document", "section", "role"]
FACETS: tuple[Facet, ...] = ("document", "section", "role")


class AnswersPage:
    """Newest first, filtered, page by page; each page that is shown is an entry of the record."""

    def __init__(self, record: Record, renderer: Renderer) -> None:
        self._record = record
        self._queries = Queries(record.database)
        self._renderer = renderer
        self._suggestions = Suggestions(self._queries)

    def show(self, request: Request) -> Response:
        asked = read_filters(request.query_params, self._renderer.zone)
        before = _number(request.query_params.get("before", ""))
        if asked.problems:
            return self._page(request, asked, Page((), None), "", status=422)
        page, counted = page_and_count(self._queries, asked.filters, before)
        self._record.read_noted(asked.filters, len(page.messages), visitor_of(request).person)
        return self._page(request, asked, page, counted, is_first=before is None)

    def _page(
        self, request: Request, asked: Asked, page: Page, counted: str, *, is_first: bool = True, status: int = 200
    ) -> Response:
        return self._renderer.page(
            request,
            "answers.html",
            status,
            asked=asked,
            page=page,
            counted=counted,
            is_first=is_first,
            choices=CHOICES,
            suggestions=self._suggestions,
            answers=ANSWERS,
            printable=PRINT,
        )


class Suggestions:
    """What fields suggest, read again every minute."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._kept: dict[Facet, tuple[float, Sequence[str]]] = {}

    def of(self, facet: Facet) -> Sequence[str]:
        at, values = self._kept.get(facet, (float("-inf"), ()))
        if time.monotonic() - at > SUGGEST_SECONDS:
            values = self._queries.values(facet, SUGGESTED)
            self._kept[facet] = (time.monotonic(), values)
        return values


def _number(typed: str) -> int | None:
    """What follows where the last page ended; anything else begins anew."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
