"""Answers about one role: from its facts, or from its document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.answers import phrasing
from bot.answers.aggregate import reporting_to
from bot.answers.answer import Answer
from bot.answers.columns import column_asked
from bot.answers.confidence import held_kinds, wanted_kinds
from bot.answers.fact_answer import fact_answer, not_stated
from bot.answers.meaning import meaning, meanings
from bot.answers.opening import opening
from bot.answers.passage_answer import from_reading
from bot.answers.role_reading import asking_words, from_document, holds_wanted, read_about, section_of
from bot.answers.sources import Sources, details_of, named_sides, wants_list
from bot.answers.thread import Request
from knowledge.fact import Role
from knowledge.titles import names_role_or_body

_OVERVIEW = ("purpose", "duties", "requirements")  # what a question about a role in general is answered with


def one_role(request: Request, role: Role, sources: Sources) -> Answer:
    """From a column that is named, the role's facts, a section of its document, or else from reading it."""
    if (column := column_asked(request, role, sources)) is not None:
        return column
    request = replace(request, facts=sources.statements.shown_for(role, request.facts))
    section = section_of(request, role, sources)
    if request.facts and role.has_facts and not (section and wants_list(request)):
        return _list_beside(request, role, sources) or facts_of(request, role, sources)
    if section is not None and holds_wanted(request, section):
        return section
    overview = next((name for name in _OVERVIEW if role.stated(name)), "")
    if not request.details and overview and not any(wanted_kinds(request.text).values()):
        limit = phrasing.LONG if wants_list(request) else phrasing.SHORT
        return fact_answer(role, (overview,), (), sources.statements, limit)
    answer = read_about(request, role, sources)
    if answer is not None:
        return answer
    nearest = (sources.statements.title(role.document),)
    return Answer("not_found", phrasing.not_in_document(role.title, role.document), nearest=nearest)


def facts_of(request: Request, role: Role, sources: Sources) -> Answer:
    """Facts of one role; where more is asked than its statements hold, its document is read for that."""
    if _asks_from_when(request) and not role.stated("hours_per_week") and role.stated("schedule"):
        request = replace(request, facts=("schedule",))
    details = details_of(request)
    specific = frozenset(told for name in request.facts for told in _specific(request, name, sources))
    held = {
        told
        for name in request.facts
        for one in sources.statements.of(role, name, details | specific)
        for told in meanings(one.fact.quote)
    }
    wanted = details or specific
    is_list = any(sources.statements.kind(name) == "list" for name in request.facts) and not request.leans
    limit = phrasing.LONG if is_list or wants_list(request) else phrasing.SHORT
    is_told = any(sources.statements.speak_of(role, name, _without_roles(request)) for name in request.facts)
    is_told = is_told and not _lacks_number(request, role, sources)
    if held and is_told and not (wanted and not wanted & held):
        columns = meanings(request.own_text)
        telling = details | specific | named_sides(request, sources)
        return fact_answer(role, request.facts, telling, sources.statements, limit, columns)
    if request.facts == ("supervises",) and (below := reporting_to(role.title, sources)):
        return below
    section = section_of(request, role, sources)
    if section is not None and not holds_wanted(request, section):
        section = None
    found = section or (
        read_about(request, role, sources, wanted) if wanted else _read_for_fact(request, role, sources)
    )
    is_person = all(sources.statements.kind(name) == "role" for name in request.facts)
    if found is not None and is_person and not any(names_role_or_body(each.quote) for each in found.citations):
        found = None
    if found is not None and not is_told and _is_stated(found, request, role):  # of another side than the one asked
        found = None
    if found is None and held and is_told and _reads_as_stated(request, role, sources):
        return fact_answer(role, request.facts, (), sources.statements, limit)
    if found is None and held:  # it is stated, but not with what else is asked
        nearest = (sources.statements.title(role.document),)
        return Answer("not_found", phrasing.not_in_document(role.title, role.document), nearest=nearest)
    return found or opening(request, role, sources) or not_stated(role, request.facts, sources.statements)


