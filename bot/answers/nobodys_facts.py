"""Answers where a fact is asked for and no role that is known is named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.answers import phrasing
from bot.answers.aggregate import reporting_to
from bot.answers.answer import Answer
from bot.answers.clarify import which_role
from bot.answers.document_answers import anywhere, asked_back, complete, documents_about, section_about
from bot.answers.meaning import meanings
from bot.answers.passage_answer import from_reading
from bot.answers.role_answers import facts_of
from bot.answers.sources import Sources, details_of
from bot.answers.thread import Request
from bot.answers.wording import content_stems
from knowledge.fact import Role


def facts_of_nobody(request: Request, unknown: str, sources: Sources) -> Answer:
    """A fact is asked and no role we know is named: other documents may say it, else ask whose is meant."""
    stating = [] if unknown else [role for role in sources.roles if _states(role, request)]
    policies = () if unknown else documents_about(request, sources)
    elsewhere = _from_others(request, sources, len(stating) > 1 and not policies)
    if elsewhere is not None:
        return elsewhere
    if policies:
        return section_about(request, policies, sources) or anywhere(request, sources.others, sources)
    if unknown and request.facts == ("supervises",) and (below := reporting_to(unknown, sources)):
        return below
    if unknown:
        nearest = tuple(phrasing.role_name(role) for role in _nearest(unknown, sources.roles))
        return Answer("not_found", phrasing.unknown_role(unknown, nearest), nearest=nearest)
    # a question for more than the fact is hardly about a role it does not name
    if len(stating) > 1 and not request.details:
        return which_role(request, stating, sources.statements)
    if len(stating) == 1 and not sources.others:
        return facts_of(request, stating[0], sources)
    if sources.others:
        return anywhere(request, sources.others, sources)
    if any(role.stated(name) for role in sources.roles for name in request.facts):  # but not what else is asked of it
        return Answer("not_found", phrasing.not_found(()))
    return Answer("not_found", phrasing.nobody_states(sources.statements.labels(request.facts)))


def _from_others(request: Request, sources: Sources, is_open: bool) -> Answer | None:
    """What documents that describe no role say. `is_open`: several roles state it as well; then what is found among
    all documents has to be found in one of the others first.
    """
    if not sources.others:
        return None
    among = None if is_open and not request.details else sources.others
    reading = sources.read(request, among, phrasing.EVIDENCE)
    others = tuple(one for one in reading.evidence if one.document in sources.others)
    if not others or reading.evidence[0] is not others[0]:
        return None
    if among is not None and (asked := asked_back(request, reading, sources)):
        return asked
    answer = from_reading(replace(reading, evidence=others), sources.bar.everywhere, sources.statements)
    return answer and complete(request, others[0], answer, sources)


def _nearest(name: str, roles: Collection[Role]) -> list[Role]:
    """The three roles whose titles share most words with the name of one that no document describes."""
    wanted = content_stems(name)
    shared = {id(role): len(wanted & content_stems(role.title)) for role in roles}
    return sorted((role for role in roles if shared[id(role)]), key=lambda role: -shared[id(role)])[:3]


def _states(role: Role, request: Request) -> bool:
    """Whether the role's document states one of the facts, and what else is asked of them."""
    details = details_of(request)
    quotes = [fact.quote for name in request.facts for fact in role.stated(name)]
    return bool(quotes) and (not details or any(meanings(quote) & details for quote in quotes))
