"""The answer to a question for facts of one role."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.statements import Statement, Statements
from knowledge.fact import Role

AROUND = 40  # characters of dashes and bullets, and of the note that a list is shown in part


def fact_answer(
    role: Role,
    names: Sequence[str],
    details: Collection[str],
    statements: Statements,
    limit: int = phrasing.SHORT,
    columns: Collection[str] = (),
) -> Answer:
    """What the role's document states of these facts; `not_found`, naming the document, where it states none.

    `columns`: meanings of the words that may name columns of a table.
    """
    stated = {name: found for name in names if (found := statements.of(role, name, details, columns=columns))}
    if not stated:
        return not_stated(role, names, statements)
    label = statements.label(names[0]) if len(stated) == 1 and statements.kind(names[0]) == "list" else ""
    lines = _shared_out(list(stated.values()), limit - len(role.title) - len(label) - AROUND)
    shown = [one.text for one in lines]
    items = {one.text for found in stated.values() for one in found if one.fact.kind == "list"}
    left_out = len(items - set(shown)) if len(stated) == 1 else 0
    citations = tuple(statements.cite(one.fact) for one in lines)
    note = [phrasing.part_of_list(len(items) - left_out, len(items))] if left_out else []
    text = statements.with_caution("\n".join([phrasing.about(role, shown, label), *note]), (role.document,))
    return Answer("answered", text, kind="fact", citations=citations)


def not_stated(role: Role, names: Sequence[str], statements: Statements) -> Answer:
    """The role is known; what was asked is not in its document."""
    labels = statements.labels(names)
    return Answer("not_found", phrasing.not_stated(role, labels), nearest=(statements.title(role.document),))


def _shared_out(found: Sequence[Sequence[Statement]], characters: int) -> list[Statement]:
    """One statement of each fact first, then the rest as long as they fit; in the order of the facts."""
    wanted = [(place, number, one) for number, group in enumerate(found) for place, one in enumerate(group)]
    kept: list[tuple[int, int, Statement]] = []
    left = characters
    for place, number, one in sorted(wanted, key=lambda each: each[:2]):
        if kept and len(one.text) + 3 > left:
            continue
        if any(one.text == other.text for _, _, other in kept):
            continue
        kept.append((number, place, Statement(phrasing.shortened(one.text, characters), one.fact)))
        left -= len(one.text) + 3
    return [one for _, _, one in sorted(kept, key=lambda each: each[:2])]
