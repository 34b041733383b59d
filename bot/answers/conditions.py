"""What a question about all roles asks of them: words that have to be there, amounts, or that a thing is stated."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.amounts import Limit, amounts, hours_asked, limit_asked, pay_asked, unit_of, years_asked
from bot.answers.fact_words import FactWords
from bot.answers.intent import Intent
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.phrasing import plain
from bot.answers.wording import plain_words
from index.words import stem
from knowledge.fact import Fact, Role
from knowledge.money import period

_ANYBODY = frozenset({"people", "person", "persons"})  # "which roles ask people to work alone?"
_FIGURES = frozenset({"figure", "figures", "amount", "amounts"})  # "which ads give an actual figure for the pay?"
_SLASHED = re.compile(r"\b(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?\d{2,4}")  # "9/4/2023": April or September
_MONTH = re.compile(r"-\d\d-")  # in an ISO date
_YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")
_NEGATED = re.compile(r"\b(?:no|not|none|non|without|never|n/a|nil)\b|n't\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"(?:\b(?:not|never|nor)|n't)\s+(?:\w+\s+){0,2}(?:required|needed|necessary|essential|needs?|require|ask|expect|offer|provide|"
    r"eligible|involve|have)|\bno\s+(?:\w+\s+){1,4}(?:is|are|was)?\s*(?:required|needed|necessary|expected|offered)|^no\s",
    re.IGNORECASE,
)
# Says no to what stands behind it in its clause: "does not run on Saturdays", "every day except Sunday".
_NEGATOR = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|without|except|excluding|other than|instead of|rather than)\b|n't\b)"
    r"(?! (?:only|less|fewer|later|more than|longer than|limited|to exceed|for profit|assistance|help|supervision"
    r"|notice|warning))",
    re.IGNORECASE,
)
_NEGATED_AFTER = re.compile(
    r"^(?:\W+\w+){0,2}\W+(?:is|are|will be|do|does|has|have|may|can)(?: not| never|n't)\b", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;:!?]|\b(?:but|however|although|though|because|unless|so|only)\b", re.IGNORECASE)
_UNSTATED = re.compile(r"(?:\b(?:not|never|fail to)|n't)\b.{0,12}\b(?:state|mention|give|say|list|specify|name|have)")


@dataclass(frozen=True, slots=True)
class Condition:
    """Groups of meanings, of which one has to be wholly in a statement; a value; a limit; or none of them."""

    groups: tuple[frozenset[str], ...] = ()
    value: tuple[str, ...] = ()  # words of a short value that the question names: ("non", "exempt")
    limit: Limit | None = None
    superlative: Literal["most", "least", ""] = ""
    per: str = ""  # what pay has to be for: "hour"
    of_every: bool = False  # whether each of a role's statements has to stay within the limit
    is_negated: bool = False  # "which roles do not ..."
    wants_unstated: bool = False  # "which documents don't state a salary"
    dated: frozenset[str] = frozenset()  # years and months that a date has to be in: "2024", "-09-"
    in_figures: bool = False  # whether an amount has to be stated, not merely "competitive"
    words: frozenset[str] = frozenset()  # meanings of what is asked for, whatever the statements hold

    def holds(self, fact: Fact) -> bool:
        """Whether a statement meets the condition, superlatives aside."""
        return self._is_denied(fact) if self.is_negated else self._is_affirmed(fact)

    def contradicts(self, fact: Fact) -> bool:
        """Whether a statement says the opposite: not merely something else."""
        if self.limit is not None:
            return self.limit.compares(fact) and not self.holds(fact)
        if self.value or self.dated:
            return not self.holds(fact)
        return self._is_affirmed(fact) if self.is_negated else self._is_denied(fact)

    def _is_affirmed(self, fact: Fact) -> bool:
        return self._fits(fact) and not self._says_no(fact)

    def _is_denied(self, fact: Fact) -> bool:
        return self._fits(fact) and self._says_no(fact)

    def _says_no(self, fact: Fact) -> bool:
        return not self.value and (is_denied(fact) or says_no(plain(fact.quote), self.words))

    def _fits(self, fact: Fact) -> bool:
        """Whether it is about what is asked, be it a yes or a no."""
        if self.value:
            return _holds_value(fact.value, self.value)
        if self.groups and not any(group <= meanings(plain(fact.quote)) for group in self.groups):
            return False
        if self.limit is not None and not self.limit.holds(fact):
            return False
        if self.in_figures and not amounts(fact):
            return False
        if self.per and unit_of(fact).split()[-1:] != [self.per]:
            return False
        return not self.dated or self.dated <= _dated(fact)


def condition_of(intent: Intent, name: str, roles: Collection[Role], words: FactWords) -> Condition:
    """What the question asks of one fact."""
    plain_text = intent.wording.plain
    facts = [fact for role in roles for fact in role.stated(name)]
    value = _value_named(intent, facts)
    is_money = any(fact.name == name and fact.value == "money" for fact in intent.facts)
    limit = limit_asked(plain_text, is_money)
    if limit is None and is_money:
        limit = pay_asked(plain_text)
    if (
        limit is None
        and not intent.is_negated
        and any(fact.name == name and fact.value == "hours" for fact in intent.facts)
    ):
        limit = hours_asked(plain_text)
    of_every = False
    if limit is None and not intent.is_negated and is_collection(intent, name):
        limit, of_every = years_asked(plain_text)
    limit = limit and limit.as_stated(facts)
    superlative = next(
        (kind for kind, listed in lexicon().superlatives.items() if set(plain_text.split()) & listed), ""
    )
    groups = () if value else _groups(intent, name, facts, words)
    own = frozenset(meaning(each) for each in words.words_of(name) if each not in lexicon().stop_words)
    return Condition(
        groups=groups,
        dated=_dates_named(plain_text) if _is_date(intent, name) else frozenset(),
        in_figures=is_money and not _FIGURES.isdisjoint(plain_text.split()),
        words=frozenset(told for group in groups for told in group) or own,
        value=value,
        limit=limit,
        of_every=of_every,
        per=period(plain_text) if is_money and limit is None else "",
        superlative="" if limit else superlative,  # type: ignore[arg-type]  # the keys of the word list
        is_negated=intent.is_negated and not value and limit is None,
        wants_unstated=_UNSTATED.search(intent.text.lower()) is not None,
    )


def _is_date(intent: Intent, name: str) -> bool:
    return any(fact.name == name and fact.value == "date" for fact in intent.facts)


def _dates_named(text: str) -> frozenset[str]:
    """The years that a question names, and the months as they stand in an ISO date."""
    months = lexicon().months
    named = "|".join(months)
    found = re.finditer(rf"\b(?:in|of|by|before|after|since|until|from|during) ({named})\b|\b({named}) \d", text)
    said = {f"-{months.index(match[1] or match[2]) + 1:02}-" for match in found}  # "may" is a verb, too
    return frozenset(_YEAR.findall(text)) | said


def _dated(fact: Fact) -> frozenset[str]:
    """The years of a date, and its month; of one that may be read in two ways both months."""
    iso = " ".join(value for kind, value in fact.normalised if kind == "date")
    either = {f"-{int(number):02}-" for pair in _SLASHED.findall(fact.value) for number in pair} if not iso else set()
    return frozenset((*_YEAR.findall(f"{fact.value} {iso}"), *_MONTH.findall(iso), *either))


def is_denied(fact: Fact) -> bool:
    """Whether a statement says no: "Non-Represented", "None", "A driving licence is not required"."""
    value = fact.value.replace("’", "'")
    is_short = len(plain_words(value)) <= 6
    return (is_short and _NEGATED.search(value) is not None) or _DENIAL.search(value) is not None


def says_no(text: str, words: Collection[str]) -> bool:
    """Whether all the words (meanings) that a statement holds are denied there: "does not run on Saturdays"."""
    verdicts = []
    for clause in _CLAUSE_END.split(text.replace("’", "'")):
        for found in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", clause):
            if not meanings(found[0]) & set(words):
                continue
            before = clause[: found.start()].rpartition(", and ")[2]
            after = clause[found.end() :].partition(",")[0]
            verdicts.append(bool(_NEGATOR.search(before) or _NEGATED_AFTER.search(after)))
    return bool(verdicts) and all(verdicts)


def _groups(intent: Intent, name: str, facts: Sequence[Fact], words: FactWords) -> tuple[frozenset[str], ...]:
    """The details, split at "or", and the words of the fact's phrase that some statements hold and others lack."""
    asked = {number for fact in intent.facts if fact.name == name for number in fact.words}
    left_out = _ANYBODY | _FIGURES | (set(lexicon().months) if _is_date(intent, name) else set())
    details = {id(word) for word in intent.details if word.plain not in left_out}
    generic = words.names_of(name) - {meaning(stem(word)) for word in lexicon().terms}
    tells = is_collection(intent, name)
    groups: list[set[str]] = [set()]
    named = [False]  # whether a group has the name of the fact: "independently or with little supervision"
    steps = False
    for number, word in enumerate(intent.wording.words):
        if word.plain in ("or", "and"):
            groups.append(set())
            named.append(False)
        named[-1] |= number in asked and meaning(word.stem) in generic
        specific = tells and number in asked and not word.is_idle and meaning(word.stem) not in generic
        specific = specific and word.plain not in lexicon().people - lexicon().terms
        is_step = tells and word.is_number and number - 1 in asked  # "grade 8"
        if ((id(word) in details or specific) and not word.is_number) or is_step:
            groups[-1].add(meaning(word.stem))
            steps = steps or is_step
    any_will_do = any(is_named and not group for is_named, group in zip(named, groups, strict=True))
    if any_will_do and any(groups) and "or" in intent.wording.plain.split():
        return ()
    every = [meanings(plain(fact.quote)) for fact in facts]
    known = [frozenset(group) for group in groups if group]
    telling = tuple(group for group in known if any(group <= held for held in every))
    is_said = any(each in lexicon().telling for group in known for each in group)
    if telling or is_said or steps or any(id(w) in details and not w.is_number for w in intent.wording.words):
        return telling or (frozenset({"\0"}),)  # details that no statement holds: nothing meets them
    return ()


def is_collection(intent: Intent, name: str) -> bool:
    """Whether a fact is a collection of things that words tell apart, as licences are, and no single amount or date."""
    return any(fact.name == name and fact.value in ("text", "list") for fact in intent.facts)


def _value_named(intent: Intent, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The longest short value of these facts that the question says word for word."""
    said = [word.plain for word in intent.wording.words]
    best: tuple[str, ...] = ()
    for fact in facts:
        words = tuple(plain_words(fact.value))
        if not 0 < len(words) <= 4 or words[0][:1].isdigit() or len(words) <= len(best):
            continue
        if any(tuple(said[at : at + len(words)]) == words for at in range(len(said))):
            best = words
    return best


def _holds_value(value: str, wanted: tuple[str, ...]) -> bool:
    """Whether a value is or begins with these words: "Exempt (salaried)" for exempt, "Non-Exempt" not."""
    return tuple(plain_words(value))[: len(wanted)] == wanted
