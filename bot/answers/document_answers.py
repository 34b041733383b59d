"""Answers that no role gives: from reading documents, from the dates they state of themselves, or a question back."""

from __future__ import annotations

from collections.abc import Collection

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.fact_answer import fact_answer
from bot.answers.passage_answer import from_reading, nothing_found
from bot.answers.sources import Sources, wants_list
from bot.answers.thread import Request
from bot.answers.wording import content_stems
from knowledge.fact import Role
from knowledge.facts import extract_facts


def anywhere(request: Request, documents: Collection[str] | None, sources: Sources) -> Answer:
    """What the passages of these documents (None: of all) say, if the reading is sure enough of it."""
    is_list = wants_list(request)
    bar = sources.bar.follow_up if request.leans else sources.bar.everywhere
    reading = sources.read(request, documents, phrasing.LONG if is_list else phrasing.SHORT - 100)
    answer = from_reading(reading, bar, sources.statements, wants_list=is_list)
    return answer or nothing_found(reading, bar, sources.statements)


def documents_named(request: Request, sources: Sources) -> frozenset[str]:
    """Documents of an organisation that is named; else, for a date, the one whose whole title is said."""
    if request.intent is None:
        return frozenset()
    if request.intent.mentions.organisations:
        return frozenset(request.intent.mentions.organisations)
    if not any(sources.statements.kind(name) == "date" for name in request.facts):
        return frozenset()
    said = frozenset(request.intent.wording.stems)
    titles = {path: content_stems(sources.documents[path].title) for path in sources.others}
    whole = [path for path, title in titles.items() if len(title) > 1 and title <= said]
    return frozenset(whole) if len(whole) == 1 else frozenset()


def dates_of(request: Request, documents: Collection[str], sources: Sources) -> Answer | None:
    """A date that a document which is about no role states of itself: "when was the page last updated?"."""
    path = next(iter(documents))
    if len(documents) > 1 or not any(sources.statements.kind(name) == "date" for name in request.facts):
        return None
    document = sources.documents[path]
    stated = Role(document.title, path, document.organisation, facts=extract_facts(document, sources.catalogue))
    answer = fact_answer(stated, request.facts, (), sources.statements)
    return answer if answer.status == "answered" else None
