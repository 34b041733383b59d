"""Roles side by side: for each fact one line a role, each with its citation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answers import phrasing
from bot.answers.answer import Answer, Citation
from bot.answers.role_names import names_apart
from bot.answers.statements import Statements
from knowledge.fact import Role

MOST_FACTS = 8  # of a comparison that names none


def compare(roles: Sequence[Role], names: Sequence[str], details: Collection[str], statements: Statements) -> Answer:
    """The roles' statements of these facts (or of what they state, where none is named); `not_found` where all lack."""
    names = names or facts_in_common(roles)
    blocks: list[str] = []
    citations: list[Citation] = []
    room = phrasing.LONG // max(1, len(names) * len(roles)) - 40
    for name in names:
        block, cited = _block(roles, name, details, statements, max(room, 60))
        if cited and (not blocks or sum(map(len, blocks)) + 2 * len(blocks) + len(block) <= phrasing.LONG):
            blocks.append(block)
            citations.extend(cited)
    if not citations:
        text = phrasing.missing([phrasing.role_name(role) for role in roles])
        asked = phrasing.in_words(statements.labels(names))
        nearest = statements.titles([role.document for role in roles])
        return Answer("not_found", f"{text} ({asked})" if asked else text, nearest=nearest)
    return Answer(
        "answered",
        phrasing.shortened("\n\n".join(blocks), phrasing.LONG),
        kind="compare",
        citations=tuple(dict.fromkeys(citations)),
    )


def facts_in_common(roles: Sequence[Role]) -> list[str]:
    """Facts that at least two of the roles state, in the order of the first one's document."""
    names = (dict.fromkeys(fact.name for fact in role.facts) for role in roles)
    stated = [[name for name in found if name not in ("title", "organisation")] for found in names]
    common = [
        name for name in dict.fromkeys(n for found in stated for n in found) if sum(name in s for s in stated) > 1
    ]
    return common[:MOST_FACTS]


def _block(
    roles: Sequence[Role], name: str, details: Collection[str], statements: Statements, room: int
) -> tuple[str, list[Citation]]:
    """One fact: a line for every role that states it, and one for those that do not."""
    lines = [f"{statements.label(name)}:"]
    citations: list[Citation] = []
    lacking: list[str] = []
    for role, called in zip(roles, names_apart(roles), strict=True):
        found = statements.of(role, name, details)
        if not found:
            lacking.append(called)
            continue
        shown = phrasing.fitting([one.text for one in found], max(room, 60))
        more = " …" if len(shown) < len(found) else ""  # beside another role, a part would pass for the whole
        lines.append(f"• {called}: {' / '.join(shown)}{more}")
        citations.extend(statements.cite(one.fact) for one in found[: len(shown)])
    if lacking:
        lines.append(phrasing.missing(lacking))
    return "\n".join(lines), citations
