"""Forms: every one that changes something comes from a page of ours, which is checked twice."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.web.audit.errors import BadForm, Refused
from bot.web.audit.gate import visitor_of

MOST_FIELDS = 20
LONGEST = 20_000  # characters of one field
STALE = "This form is no longer good. Go back, load the page again, and send it once more."


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of the visitor's own pages sent.

    Raises:
        Refused: it comes from elsewhere.
        BadForm: a field is too long.
    """
    check_origin(request)
    fields = await _fields(request)
    if not hmac.compare_digest(fields.get("token", "").encode(), visitor_of(request).token.encode()):
        raise Refused(STALE)
    return fields


def check_origin(request: Request) -> None:
    """Browsers say from which site a form comes.

    Raises:
        Refused: from another.
    """
    origin = request.headers.get("origin", "")
    is_other_host = bool(origin) and urlsplit(origin).netloc != request.headers.get("host", "")
    if is_other_host or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused("This form was sent from another site.")


async def _fields(request: Request) -> Mapping[str, str]:
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if any(len(value) > LONGEST for value in fields.values()):
        raise BadForm(f"A text may have {LONGEST:,} characters at most.")
    return fields
