"""The form of a question: about one role, several side by side, or all that fit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answers.asked_facts import ARTICLES, number_of
from bot.answers.every_role import TOWARDS_OTHERS, asks_every_role
from bot.answers.fact_words import FactAsked
from bot.answers.intent import Form
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.wording import Word, Wording

_LEAVING_OUT = frozenset({"outside", "except", "excluding", "excepting"})  # what follows is not asked for
_BEFORE_LEFT_OUT = frozenset({"of", "for", "in", *ARTICLES})


def form_of(wording: Wording, mentions: Mentions, facts: Collection[FactAsked], details: Collection[Word]) -> Form:
    if asks_every_role(wording, mentions, facts, details):
        return "every_role"
    several = len({mention.roles for mention in mentions.mentions}) > 1
    if any(mention.names_all for mention in mentions.mentions):
        return "compare"
    compares = any(word.plain in lexicon().comparing | {"or", "vs", "more", "less"} for word in wording.words)
    towards = {asked.name for asked in facts} & TOWARDS_OTHERS
    return "compare" if several and (compares or not towards) else "one"


def as_condition(
    wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...], details: tuple[Word, ...]
) -> tuple[Mentions, tuple[FactAsked, ...], tuple[Word, ...]]:
    """ "Which roles report to the head cook?": the role behind the fact is what the others' statements have to hold."""
    towards = [each for each in facts if each.name in TOWARDS_OTHERS]
    facts, details = _without_whom(wording, facts, details, towards)
    behind = [mention for mention in mentions.mentions if towards and mention.start > towards[0].words[0]]
    if behind:
        words = [word for mention in behind for word in wording.words[mention.start : mention.end] if not word.is_idle]
        return Mentions(organisations=mentions.organisations, covered=mentions.covered), facts, (*details, *words)
    return mentions, facts, details


def _without_whom(
    wording: Wording, facts: tuple[FactAsked, ...], details: tuple[Word, ...], towards: Sequence[FactAsked]
) -> tuple[tuple[FactAsked, ...], tuple[Word, ...]]:
    """ "Which roles report to the board?": what stands right behind the fact is whom it leads to, and no fact."""
    if not towards:
        return facts, details
    reached = towards[0].words[-1]
    whom: set[int] = set()
    for number in range(reached + 1, len(wording.words)):
        word = wording.words[number]
        if any(number in each.words for each in facts if each is not towards[0] and each.words[0] > reached):
            whom.add(number)
        elif not word.is_stop or word.plain in ("and", "or"):
            break
    own = tuple(each for each in facts if each is towards[0] or not whom.issuperset(each.words) or not each.words)
    words = tuple(wording.words[number] for number in sorted(whom) if not wording.words[number].is_stop)
    return own, (*details, *(word for word in words if not any(word is each for each in details)))


def is_left_out(wording: Wording, word: Word) -> bool:
    """Whether a word says what is not compared: "outside London" is about everywhere else."""
    number = number_of(wording, word)
    while number > 0 and wording.words[number - 1].plain in _BEFORE_LEFT_OUT:
        number -= 1
    return word.plain in _LEAVING_OUT or (number > 0 and wording.words[number - 1].plain in _LEAVING_OUT)
