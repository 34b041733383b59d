"""Amounts that statements give and questions ask for, and which of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.lexicon import lexicon
from bot.answers.wording import plain_words
from knowledge.fact import Fact
from knowledge.money import period

Comparator = Literal["at_least", "more", "less", "at_most", "up_to", "equal"]

LEAST_A_YEAR, MOST_AN_HOUR = 5_000, 300  # amounts of pay whose period is plain without being said
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OF_MONEY = re.compile(r" (?:dollars|pounds|euros|bucks|quid)\b| (?:an?|per) (?:hour|year|month|week)\b")
_MONEY = r"(?P<sign>[$£€]?)(?P<figures>\d[\d,]*(?:\.\d+)?)(?P<thousands>k\b)?"
_OPPOSITE: dict[str, Comparator] = {"less": "at_least", "at_most": "more", "up_to": "more", "more": "at_most"}
# What somebody has, and may not be enough: "can I get with two years", "I only have a year".
_HAD = re.compile(
    r"\b(?:can|could|would|may) (?:i|you|we|he|she|they|someone|somebody|anyone) (?:\w+ ){1,4}with\b"
    r"|\b(?:i|we|someone|somebody) (?:only |just )?(?:have|has|got)\b|\bwith (?:only|just|my)\b"
)
_NUMBER_OR_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
_YEARS = {"year": 1.0, "yr": 1.0, "month": 1 / 12}
_NOT = re.compile(r"\b(?:not|never)\b")
_CURRENCIES = {
    "$": re.compile(r"\$|\bUSD\b|\bdollars?\b", re.IGNORECASE),
    "£": re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE),
    "€": re.compile(r"€|\bEUR\b|\beuros?\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount that a statement's amounts have to exceed, reach, stay below or hold."""

    amount: float
    comparator: Comparator
    currency: str = ""  # "" where the question names none: then amounts of any are compared with the bare figure
    period: str = ""  # of money only
    in_years: bool = False  # then months count as parts of them

    def compares(self, fact: Fact) -> bool:
        """Whether the statement gives an amount in the same currency and for the same period. Nothing is converted."""
        if not self._amounts(fact):
            return False
        currency, per = _unit(fact)
        return per == self.period and (not self.currency or currency in ("", self.currency))

    def _amounts(self, fact: Fact) -> list[float]:
        return _years(fact) if self.in_years else amounts(fact)

    def as_stated(self, facts: Iterable[Fact]) -> Limit:
        """ "Up to 50" as documents write it of a most of 50, where one of them does; otherwise all that is less."""
        if self.comparator == "up_to" and any(self.compares(fact) and self.amount in amounts(fact) for fact in facts):
            return replace(self, comparator="equal")
        return self

    def holds(self, fact: Fact) -> bool:
        if not self.compares(fact):
            return False
        numbers = self._amounts(fact)
        if self.comparator == "equal":
            is_within = bool(self.period) and min(numbers) <= self.amount <= max(numbers)  # of a range of pay
            return is_within or self.amount in numbers
        if self.comparator == "less":
            return min(numbers) < self.amount
        if self.in_years and self.comparator == "at_most":  # each of them is asked for
            return max(numbers) <= self.amount
        if self.comparator in ("at_most", "up_to"):
            return min(numbers) <= self.amount
        return max(numbers) > self.amount if self.comparator == "more" else max(numbers) >= self.amount


def limit_asked(text: str, is_money: bool) -> Limit | None:
    """The limit that a question sets: "more than 50k", "at least $20 an hour", "30 pounds or more", "not over 40"."""
    words = lexicon().number_words
    text = " ".join(str(words.get(word, word)) for word in text.split())
    found = [
        (len(phrase), name, match)
        for name, phrases in lexicon().comparators.items()
        for phrase in phrases
        if (match := _match(text, phrase))
    ]
    if not found:
        return None
    _, name, match = max(found, key=lambda each: each[0])  # "no more than" before the "more than" in it
    if _NOT.search(text, 0, match.start()):
        name = _OPPOSITE.get(name, "less")
    amount = float(match["figures"].replace(",", "")) * (1000 if match["thousands"] else 1)
    unit = (_currency(text), period(text) or _period_of(amount)) if is_money else ("", "")
    return Limit(amount, name, *unit)  # type: ignore[arg-type]  # the keys of the word list


