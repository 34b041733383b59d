"""Answers as a terminal shows them: plain text, every control character from documents taken out."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from bot.answers.answer import Answer, Citation

WIDTH = 100  # characters


def shown(answer: Answer) -> str:
    """All that a person is shown besides the sources: the text, then the choices with their numbers."""
    lines = [answer.text, *(f"  {number}. {choice.label}" for number, choice in enumerate(answer.choices, start=1))]
    return safe("\n".join(lines))


def draw(answer: Answer, *, sources: bool = True) -> str:
    """The answer, wrapped, and where to check it."""
    parts = [wrap(shown(answer))]
    if sources and answer.citations:
        parts.append(draw_sources(answer))
    return "\n\n".join(parts)


def draw_sources(answer: Answer) -> str:
    if not answer.citations:
        return "No sources: nothing was quoted."
    return "\n".join(
        line for number, citation in enumerate(answer.citations, start=1) for line in _source(number, citation)
    )


def draw_receipt(number: str) -> str:
    """Below an answer: what to quote when asking about it."""
    return f"\nReceipt {number}"


def place(citation: Citation) -> str:
    """For example "Leave Policy (policies/leave.md) > Vacation, line 14, effective 2025-07-01"."""
    path = " > ".join(part for part in citation.section if part != citation.title)
    where = f"page {citation.page}" if citation.page is not None else f"line {citation.line}"
    named = f"{citation.title} ({citation.document})" if citation.title else citation.document
    return ", ".join(part for part in (f"{named} > {path}" if path else named, where, citation.date) if part)


def wrap(text: str, indent: str = "") -> str:
    """Each line wrapped by itself; what follows a bullet or a number lines up with its text."""
    return "\n".join(line for written in text.splitlines() for line in _wrapped(written, indent))


def safe(text: str) -> str:
    """No character that moves the cursor, changes colours or turns the direction of reading."""
    return "".join(character for character in text if character in "\n\t" or not _is_command(character))


def _is_command(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cs"}
        or "\u202a" <= character <= "\u202e"
        or ("\u2066" <= character <= "\u2069")
    )


def _wrapped(line: str, indent: str) -> list[str]:
    bare = line.lstrip()
    own = indent + line[: len(line) - len(bare)]
    hanging = own + ("  " if bare.startswith(("• ", "- ")) else "   " if bare[:1].isdigit() else "")
    return textwrap.wrap(
        bare, WIDTH, initial_indent=own, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    ) or [""]


def _source(number: int, citation: Citation) -> Iterator[str]:
    yield wrap(safe(f"[{number}] {place(citation)}"))
    quote = " ".join(citation.quote.split())
    if quote:
        yield wrap(safe(f"“{quote}”"), indent="    ")
