"""One receipt: everything about one answer, and what an auditor does with it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.case import OPENED, STEPS
from bot.quoted import Documents, show_quote
from bot.record.errors import RecordError
from bot.record.held_to import held_to
from bot.record.message import VERDICTS, Incoming, Verdict
from bot.record.receipt import Entry, Receipt, read_receipt
from bot.record.record import Record
from bot.record.words import in_words
from bot.web.audit.errors import BadForm
from bot.web.audit.forms import read_form
from bot.web.audit.gate import visitor_of
from bot.web.audit.places import ANSWERS
from bot.web.audit.rendering import Renderer

DIRECT = "a direct message"
TELLING = {"slack": ("D", "U", "W"), "teams": ("a:", "8:", "29:")}  # how the ids of direct messages and people begin


class ReceiptPages:
    """Shows a receipt, reviews it, reveals who asked; each is an entry of the record."""

    def __init__(self, record: Record, renderer: Renderer, documents: Documents) -> None:
        self._record = record
        self._renderer = renderer
        self._documents = documents

    def show(self, request: Request) -> Response:
        receipt = self._read(request)
        self._record.note("read", {}, visitor_of(request).person, number=receipt.number)
        return self._page(request, receipt)

    async def review(self, request: Request) -> Response:
        """Mark the answer."""
        fields = await read_form(request)
        verdict = _verdict(fields.get("verdict", ""))
        number = request.path_params["number"]
        note = fields.get("note", "").strip()
        await run_in_threadpool(self._record.review, number, visitor_of(request).person, verdict, note)
        return RedirectResponse(f"{ANSWERS}/{number}#review", 303)

    async def reveal(self, request: Request) -> Response:
        """Show who asked. Nothing of it stands in an address, so that only this one page shows it."""
        fields = await read_form(request)
        return await run_in_threadpool(self._reveal, request, fields.get("reason", ""))

    def _reveal(self, request: Request, reason: str) -> Response:
        try:
            revealed = self._record.reveal(request.path_params["number"], visitor_of(request).person, reason)
        except RecordError as problem:
            return self._page(request, self._read(request), problem=str(problem), status=422)
        return self._page(request, self._read(request), revealed)

    def _read(self, request: Request) -> Receipt:
        return read_receipt(self._record.database, request.path_params["number"])

    def _page(
        self,
        request: Request,
        receipt: Receipt,
        revealed: Incoming | None = None,
        problem: str = "",
        status: int = 200,
    ) -> Response:
        answer = receipt.answer
        citations = answer.citations if answer else ()
        return self._renderer.page(
            request,
            "receipt.html",
            status,
            receipt=receipt,
            quotes=[show_quote(each, answer.snapshot if answer else "", self._documents) for each in citations],
            held_to=list(held_to(receipt.filters)),
            posted_to=shown_place(receipt.surface, receipt.posted_to),
            opinions=[entry for entry in receipt.entries if entry.kind in ("feedback", "review")],
            case=_case(receipt.entries),
            history=[entry for entry in receipt.entries if entry.kind != "read"],
            reads=[entry for entry in receipt.entries if entry.kind == "read"],
            detail=_detail,
            verdicts=VERDICTS,
            revealed=revealed,
            problem=problem,
            here=f"{ANSWERS}/{receipt.number}",
        )


def shown_place(surface: str, place: Sequence[str]) -> Sequence[str]:
    """Where something was posted, unless that says who asked: the channel of a direct message does."""
    telling = TELLING.get(surface, ())
    return (DIRECT,) if telling and any(part.startswith(telling) for part in place) else place


def _case(entries: Sequence[Entry]) -> Sequence[Entry]:
    """What became of it at HR's desk, where it was handed over."""
    steps = [entry for entry in entries if entry.kind in STEPS]
    return steps if any(entry.kind == OPENED for entry in steps) else ()


def _verdict(typed: str) -> Verdict:
    for known in VERDICTS:
        if typed == known:
            return known
    raise BadForm("Choose one of the verdicts.")


def _detail(entry: Entry) -> str:
    """What an entry says of itself, in a line."""
    if entry.kind == "answered":
        return f"{in_words(str(entry.body.get('status', '')))}, {entry.body.get('milliseconds', 0)} ms"
    if entry.kind == "feedback":
        return "helpful" if entry.body.get("helpful") else "not helpful"
    if entry.kind == "review":
        return in_words(str(entry.body.get("verdict", "")))
    if entry.kind == "failed":
        return str(entry.body.get("reason", ""))
    return ""