def _lacks_number(request: Request, role: Role, sources: Sources) -> bool:
    """Whether "how many" is asked and no statement has a number: of "paid holidays", not how many."""
    if "how many" not in request.text.lower() or any(sources.statements.kind(name) != "text" for name in request.facts):
        return False
    quotes = (fact.quote for name in request.facts for fact in role.stated(name))
    return not any(held_kinds(quote)["count"] for quote in quotes)


def _is_stated(found: Answer, request: Request, role: Role) -> bool:
    """Whether what was read is a statement of what is asked."""
    stated = [fact for name in request.facts for fact in role.stated(name)]
    return any(fact.start < each.end and each.start < fact.end for fact in stated for each in found.citations)


def _without_roles(request: Request) -> str:
    """What is asked of the roles: the "nights" that a night porter works are no part of the title."""
    words = request.intent.wording.words if request.intent else ()
    covered = request.intent.mentions.covered if request.intent else ()
    return " ".join(word.plain for number, word in enumerate(words) if number not in covered)


def _asks_from_when(request: Request) -> bool:
    """Whether hours are asked for that may be those of a shift: "what hours is it?", and no number of them."""
    says_number = request.intent is not None and any(word.is_number for word in request.intent.wording.words)
    return request.facts == ("hours_per_week",) and not says_number and not wanted_kinds(request.text)["count"]


def _list_beside(request: Request, role: Role, sources: Sources) -> Answer | None:
    """A list that the document gives in the question's own words, where the fact's statements hold none of them."""
    said = _said(request)
    if not wants_list(request) or len(said) < 2:
        return None
    quotes = [fact.quote for name in request.facts for fact in role.stated(name)]
    if not quotes or any(meanings(quote) & said for quote in quotes):
        return None
    reading = sources.read_about(request, role, phrasing.SHORT)
    if not any(said <= meanings(one.plain) for one in reading.evidence):
        return None
    return from_reading(reading, sources.bar.within_role, sources.statements, heading=role.title)


def _said(request: Request) -> frozenset[str]:
    """Meanings of the words that ask for text or lists; amounts and dates are taken from facts alone."""
    return frozenset(meaning(word.stem) for word in asking_words(request, ("text", "list")))


def _specific(request: Request, name: str, sources: Sources) -> Iterator[str]:
    """Words of a longer phrase for a fact that tell its statements apart: of "supervisory experience", the first.

    They do where some role's statement holds them; of amounts and dates there is but one kind.
    """
    if request.intent is None or sources.statements.kind(name) not in ("text", "list"):
        return
    every = {told for role in sources.roles for fact in role.stated(name) for told in meanings(fact.quote)}
    generic = sources.words.names_of(name)
    for asked in request.intent.facts:
        for word in (request.intent.wording.words[number] for number in asked.together):
            told = meaning(word.stem)
            if asked.name == name and not word.is_idle and told not in generic and told in every:
                yield told


def _reads_as_stated(request: Request, role: Role, sources: Sources) -> bool:
    """Whether the reader takes a statement of what is asked for the answer, too: "which union covers the cook?"."""
    reading = sources.read_about(request, role, phrasing.EVIDENCE)
    if not reading.evidence:
        return False
    best = reading.evidence[0]
    stated = (fact for name in request.facts for fact in role.stated(name))
    is_it = any(fact.start < best.end and best.start < fact.end for fact in stated)
    return is_it and reading.confidence >= sources.bar.stated


def _read_for_fact(request: Request, role: Role, sources: Sources) -> Answer | None:
    """What the role's document says in words that the catalogue doesn't know; amounts and dates are facts alone."""
    if any(sources.statements.kind(name) in ("money", "hours", "date", "role") for name in request.facts):
        return None
    words = {meaning(word.stem) for word in asking_words(request)}
    return from_document(request, role, sources, phrasing.EVIDENCE, words) if words else None
