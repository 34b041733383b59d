"""The organisation chart, when somebody asks for it: who reports to whom, as the job documents state it."""

from __future__ import annotations

import re

from bot.answers.answer import Answer
from bot.answers.reporting import chart, draw_text, reporting
from bot.answers.sources import Sources

MOST_LINES = 60
HEAD = "Who reports to whom, as the job documents state it:"
_ASKING = (
    "please can could may would will you i we me us show see draw get give have display share want need like to what "
    "what's whats is does look how the our an a of current whole full entire complete company company's team team's "
    "organisation organisation's organization organization's as picture for now"
)
_WORDS = "|".join(map(re.escape, sorted(_ASKING.split(), key=len, reverse=True)))
_CHART = r"(?:org(?:ani[sz]ation(?:al)?)?[\s-]*chart|organi?gram|reporting chart)"
_ASKED = re.compile(rf"\W*(?:(?:{_WORDS})\b\W*)*{_CHART}\b\W*(?:(?:{_WORDS})\b\W*)*", re.IGNORECASE)


def asks_org_chart(text: str) -> bool:
    """ "Show me the org chart, please", and not "Who keeps the org chart?"."""
    return _ASKED.fullmatch(text) is not None


def org_chart(sources: Sources) -> Answer | None:
    """The chart as text, each line of it with the words that state it; None where no document states one."""
    stated = [facts[0] for role in sources.roles if (facts := role.stated("reports_to"))]
    if not stated:
        return None
    lines = draw_text(chart(reporting(sources.roles))).splitlines()
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more"]
    citations = tuple(sources.statements.cite(fact) for fact in stated)
    return Answer("answered", "\n".join((HEAD, *lines)), kind="aggregate", citations=citations)
