"""What a question about all roles asks of them: words that have to be there, amounts, or that a thing is stated."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.fact_words import FactWords
from bot.answers.intent import Intent
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.phrasing import plain
from bot.answers.wording import plain_words
from knowledge.fact import Fact, Role

LEAST_A_YEAR, MOST_AN_HOUR = 5_000, 300  # amounts of pay whose period is plain without being said

_YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
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
    limit: float | None = None
    comparator: Literal["at_least", "more", "less", ""] = ""
    superlative: Literal["most", "least", ""] = ""
    is_negated: bool = False  # "which roles do not ..."
    wants_unstated: bool = False  # "which documents don't state a salary"
    dated: frozenset[str] = frozenset()  # years that a date has to be in
    words: frozenset[str] = frozenset()  # meanings of what is asked for, whatever the statements hold

    def holds(self, fact: Fact) -> bool:
        """Whether a statement meets the condition, superlatives aside."""
        text = plain(fact.quote)
        if self.value:
            return _holds_value(fact.value, self.value)
        if self.groups and not any(group <= meanings(text) for group in self.groups):
            return False
        if self.limit is not None and not self._within_limit(fact):
            return False
        if self.dated and not self.dated <= _dated(fact):
            return False
        return (is_denied(fact) or says_no(text, self.words)) == self.is_negated

    def _within_limit(self, fact: Fact) -> bool:
        numbers = amounts(fact)
        if not numbers:
            return False
        if self.comparator == "less":
            return min(numbers) < (self.limit or 0.0)
        top = max(numbers)
        return top > (self.limit or 0.0) if self.comparator == "more" else top >= (self.limit or 0.0)


def condition_of(intent: Intent, name: str, roles: Collection[Role], words: FactWords) -> Condition:
    """What the question asks of one fact."""
    plain_text = intent.wording.plain
    facts = [fact for role in roles for fact in role.stated(name)]
    value = _value_named(intent, facts)
    limit, comparator = _limit(plain_text)
    superlative = next(
        (kind for kind, listed in lexicon().superlatives.items() if set(plain_text.split()) & listed), ""
    )
    groups = () if value else _groups(intent, name, facts, words)
    own = frozenset(meaning(each) for each in words.words_of(name) if each not in lexicon().stop_words)
    return Condition(
        groups=groups,
        dated=frozenset(_YEAR.findall(plain_text)) if _is_date(intent, name) else frozenset(),
        words=frozenset(told for group in groups for told in group) or own,
        value=value,
        limit=limit if comparator else None,
        comparator=comparator,  # type: ignore[arg-type]  # the keys of the word list
        superlative="" if comparator else superlative,  # type: ignore[arg-type]  # the keys of the word list
        is_negated=intent.is_negated and not value,
        wants_unstated=_UNSTATED.search(intent.text.lower()) is not None,
    )


def _is_date(intent: Intent, name: str) -> bool:
    return any(fact.name == name and fact.value == "date" for fact in intent.facts)


def _dated(fact: Fact) -> frozenset[str]:
    """The years of a date."""
    return frozenset(_YEAR.findall(" ".join((fact.value, *(value for _, value in fact.normalised)))))


def amounts(fact: Fact) -> list[float]:
    """The numbers of a statement, as the fact gives them for machines, or else as its value writes them."""
    given = [value for key, value in fact.normalised if key != "date"]
    found = [float(each.replace(",", "")) for value in given for each in _NUMBER.findall(value)]
    written = _NUMBER.findall(fact.value) or _NUMBER.findall(fact.quote)
    words = lexicon().number_words
    spelt = [float(words[word]) for word in plain_words(fact.value) if word in words]
    return found or [float(each.replace(",", "")) for each in written] + spelt


def unit_of(fact: Fact) -> str:
    """What a statement's amounts are in: "$ year". Only amounts of one unit can be compared; "" where none is known."""
    given = dict(fact.normalised)
    currency, period = given.get("currency", ""), given.get("period", "")
    if currency and not period:
        highest = max(amounts(fact), default=0.0)
        period = "year" if highest >= LEAST_A_YEAR else "hour" if highest < MOST_AN_HOUR else ""
    return f"{currency} {period}".strip()


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
    details = {id(word) for word in intent.details}
    generic = words.names_of(name)
    tells = is_collection(intent, name)
    groups: list[set[str]] = [set()]
    for number, word in enumerate(intent.wording.words):
        if word.plain in ("or", "and"):
            groups.append(set())
        specific = tells and number in asked and not word.is_idle and meaning(word.stem) not in generic
        if (id(word) in details or specific) and not word.is_number:
            groups[-1].add(meaning(word.stem))
    every = [meanings(plain(fact.quote)) for fact in facts]
    known = [frozenset(group) for group in groups if group]
    telling = tuple(group for group in known if any(group <= held for held in every))
    is_said = any(each in lexicon().telling for group in known for each in group)
    if telling or is_said or any(id(word) in details and not word.is_number for word in intent.wording.words):
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


def _limit(text: str) -> tuple[float | None, str]:
    words = lexicon().number_words
    text = " ".join(str(words.get(word, word)) for word in text.split())
    for name, phrases in lexicon().comparators.items():
        for phrase in phrases:
            before = re.search(rf"\b{phrase} (?:a |an )?[$£€]?(\d[\d,]*(?:\.\d+)?)(k\b)?", text)
            after = (
                re.search(rf"[$£€]?(\d[\d,]*(?:\.\d+)?)(k\b)? (?:\w+ )?{phrase}\b", text) if "or" in phrase else None
            )
            found = before or after
            if found:
                return float(found.group(1).replace(",", "")) * (1000 if found.group(2) else 1), name
    return None, ""
