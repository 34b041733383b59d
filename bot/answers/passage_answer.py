"""The answer that a reading of passages gives, or that it does not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import phrasing
from bot.answers.answer import Answer, AnswerKind
from bot.answers.reading import Evidence, Reading
from bot.answers.statements import Statements


def from_reading(
    reading: Reading, bar: float, statements: Statements, *, room: int = phrasing.EVIDENCE, heading: str = ""
) -> Answer | None:
    """The evidence in the document's words, or None where the reading is less sure than `bar` or found nothing.

    Args:
        room: characters of evidence that may be shown.
        heading: what to put in front, such as the role that it is about.
    """
    if not reading.evidence or reading.confidence < bar:
        return None
    head = f"{phrasing.harmless(heading)}:" if heading else ""
    shown = _within(reading.evidence, room)
    lines = [phrasing.harmless(one.plain) for one in shown]
    if head and len(lines) == 1 and lines[0].startswith(f"{head} "):  # a line that its list is introduced by
        head = ""
    if len(lines) == 1:
        text = f"{head} {phrasing.shortened(lines[0], room)}".strip()
    else:
        text = "\n".join([*([head] if head else []), *(f"• {line}" for line in lines)])
    text = statements.with_caution(text, (one.document for one in shown))
    kind: AnswerKind = "list" if len(lines) > 1 else "passage"
    citations = tuple(statements.cite_evidence(one) for one in shown)
    return Answer("answered", text, kind, citations, confidence=reading.confidence, threshold=bar)


def nothing_found(reading: Reading, bar: float, statements: Statements) -> Answer:
    """What is said when no passage answers: the nearest documents, first that of the best evidence with its section."""
    best = reading.evidence[:1]
    nearest = statements.titles([*(one.document for one in best), *reading.nearest])
    section = next((one.heading[-1] for one in best if one.heading), "")
    text = phrasing.not_found(nearest, section)
    return Answer("not_found", text, confidence=reading.confidence, threshold=bar, nearest=nearest)


def _within(evidence: Sequence[Evidence], characters: int) -> list[Evidence]:
    """The first pieces of evidence that fit; the best one always."""
    kept: list[Evidence] = []
    for one in evidence:
        if kept and sum(len(each.plain) + 3 for each in kept) + len(one.plain) > characters:
            break
        kept.append(one)
    return kept
