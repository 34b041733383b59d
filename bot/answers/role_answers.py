"""Answers about roles: one, several side by side, all of them, or the one that has to be asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.answers import phrasing
from bot.answers.aggregate import reporting_to
from bot.answers.answer import Answer
from bot.answers.clarify import which_role
from bot.answers.columns import column_asked, row_named
from bot.answers.compare import compare
from bot.answers.confidence import held_kinds, wanted_kinds
from bot.answers.document_answers import anywhere, asked_back, complete, documents_about, section_about
from bot.answers.fact_answer import fact_answer, not_stated
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.passage_answer import from_reading
from bot.answers.sources import Sources, details_of, named_sides, room_for, wants_list
from bot.answers.thread import Request
from bot.answers.word_match import counts
from bot.answers.wording import Word, content_stems
from knowledge.fact import Role
from knowledge.titles import names_role_or_body

NO_SECTION = ("",)  # a section path that no document has
ALIKE = 0.6  # share of the fewer meanings of two sentences that both hold, from which they say the same kind of thing
LEAST_ALIKE = 3  # meanings, for that
SURE_BY_WORDS = 0.9  # share of a question's words from which the lines that hold them are not questioned
_OVERVIEW = ("purpose", "duties", "requirements")  # what a question about a role in general is answered with


def one_role(request: Request, role: Role, sources: Sources) -> Answer:
    """From a column that is named, the role's facts, a section of its document, or else from reading it."""
    if (column := column_asked(request, role, sources)) is not None:
        return column
    request = replace(request, facts=sources.statements.shown_for(role, request.facts))
    section = _section_of(request, role, sources)
    if request.facts and role.has_facts and not (section and wants_list(request)):
        return _list_beside(request, role, sources) or facts_of(request, role, sources)
    if section is not None and _holds_wanted(request, section):
        return section
    overview = next((name for name in _OVERVIEW if role.stated(name)), "")
    if not request.details and overview and not any(wanted_kinds(request.text).values()):
        limit = phrasing.LONG if wants_list(request) else phrasing.SHORT
        return fact_answer(role, (overview,), (), sources.statements, limit)
    answer = _read_about(request, role, sources)
    if answer is not None:
        return answer
    nearest = (sources.statements.title(role.document),)
    return Answer("not_found", phrasing.not_in_document(role.title, role.document), nearest=nearest)


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
        return _from_document(replace(request, roles=()), of_all, sources, phrasing.EVIDENCE)
    if len(stated) > 1:
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
    section = _section_of(request, role, sources)
    if section is None and (row := row_named(request, role, sources)):
        section = sources.sections.answer(role.document, row, role.title)
    if section is not None and len(section.text) <= room:
        return section
    reading = sources.read_about(request, role, room)
    heading = phrasing.role_name(role)
    return from_reading(reading, sources.bar.within_role, sources.statements, room=room, heading=heading)


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
    if held and is_told and not (wanted and not wanted & held):
        columns = meanings(request.own_text)
        telling = details | specific | named_sides(request, sources)
        return fact_answer(role, request.facts, telling, sources.statements, limit, columns)
    if request.facts == ("supervises",) and (below := reporting_to(role.title, sources)):
        return below
    section = _section_of(request, role, sources)
    if section is not None and not _holds_wanted(request, section):
        section = None
    found = section or (
        _read_about(request, role, sources, wanted) if wanted else _read_for_fact(request, role, sources)
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
    return found or not_stated(role, request.facts, sources.statements)


def _is_stated(found: Answer, request: Request, role: Role) -> bool:
    """Whether what was read is a statement of what is asked."""
    stated = [fact for name in request.facts for fact in role.stated(name)]
    return any(fact.start < each.end and each.start < fact.end for fact in stated for each in found.citations)


def _without_roles(request: Request) -> str:
    """What is asked of the roles: the "nights" that a night porter works are no part of the title."""
    words = request.intent.wording.words if request.intent else ()
    covered = request.intent.mentions.covered if request.intent else ()
    return " ".join(word.plain for number, word in enumerate(words) if number not in covered)


def _holds_wanted(request: Request, section: Answer) -> bool:
    """Whether a section has an amount of money, where one is asked for: headings hold but the words beside it."""
    return not wanted_kinds(request.text)["money"] or held_kinds(section.text)["money"]


def _asks_from_when(request: Request) -> bool:
    """Whether hours are asked for that may be those of a shift: "what hours is it?", and no number of them."""
    says_number = request.intent is not None and any(word.is_number for word in request.intent.wording.words)
    return request.facts == ("hours_per_week",) and not says_number and not wanted_kinds(request.text)["count"]


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


def _section_of(request: Request, role: Role, sources: Sources) -> Answer | None:
    """A whole section of the role's document, where its headings hold all that is asked."""
    if request.intent is None or request.text != request.own_text:
        return None
    is_person = any(sources.statements.kind(name) == "role" for name in request.facts)
    if is_person or wanted_kinds(request.text)["person"]:  # whom no heading names
        return None
    intent = request.intent
    words = enumerate(intent.wording.words)
    said = {number for number, word in words if word.plain in lexicon().comparing} if len(request.roles) > 1 else set()
    section = sources.sections.find(role.document, intent.wording, intent.mentions.covered | said, role.is_about)
    return sources.sections.answer(role.document, section, role.title) if section else None


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
    return frozenset(meaning(word.stem) for word in _asking_words(request, ("text", "list")))


def _asking_words(request: Request, kinds: Collection[str] = ()) -> Iterator[Word]:
    """The words that ask for facts, of these kinds only where some are given; small words left out."""
    facts = request.intent.facts if request.intent else ()
    numbers = {number for each in facts if not kinds or each.value in kinds for number in each.words}
    words = request.intent.wording.words if request.intent else ()
    return (words[number] for number in sorted(numbers) if not words[number].is_idle)


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


def _read_about(request: Request, role: Role, sources: Sources, wanted: Collection[str] | None = None) -> Answer | None:
    """What the role's document says; where `wanted` meanings are given, evidence has to hold one of them."""
    room = room_for(request)
    words = details_of(request) | {meaning(word.stem) for word in _asking_words(request)}
    lines = sources.lines.read(request.text, words, role.document, role.is_about, room)
    by_words = from_reading(lines, sources.bar.words, sources.statements, room=room, heading=role.title)
    if by_words is not None and len(words) > 1:
        # Lines that lack a word of the question may be beside the point: what the reader is surer of comes first.
        read = _from_document(request, role, sources, room, wanted) if by_words.confidence < SURE_BY_WORDS else None
        return read if read is not None and read.confidence > by_words.confidence else by_words
    # That lines hold the one word of a question ("time") says little: the reader is asked, or it is in one line alone.
    found = _from_document(request, role, sources, room, wanted)
    return found or (by_words if len(lines.evidence) == 1 else None)


def _from_document(
    request: Request, role: Role, sources: Sources, room: int, wanted: Collection[str] | None = None
) -> Answer | None:
    """What reading the role's document finds; where `wanted` meanings are given, evidence has to hold one of them."""
    reading = sources.read_about(request, role, room)
    if wanted and not any(meanings(one.plain) & set(wanted) for one in reading.evidence):
        return None
    if not any(counts(request.text, one.plain) for one in reading.evidence):
        return None
    return from_reading(reading, sources.bar.within_role, sources.statements, room=room, heading=role.title)


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
    words = {meaning(word.stem) for word in _asking_words(request)}
    return _from_document(request, role, sources, phrasing.EVIDENCE, words) if words else None


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
