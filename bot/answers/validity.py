"""Documents and days: which ones may be seen and are in force, and what is said of those that aren't or are old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from bot.answers import phrasing
from bot.answers.answer import Answer, Citation
from bot.answers.scope import Scope, is_within
from index.audience import Audience
from index.contents import Contents
from index.view import View
from knowledge.dates import in_words
from knowledge.document import Document
from knowledge.period import ALWAYS, Period, periods_of


class Seen:
    """The documents that an audience may see, that were not withdrawn and may answer here, whatever the day."""

    def __init__(
        self, contents: Contents, audience: Audience, withdrawn: frozenset[str], within: tuple[str, ...] = ()
    ) -> None:
        self.documents: Mapping[str, Document] = {
            path: document
            for path, document in contents.document_by_path.items()
            if path not in withdrawn and is_within(path, within) and audience.may_see(document)
        }
        self.hidden = frozenset(contents.document_by_path.keys() - self.documents.keys())

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """Since when and until when each document holds, of those that do not always."""
        return periods_of(list(self.documents.values()))

    def period(self, path: str) -> Period:
        return self.periods.get(path, ALWAYS)

    def out_of_force(self, on: date) -> frozenset[str]:
        """Paths of the documents that may be seen but don't hold on that day."""
        return frozenset(path for path, period in self.periods.items() if on not in period)


def view_in(contents: Contents, scope: Scope) -> View:
    """What may be seen and is in force, for whatever shows it without a question."""
    seen = Seen(contents, scope.audience, scope.withdrawn, scope.within)
    return view_without(contents, seen.hidden | seen.out_of_force(scope.on))


def view_without(contents: Contents, hidden: frozenset[str]) -> View:
    """All documents but those of these paths."""
    return View(contents, contents.document_by_path.keys() - hidden if hidden else None)


def with_review(citation: Citation, document: Document, on: date) -> Citation:
    """The citation, which says so where the document should have been reviewed before that day."""
    due = review_due(document)
    if not due or on <= (Period.written(due).last or date.max):
        return citation
    said = f"past its review date (due {in_words(due)})"
    return replace(citation, date=f"{citation.date}, {said}" if citation.date else said)


def review_due(document: Document) -> str:
    """When a document is to be reviewed, ISO, as precise as written; "" where it does not say."""
    stated = (each.iso for each in document.dates if each.kind == "review_due" and each.iso)
    return document.metadata.review or max(stated, default="")


def said_as_of(answer: Answer, on: date, seen: Seen) -> Answer:
    """An answer to a question about another day, which names the day, and what can't be known of it."""
    day = in_words(on.isoformat())
    undated = dict.fromkeys(each.title for each in answer.citations if seen.period(each.document).first is None)
    parts = [f"As of {day}: {answer.text}"]
    if undated:
        parts.append(phrasing.undated(list(undated)))
    choices = tuple(replace(each, question=f"As of {day}, {each.question}") for each in answer.choices)
    return replace(answer, text="\n".join(parts), choices=choices)


def holds_on(answer: Answer, path: str, title: str, period: Period, on: date) -> Answer:
    """A bare "not found", where a document that isn't in force on that day would answer: it is named, not quoted."""
    when = period.nearest(on)
    is_to_come = when > on
    day = in_words(when.isoformat())
    return replace(answer, text=phrasing.holds_another_day(title, path, day, is_to_come=is_to_come))
