"""The filtered list on paper: question and answer in full, without what only a screen needs."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.record.query import Queries
from bot.record.record import Record
from bot.web.audit.errors import BadForm
from bot.web.audit.filters import read_filters
from bot.web.audit.gate import visitor_of
from bot.web.audit.places import ANSWERS
from bot.web.audit.rendering import Renderer

MOST = 500  # answers: some 100 pages


class PrintPage:
    """The newest that pass the filters; what was printed is an entry of the record."""

    def __init__(self, record: Record, renderer: Renderer) -> None:
        self._record = record
        self._queries = Queries(record.database)
        self._renderer = renderer

    def show(self, request: Request) -> Response:
        asked = read_filters(request.query_params, self._renderer.zone)
        if asked.problems:
            raise BadForm(" ".join(asked.problems))
        head = self._record.head()  # of what is shown: whoever has the paper can tell whether anything before changed
        page = self._queries.page(asked.filters, limit=MOST)
        self._record.read_noted(asked.filters, len(page.messages), visitor_of(request).person)
        return self._renderer.page(
            request, "print.html", asked=asked, page=page, head=head, most=MOST, at=datetime.now(UTC), answers=ANSWERS
        )
