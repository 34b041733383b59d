"""App Home: what I can ask about, what I have asked, how it is kept and who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block
from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import FIELD, name
from bot.slack.rendering.views import View

MOST_DOCUMENTS = 200
MOST_QUESTIONS = 10
MOST_PANELS, MOST_LINES = 3, 60  # each of so many lines
_DELETED = (
    "The question, its answer and that it was you are erased for good. What stays is that something was asked, when, "
    "and how it ended."
)
_OUTCOMES = {
    "answered": "answered",
    "not_found": "not found",
    "clarify": "asked back",
    "refused": "declined",
    "chat": "small talk",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class HomeDocument:
    """A document that the person may see."""

    title: str
    date: str = ""  # its own, in words: "revised 03/2025"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Something that the person has asked."""

    number: str  # of the receipt
    text: str
    asked_at: datetime
    outcome: str  # as the record names it; "" while there is none


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long questions are kept, and who may read them."""

    identity_days: float | None  # who asked; None: for good
    text_days: float | None  # what was asked and answered
    readers: str = "the auditors whom your organisation has named"


@dataclass(frozen=True, slots=True)
class Panel:
    """What only admins or auditors are shown: lines of their own, and buttons (label, action, value)."""

    title: str
    lines: tuple[str, ...]
    buttons: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """All that one person's App Home shows."""

    documents: tuple[HomeDocument, ...]
    questions: tuple[AskedQuestion, ...]  # newest first
    keeping: Keeping
    panels: tuple[Panel, ...] = ()
    notice: str = ""  # what has just been done
    example: str = ""  # a question about what they may see


def home_view(home: Home) -> View:
    """The view for `views.publish`; the panels first, for whoever has some comes for them."""
    shown = [
        *([blocks.section(home.notice)] if home.notice else []),
        *(block for panel in home.panels[:MOST_PANELS] for block in _panel(panel)),
        *_documents(home.documents, home.example),
        *_questions(home.questions),
        *_keeping(home.keeping),
    ]
    return {"type": "home", "blocks": shown}


def refused_view(reason: str) -> View:
    """What somebody is shown whom Rolecall doesn't answer."""
    return {"type": "home", "blocks": [blocks.section(reason)]}


def _documents(documents: Sequence[HomeDocument], example: str) -> Iterator[Block]:
    yield blocks.header("What you can ask about")
    if not documents:
        yield blocks.section("There are no documents that you may see. An admin can tell you why.")
        return
    said = "Write me a message in your own words"
    yield blocks.section(f"{said}, for example: {name(example)}" if example else f"{said}.")
    lines = [_document(document) for document in documents[:MOST_DOCUMENTS]]
    left = len(documents) - MOST_DOCUMENTS
    yield from blocks.listed([*lines, f"and {left} more"] if left > 0 else lines)


def _document(document: HomeDocument) -> str:
    date = f" · {inert(name(document.date, 60))}" if document.date else ""
    return f"• {inert(name(document.title, 120))}{date}"


def _questions(questions: Sequence[AskedQuestion]) -> Iterator[Block]:
    yield blocks.header("Your recent questions")
    if not questions:
        yield blocks.section("You have asked nothing yet, or it has been erased.")
    for place, question in enumerate(questions[:MOST_QUESTIONS]):
        delete = blocks.button(
            "Delete",
            f"delete_question_{place}",
            question.number,
            spoken=f"Delete the question with receipt {question.number}",
            confirm=(_DELETED, "Delete"),
        )
        yield blocks.section(name(question.text, FIELD), accessory=delete)
        outcome = _OUTCOMES.get(question.outcome, "not answered yet")
        yield blocks.context(
            inert(f"{question.asked_at.day} {question.asked_at:%B %Y, %H:%M} · {outcome} · {question.number}")
        )


def _keeping(keeping: Keeping) -> Iterator[Block]:
    yield blocks.header("How your questions are kept")
    yield blocks.section(
        f"Who asked is kept {_long(keeping.identity_days)}, questions and answers {_long(keeping.text_days)}. "
        f"They can be read by {keeping.readers}, who see a pseudonym in place of your name; each look is written down. "
        "What you delete above is erased at once."
    )


def _long(days: float | None) -> str:
    return "for good" if days is None else f"for {days:g} days"


def _panel(panel: Panel) -> Iterator[Block]:
    yield blocks.header(panel.title)
    lines = [line for line in (inert(name(line)) for line in panel.lines[:MOST_LINES]) if line]
    left = len(panel.lines) - MOST_LINES
    yield from blocks.listed([*lines, f"and {left} more"] if left > 0 else lines or ["–"])
    if panel.buttons:
        yield blocks.actions([blocks.button(label, action, value) for label, action, value in panel.buttons])
    yield blocks.divider()