def hours_asked(text: str) -> Limit | None:
    """The very number of hours that a question names without more or less: "which jobs are 30 hours a week?"."""
    found = re.findall(r"\b(\d{1,2}(?:\.\d+)?) ?(?:hours?|hrs?)\b", text)
    return Limit(float(found[0]), "equal") if len(found) == 1 else None


def years_asked(text: str) -> tuple[Limit | None, bool]:
    """The years that a question names, and whether no statement may ask for more of them.

    "Which jobs ask for two years?" is about that number; "which can I get with two years?" about all that ask no more.
    """
    found = re.findall(r"\b(\w+) (?:or more )?years?\b", text)
    numbers = [float(lexicon().number_words.get(each, each)) for each in found if _is_number(each)]
    if len(numbers) != 1:
        return None, False
    is_had = _HAD.search(text) is not None
    return Limit(numbers[0], "at_most" if is_had else "equal", in_years=True), is_had


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in lexicon().number_words


def pay_asked(text: str) -> Limit | None:
    """The very amount of pay that a question names without more or less: "which jobs pay £28,000?"."""
    found = [
        match
        for match in re.finditer(_MONEY, text)
        if match["sign"] or match["thousands"] or _OF_MONEY.match(text, match.end())
    ]
    if len(found) != 1:
        return None
    amount = float(found[0]["figures"].replace(",", "")) * (1000 if found[0]["thousands"] else 1)
    return Limit(amount, "equal", _currency(text), period(text) or _period_of(amount))


def _match(text: str, phrase: str) -> re.Match[str] | None:
    before = re.search(rf"\b{phrase} (?:a |an )?{_MONEY}", text)
    return before or (re.search(rf"{_MONEY} (?:\w+ ){{0,3}}{phrase}\b", text) if phrase.startswith("or ") else None)


def amounts(fact: Fact) -> list[float]:
    """The numbers of a statement, as the fact gives them for machines, or else as its value writes them."""
    given = [value for key, value in fact.normalised if key != "date"]
    found = [float(each.replace(",", "")) for value in given for each in _NUMBER.findall(value)]
    written = _NUMBER.findall(fact.value) or _NUMBER.findall(fact.quote)
    words = lexicon().number_words
    spelt = [float(words[word]) for word in plain_words(fact.value) if word in words]
    return found or [float(each.replace(",", "")) for each in written] + spelt


def _years(fact: Fact) -> list[float]:
    """The times that a statement gives, in years: "six months" is 0.5, "three to five years" 3, what it begins with."""
    words = lexicon().number_words
    found: list[float] = []
    waiting: list[float] = []  # numbers whose unit comes later: the first of "3 to 5 years"
    for word in _NUMBER_OR_WORD.findall(fact.value.lower()):
        if word[0].isdigit() or word in words:
            waiting.append(float(words.get(word, word)))
        elif unit := _YEARS.get(word.removesuffix("s")):
            found += [min(waiting) * unit] if waiting else []
            waiting = []
        elif word not in ("to", "or", "more", "and", "plus"):
            waiting = []
    return found


def unit_of(fact: Fact) -> str:
    """What a statement's amounts are in: "$ year". Only amounts of one unit can be compared; "" where none is known."""
    return " ".join(_unit(fact)).strip()


def _unit(fact: Fact) -> tuple[str, str]:
    """Currency and period of an amount of money; two empty ones for anything else."""
    given = dict(fact.normalised)
    written = given.get("currency", "")
    if not written:
        return "", ""
    return _currency(written) or written, given.get("period", "") or _period_of(max(amounts(fact), default=0.0))


def _period_of(amount: float) -> str:
    """The period that pay of this size is for where none is said, "" where it could be several."""
    return "year" if amount >= LEAST_A_YEAR else "hour" if amount < MOST_AN_HOUR else ""


def _currency(text: str) -> str:
    return next((sign for sign, pattern in _CURRENCIES.items() if pattern.search(text)), "")
