"""Pages from templates. Everything that is put into one is escaped, unless a template says otherwise; none does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse

from bot.record.words import in_words
from bot.web.audit.places import BASE, NAVIGATION, SIGN_OUT, STATIC, Place
from bot.web.audit.visible import visible

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {
    "answered": "green",
    "not_found": "yellow",
    "clarify": "azure",
    "refused": "orange",
    "failed": "red",
    "helpful": "green",
    "not_helpful": "red",
    "right": "green",
    "wrong": "red",
    "outdated": "orange",
    "should_not_have_answered": "red",
}


class Renderer:
    """Makes the answer to a request from a template and what it needs."""

    def __init__(self, timezone: str, navigation: Sequence[Place] = NAVIGATION) -> None:
        self._zone = ZoneInfo(timezone)
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "moment": self.moment,
            "iso": datetime.isoformat,
            "words": in_words,
            "colour": lambda value: COLOURS.get(value, "secondary"),
            "number": lambda value: f"{value:,}",
            "query": lambda pairs: urlencode(pairs),
        }
        self._environment.globals |= {
            "base": BASE,
            "static": STATIC,
            "sign_out": SIGN_OUT,
            "navigation": navigation,
            "timezone": timezone,
        }

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    def moment(self, at: datetime) -> str:
        """ "2026-03-09 14:05:09", in the zone of the settings."""
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The page whole."""
        return HTMLResponse(
            self._environment.get_template(template).render(self._with_visitor(request, context)), status
        )

    def stream(self, request: Request, template: str, **context: Any) -> StreamingResponse:
        """The page piece by piece, as what it shows becomes known: an iterator in `context` is waited for."""
        pieces: Iterator[str] = self._environment.get_template(template).generate(self._with_visitor(request, context))
        return StreamingResponse(pieces, media_type="text/html", headers={"x-accel-buffering": "no"})

    @staticmethod
    def _with_visitor(request: Request, context: dict[str, Any]) -> dict[str, Any]:
        return {"visitor": request.scope.get("visitor"), "path": request.url.path, **context}
