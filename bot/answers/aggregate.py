"""Questions about all roles: every role for which something holds, from the facts, each with its citation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from bot.answers import phrasing
from bot.answers.amounts import amounts, unit_of
from bot.answers.answer import Answer, Citation
from bot.answers.conditions import Condition, condition_of
from bot.answers.intent import Intent
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.role_names import names_apart
from bot.answers.sources import Sources
from bot.answers.statements import Statement, Statements
from index.words import stem
from knowledge.fact import Role
from knowledge.passages import own_unit, split_units

MOST_OF_ROLES = 3  # one role in so many: what more of them say is no answer to one word of a question
MOST_APART = 70  # characters of a statement that is not compared


def aggregate(intent: Intent, names: Sequence[str], roles: Sequence[Role], sources: Sources) -> Answer:
    """All roles that meet what the question asks; `not_found` where none does.

    With several facts asked ("evening or weekend work"), a role that meets one of them is in.
    """
    statements = sources.statements
    conditions = {name: condition_of(intent, name, roles, sources.words) for name in names}
    if any(condition.wants_unstated for condition in conditions.values()):
        return _without(roles, names, statements)
    met = {
        role: found
        for role in roles
        if (found := [one for name in names for one in _met(role, name, conditions[name], statements)])
        and any(statements.is_of_side(one.fact, intent.wording.plain) for one in found)
    }
    stating = frozenset(map(id, met))
    note: list[str] = []
    for name, condition in conditions.items():
        if condition.superlative:
            units = {unit_of(one.fact) for found in met.values() for one in found if one.fact.name == name}
            note = [phrasing.NOT_COMPARED] if len(units) > 1 and statements.kind(name) == "money" else note
            met = _extreme(met, name, condition)
    tail = [*note, *_left_out([role for role in roles if role not in met], stating, conditions, statements)]
    labels = phrasing.in_words(phrasing.label_in_sentence(label) for label in statements.labels(names))
    if not met:
        none = f"No job document says that this holds for its role ({labels})."
        return Answer("not_found", phrasing.shortened("\n".join([none, *tail]), phrasing.LONG), kind="none")
    return _listed(labels, met, tail, statements)


def _left_out(
    roles: Sequence[Role], stating: Collection[int], conditions: Mapping[str, Condition], statements: Statements
) -> list[str]:
    """Lines about the roles that are not among those found: the opposite, something not comparable, or nothing.

    `stating`: ids of the roles that meet the conditions but for a superlative.
    """
    others: list[str] = []
    unstated: list[str] = []
    apart: list[str] = []
    for role in roles:
        name = phrasing.role_name(role)
        said = [(one, how) for fact, how in conditions.items() for one in statements.of(role, fact, only_best=False)]
        incomparable = [one.text for one, how in said if how.limit and unit_of(one.fact)]
        if id(role) in stating or any(how.contradicts(one.fact) for one, how in said):
            others.append(name)
        elif incomparable:
            apart.append(f"• {name}: {phrasing.shortened(incomparable[0], MOST_APART)}")
        else:
            unstated.append(name)
    lines = [f"Not so in the documents of:{phrasing.behind_colon(others)}"] if others else []
    lines += ["Not comparable, being in another currency or for another period:", *apart] if apart else []
    return [*lines, phrasing.missing(unstated)] if unstated else lines


def reporting_to(title: str, sources: Sources) -> Answer | None:
    """The roles whose documents say that they report to this title, or None: "who reports to the head cook?"."""
    wanted = Condition(groups=(meanings(title),))
    met = {
        role: found
        for role in sources.roles
        if (found := _met(role, "reports_to", wanted, sources.statements))
        and meanings(title) <= meanings(found[0].fact.value)
    }
    label = phrasing.label_in_sentence(sources.statements.label("reports_to"))
    return _listed(f"{label} {title}", met, (), sources.statements) if met else None


def saying(details: Collection[str], sources: Sources) -> Answer | None:
    """The roles whose documents have a sentence with all these meanings, for what is no fact of the catalogue.

    Words for those who have the roles need not be there, if no sentence has them, too.
    """
    wanted = set(details)
    others = wanted - _people()
    found = _saying(wanted, sources)
    return _saying(others, sources, is_part=True) if found is None and others and others != wanted else found


def _saying(wanted: set[str], sources: Sources, *, is_part: bool = False) -> Answer | None:
    """`is_part`: more was asked; then what many of the roles say is no answer to it."""
    lines: list[str] = []
    citations: list[Citation] = []
    for role in sources.roles:
        document = sources.documents[role.document]
        units = (
            own_unit(unit, block)
            for block in document.blocks
            if block.kind != "heading" and role.is_about(block)
            for unit in split_units(document, block)
        )
        unit = next((each for each in units if wanted <= meanings(f"{each.context} {each.plain}")), None)
        if unit is not None:
            lines.append(f"• {phrasing.role_name(role)}: {phrasing.plain(unit.plain)}")
            citations.append(sources.statements.cite_unit(role.document, unit))
    is_common = is_part and len(lines) * MOST_OF_ROLES > len(sources.roles)
    if not wanted or not lines or is_common:
        return None
    room = phrasing.LONG // len(lines) - 12
    text = "\n".join([f"{_count(len(lines))}:", *(phrasing.shortened(line, room) for line in lines)])
    return Answer("answered", phrasing.shortened(text, phrasing.LONG), kind="aggregate", citations=tuple(citations))


@cache
def _people() -> frozenset[str]:
    """Meanings of words for those who have the roles: "for which jobs do people take a test?"."""
    return frozenset(meaning(stem(word)) for word in lexicon().people | lexicon().anyone)


def roles_listed(roles: Sequence[Role], sources: Sources) -> Answer | None:
    """The roles by their titles: "which jobs do you have?"."""
    named = [(role, found) for role in roles if (found := sources.statements.of(role, "title"))]
    if not named:
        return None
    lines = [f"{_count(len(named))}:", *(f"• {phrasing.role_name(role)}" for role, _ in named)]
    citations = tuple(sources.statements.cite(found[0].fact) for _, found in named)
    text = phrasing.shortened("\n".join(lines), phrasing.LONG)
    return Answer("answered", text, kind="aggregate", citations=citations)


def _met(role: Role, name: str, condition: Condition, statements: Statements) -> list[Statement]:
    """The role's statements that meet the condition; for "not", only where none of them says the opposite.

    So it is of a limit for all of them: who has two years can't have a job that asks for one here and three there.
    """
    every = statements.of(role, name, only_best=False)
    if (condition.is_negated or condition.of_every) and any(condition.contradicts(one.fact) for one in every):
        return []
    return [one for one in every if condition.holds(one.fact)]


def _extreme(met: dict[Role, list[Statement]], name: str, condition: Condition) -> dict[Role, list[Statement]]:
    """Only the roles with the largest (or smallest) amount, where amounts are stated; one for each unit of them."""
    pick = max if condition.superlative == "most" else min
    sizes: dict[str, dict[Role, float]] = {}
    for role, found in met.items():
        for fact in (one.fact for one in found if one.fact.name == name):
            if numbers := amounts(fact):
                known = sizes.setdefault(unit_of(fact), {})
                known[role] = pick((*numbers, known.get(role, numbers[0])))
    if not sizes:
        return met
    best = {role for of_unit in sizes.values() for role, size in of_unit.items() if size == pick(of_unit.values())}
    return {role: found for role, found in met.items() if role in best}


def _listed(
    labels: str,
    met: dict[Role, list[Statement]],
    tail: Sequence[str],
    statements: Statements,
) -> Answer:
    head = f"{_count(len(met))} ({labels}):"
    room = (phrasing.LONG - len(head) - sum(map(len, tail)) - 10) // len(met)
    lines = []
    for found, called in zip(met.values(), names_apart(tuple(met)), strict=True):
        name = f"• {called}"
        shown = (
            phrasing.fitting([one.text for one in found], max(0, room - len(name) - 3)) if room > len(name) + 40 else []
        )
        lines.append(f"{name}: {' / '.join(shown)}" if shown else name)
    text = phrasing.shortened("\n".join([head, *lines, *tail]), phrasing.LONG)
    citations = tuple(statements.cite(one.fact) for found in met.values() for one in found[:2])
    return Answer("answered", text, kind="aggregate", citations=citations)


def _without(roles: Sequence[Role], names: Sequence[str], statements: Statements) -> Answer:
    """The roles whose documents do not state the facts; cited is what the others state."""
    lacking = [role for role in roles if not any(role.stated(name) for name in names)]
    stating = [one for role in roles for name in names for one in statements.of(role, name)[:1]]
    labels = phrasing.in_words(phrasing.label_in_sentence(label) for label in statements.labels(names))
    if not lacking or not stating:
        return Answer("not_found", f"All or none of the job documents state this: {labels}.")
    lines = [f"{_count(len(lacking))} ({labels} not stated):", *(f"• {phrasing.role_name(role)}" for role in lacking)]
    text = phrasing.shortened("\n".join(lines), phrasing.LONG)
    return Answer("answered", text, kind="aggregate", citations=tuple(statements.cite(one.fact) for one in stating))


def _count(number: int) -> str:
    return "1 role" if number == 1 else f"{number} roles"
