"""Which facts a question asks for, once its words have been matched to names of facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.fact_words import FactAsked
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.wording import Word, Wording

ARTICLES = frozenset({"the", "a", "an", "our", "my", "your"})
_TOWARDS = frozenset({"at", "in", "for", "from", "with", "by"})


def without_terms(asked: tuple[FactAsked, ...], mentions: Mentions) -> tuple[tuple[FactAsked, ...], frozenset[int]]:
    """What is asked besides the terms of a job that stand right before its title, and the numbers of their words.

    "Who pays the part-time cook?" does not ask whether the job is part-time.
    """
    starts = {mention.start for mention in mentions.mentions}
    rest = tuple(each for each in asked if each.name != "employment_type" or each.words[-1] + 1 not in starts)
    if not rest:
        return asked, frozenset()
    return rest, frozenset(number for each in asked if each not in rest for number in each.words)


def turned(wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...]) -> tuple[FactAsked, ...]:
    """ "Who supervises the cook?" asks whom the cook reports to: "who", then the verb, then the role.

    So does "who the cook reports to", as behind "could you tell me": "who", then the role, then the verb.
    """
    if len(facts) != 1 or facts[0].name != "supervises" or not wording.words or wording.words[0].plain != "who":
        return facts
    verb = facts[0].words[0]
    comes_after = mentions.unknown or any(mention.start > verb for mention in mentions.mentions)
    is_second = facts[0].words in ((1,), (1, 2))  # "who manages", "who line manages"
    supervises = is_second and wording.words[facts[0].words[-1]].plain.endswith("s") and comes_after
    if supervises or _ends_in_reports_to(wording, mentions):
        return (replace(facts[0], name="reports_to", value="role"),)
    return facts


def led(wording: Wording, mentions: Mentions) -> tuple[FactAsked, ...]:
    """ "Who directs the cook?", "who looks after the cook?": whoever does is the cook's manager."""
    words = [word.plain for word in wording.words]
    if words[:1] != ["who"] or not set(words[1:2]) & lexicon().leading_verbs:
        return ()
    between = next((words[2 : mention.start] for mention in mentions.mentions if mention.start > 1), ["-"])
    is_next = set(between) <= {"up", "after", *ARTICLES}
    return (FactAsked("reports_to", (1,), 1, "role"),) if is_next else ()


def _ends_in_reports_to(wording: Wording, mentions: Mentions) -> bool:
    is_second = 0 < min((mention.start for mention in mentions.mentions), default=0) < 3  # "who (the) cook"
    return is_second and [word.plain for word in wording.words[-2:]] in (["reports", "to"], ["report", "to"])


def weighed(wording: Wording, asked: Sequence[FactAsked]) -> tuple[FactAsked, ...]:
    """What is asked without what only belongs to it: the "office" of "office conditions", "how much" beside "pay"."""
    asked = [each for each in asked if not _is_modifier(wording, each, asked)]
    asked = [each for each in asked if not _says_where(wording, each)] or asked
    exact = [each for each in asked if each.is_exact] or asked
    strong = [each for each in exact if each.content] or exact
    plain = [each for each in strong if each.value != "list"] or strong
    return tuple(plain)


def _says_where(wording: Wording, one: FactAsked) -> bool:
    """Whether a fact is asked for by nothing but the place where something is: "at the city"."""
    is_where = one.name in ("location", "address", "organisation", "department")
    return is_where and len(one.words) == 1 and is_place(wording, wording.words[one.words[0]])


def _is_modifier(wording: Wording, one: FactAsked, asked: Sequence[FactAsked]) -> bool:
    """Whether the one word of this fact stands right before the word of another: they are one name together."""
    if len(one.words) != 1 or not one.content:
        return False
    after = one.words[0] + 1
    followers = [each for each in asked if each.content and each.words[0] == after and each.words != one.words]
    if not followers:
        return False
    gap = wording.text[wording.words[one.words[0]].end : wording.words[after].start]
    return not gap.strip(" -/")


def is_place(wording: Wording, word: Word) -> bool:
    """Whether a word says where or for whom something is: the "library" of "the cook at the library"."""
    number = number_of(wording, word)
    before = [each.plain for each in wording.words[max(0, number - 2) : number]]
    return bool(before) and (before[-1] in _TOWARDS or (before[-1] in ARTICLES and before[0] in _TOWARDS))


def number_of(wording: Wording, word: Word) -> int:
    return next(number for number, each in enumerate(wording.words) if each is word)


def says_date(wording: Wording) -> bool:
    """Whether a question speaks of time at all."""
    said = {word.plain for word in wording.words}
    return bool(said & lexicon().dating) or any(word.is_number for word in wording.words)


def asks_time(wording: Wording) -> bool:
    """Whether a time is asked for: not in "what do I send in when I apply?", where "when" begins an aside."""
    words = [word.plain for word in wording.words]
    asking = next((number for number, word in enumerate(words) if word in lexicon().time_askers), None)
    if asking is None:
        return False
    is_aside = words[asking] == "when" and words[asking - 1 : asking] not in (["and"], ["or"])
    return not (is_aside and {"what", "which", "who", "whom", "whose", "where"}.intersection(words[:asking]))
