"""The addresses of the pages, and what the navigation leads to."""

from __future__ import annotations

from dataclasses import dataclass

BASE = "/audit"
STATIC = f"{BASE}/static"
SIGN_IN = f"{BASE}/sign-in"
START = f"{SIGN_IN}/start"
CALLBACK = f"{SIGN_IN}/callback"
SIGN_OUT = f"{BASE}/sign-out"
LINK = f"{BASE}/link"
ANSWERS = f"{BASE}/answers"
CHAIN = f"{BASE}/chain"
PRINT = f"{BASE}/print"
TRENDS = f"{BASE}/trends"
ASKED = f"{BASE}/asked"
UNANSWERED = f"{BASE}/unanswered"
DOCUMENTS = f"{BASE}/documents"
EXPORT = f"{BASE}/export"


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to."""

    path: str
    label: str


NAVIGATION = (Place(ANSWERS, "Answers"), Place(CHAIN, "Chain"))
REPORTS = (
    Place(TRENDS, "Trends"),
    Place(ASKED, "Most asked"),
    Place(UNANSWERED, "Unanswered"),
    Place(DOCUMENTS, "Documents"),
    Place(EXPORT, "Export"),
)
