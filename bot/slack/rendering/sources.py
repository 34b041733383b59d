"""Where an answer stands: its citations put together by the section they are from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.answer import Citation
from bot.slack.rendering.blocks import bold
from bot.slack.rendering.escaping import inert
from bot.slack.rendering.fitting import name

MOST_SHOWN = 8  # sources named in one message; the rest are counted


@dataclass(frozen=True, slots=True)
class Source:
    """One section of one document, and what is quoted from it."""

    citations: tuple[Citation, ...]  # at least one, in the order of the answer

    @property
    def title(self) -> str:
        first = self.citations[0]
        return first.title or first.document

    @property
    def section(self) -> str:
        """ "Vacation > Carrying over"; the title and repetitions left out, in whatever case they are."""
        first = self.citations[0]
        parts = {part.casefold(): part for part in first.section}
        parts.pop(first.title.casefold(), None)
        return " › ".join(parts.values())

    @property
    def place(self) -> str:
        """ "line 6", "lines 17–21", "page 2"."""
        first = self.citations[0]
        if first.page is not None:
            return _span("page", [each.page for each in self.citations if each.page is not None])
        return _span("line", [each.line for each in self.citations])

    @property
    def date(self) -> str:
        return self.citations[0].date

    def plain(self) -> str:
        """ "Leave Policy › Vacation, lines 16–24, effective 2025-07-01", one line, not yet escaped."""
        named = name(self.title) + (f" › {name(self.section)}" if self.section else "")
        return ", ".join(part for part in (named, self.place, name(self.date, 100)) if part)

    def drawn(self) -> str:
        """The same as mrkdwn, the title in bold."""
        section = f" › {inert(name(self.section))}" if self.section else ""
        return f"{bold(self.title)}{section} · {self._place_and_date()}"

    def drawn_below_title(self) -> str:
        """The same, where the title stands above it already."""
        return " · ".join(filter(None, (inert(name(self.section)), self._place_and_date())))

    def _place_and_date(self) -> str:
        return " · ".join(filter(None, (self.place, inert(name(self.date, 100)))))


def sources_of(citations: Sequence[Citation]) -> tuple[Source, ...]:
    """In the order in which each section is first cited."""
    found: dict[tuple[str, tuple[str, ...], str], list[Citation]] = {}
    for citation in citations:
        found.setdefault((citation.document, citation.section, citation.version), []).append(citation)
    return tuple(Source(tuple(cited)) for cited in found.values())


def named_sources(sources: Sequence[Source]) -> list[str]:
    """One line of mrkdwn a source; those past MOST_SHOWN are counted."""
    lines = [source.drawn() for source in sources[:MOST_SHOWN]]
    left = len(sources) - MOST_SHOWN
    return [*lines, f"and {left} more"] if left > 0 else lines


def _span(what: str, numbers: Sequence[int]) -> str:
    first, last = min(numbers), max(numbers)
    return f"{what} {first}" if first == last else f"{what}s {first}–{last}"
