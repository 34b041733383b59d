"""Answers about several roles: side by side, or what a page says for every level of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.columns import row_named
from bot.answers.compare import compare
from bot.answers.fact_answer import fact_answer
from bot.answers.meaning import meanings
from bot.answers.passage_answer import from_reading
from bot.answers.role_reading import from_document, section_of
from bot.answers.sources import Sources, details_of
from bot.answers.thread import Request
from knowledge.fact import Role

NO_SECTION = ("",)  # a section path that no document has
ALIKE = 0.6  # share of the fewer meanings of two sentences that both hold, from which they say the same kind of thing
LEAST_ALIKE = 3  # meanings, for that


def all_levels(request: Request, sources: Sources) -> Answer | None:
    """What a page says for every level of a role, where the question fits several of them; None where they differ."""
    if (alike := _all_alike(request, sources)) is not None:
        return alike
    first, *others = request.roles
    if not first.beside or any(role.document != first.document for role in others):
        return None
    stated = {tuple(fact.quote for name in request.facts for fact in role.stated(name)) for role in request.roles}
    if stated == {()} or not request.facts:
        of_all = replace(first, title=_page(first, sources), section=NO_SECTION, beside=(first.section, *first.beside))
        return from_document(replace(request, roles=()), of_all, sources, phrasing.EVIDENCE)
    of_side = any(sources.statements.speak_of(first, name, request.text) for name in request.facts)
    if len(stated) > 1 or not of_side:
        return None
    return fact_answer(replace(first, title=_page(first, sources)), request.facts, (), sources.statements)


def _all_alike(request: Request, sources: Sources) -> Answer | None:
    """What the documents of one employer's roles of one title state alike: the pay of the day and the night porter."""
    first, *others = request.roles
    named = {(role.title.casefold(), role.employer) for role in request.roles}
    stated = {tuple(fact.value for name in request.facts for fact in role.stated(name)) for role in request.roles}
    if len(named) > 1 or len(stated) > 1 or stated == {()} or request.details:
        return None
    answers = [fact_answer(role, request.facts, (), sources.statements) for role in (first, *others)]
    return replace(answers[0], citations=tuple(each for answer in answers for each in answer.citations))


def _page(role: Role, sources: Sources) -> str:
    return sources.statements.title(role.document)


def several_roles(request: Request, sources: Sources) -> Answer:
    """Roles side by side: on facts, or on what their documents say."""
    compared = None
    if any(role.has_facts for role in request.roles) and (request.facts or not request.details):
        compared = compare(request.roles, request.facts, details_of(request), sources.statements)
        if compared.status == "answered" or not request.details:
            return compared
    room = phrasing.LONG // len(request.roles) - 80
    found = [(role, _one_of(request, role, room, sources)) for role in request.roles]
    found = [(role, answer or _counterpart(request, role, found, sources)) for role, answer in found]
    answers = [answer for _, answer in found if answer is not None]
    if not answers and compared is not None:
        return compared
    if not answers:
        nearest = sources.statements.titles([role.document for role in request.roles])
        return Answer("not_found", phrasing.not_found(nearest), nearest=nearest)
    lacking = [phrasing.role_name(role) for role, answer in found if answer is None]
    texts = [answer.text for answer in answers] + ([phrasing.nothing_about(lacking)] if lacking else [])
    citations = tuple(citation for answer in answers for citation in answer.citations)
    return Answer("answered", phrasing.shortened("\n".join(texts), phrasing.LONG), "compare", citations)


def _counterpart(
    request: Request, role: Role, found: Sequence[tuple[Role, Answer | None]], sources: Sources
) -> Answer | None:
    """Of a role beside another on the page, what is said in much the same words as what answers for that one."""
    said = [
        meanings(answer.citations[0].quote) for other, answer in found if answer and other.document == role.document
    ]
    reading = sources.read_about(request, role, phrasing.EVIDENCE)
    for one in reading.evidence if said else ():
        own = meanings(one.plain)
        if any(len(own & words) >= max(LEAST_ALIKE, ALIKE * min(len(own), len(words))) for words in said):
            return from_reading(
                replace(reading, evidence=(one,)), 0.0, sources.statements, heading=phrasing.role_name(role)
            )
    return None


def _one_of(request: Request, role: Role, room: int, sources: Sources) -> Answer | None:
    """What is said of one of several roles: the section that is named, where it is short, or what is read."""
    section = section_of(request, role, sources)
    if section is None and (row := row_named(request, role, sources)):
        section = sources.sections.answer(role.document, row, role.title)
    if section is not None and len(section.text) <= room:
        return section
    reading = sources.read_about(request, role, room)
    heading = phrasing.role_name(role)
    return from_reading(reading, sources.bar.within_role, sources.statements, room=room, heading=heading)
