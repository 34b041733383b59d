"""Money as documents write it: amounts, ranges, and the period they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_CURRENCY = r"(?:US\$|CA\$|AU\$|NZ\$|[CA]\$|[$£€]|(?:USD|GBP|EUR|CAD|AUD|NZD|CHF)(?=[\s\d]))"
# "$59, 079.02" is one amount, "$5, 100 people" is not: a space after the comma needs cents or a nought.
_FIGURES = (
    r"(?:\d{1,3}(?:,\s?\d{3}){1,4}\.\d\d|\d{1,3}(?:,\s?0\d\d){1,4}|\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,2})?)"
)
_AMOUNT = re.compile(
    rf"(?P<currency>{_CURRENCY})\s?(?P<figures>{_FIGURES})(?!\d)\s?(?P<times>k|m|bn|million|billion)?\b", re.IGNORECASE
)
_BARE_END = re.compile(r"\s?(?:-|–|—|to|and)\s?(?P<figures>\d{1,3}(?:,\d{3}){1,3}(?:\.\d\d)?)(?!\d)", re.IGNORECASE)
_TIMES = {"k": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_PERIODS = (
    (
        "year",
        re.compile(
            r"\b(?:per|an?|each|every|by the)[\s-](?:annum|year|annually)\b|/\s?(?:yr|year)\b|\bp\.?a\b"
            r"|\bannual(?:ly)?\b|\byearly\b",
            re.I,
        ),
    ),
    ("hour", re.compile(r"\b(?:per|an|each|by the)[\s-]?h(?:ou)?r\b|/\s?h(?:ou)?r\b|\bhourly\b|\bp\.?h\b", re.I)),
    ("month", re.compile(r"\b(?:per|a|each|by the)[\s-]month\b|/\s?month\b|\bmonthly\b|\bp\.?c?\.?m\b", re.I)),
    ("week", re.compile(r"\b(?:per|a|each|by the)[\s-]week\b|/\s?(?:wk|week)\b|\bweekly\b", re.I)),
    ("day", re.compile(r"\b(?:per|a|each|by the)[\s-]day\b|/\s?day\b|\bdaily\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount with its place in the text."""

    start: int
    end: int
    currency: str  # as written: "$", "£", "EUR"
    value: Decimal


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text, in order: "£28,000 - 31,000" has two, "$59, 079.02" is one, "€1.5 million" is 1500000."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        value = _value(match["figures"]) * _TIMES.get((match["times"] or "").casefold(), 1)
        found.append(Amount(match.start(), match.end(), match["currency"], value))
        bare = _BARE_END.match(text, match.end())
        if bare:
            found.append(Amount(bare.start("figures"), bare.end(), match["currency"], _value(bare["figures"])))
    return found


def period(text: str) -> str:
    """ "year", "hour", "month", "week" or "day" as the text says, "" where it doesn't."""
    return next((name for name, pattern in _PERIODS if pattern.search(text)), "")


def normalised_pay(label: str, value: str) -> tuple[tuple[str, str], ...]:
    """Machine values of a pay statement: (("min", "28000"), ("max", "31000"), ("currency", "£"), ("period", "year")).

    Empty where no amount is written. Of several ranges only the outer bounds remain; the text has them all.
    """
    amounts = find_amounts(value)
    if not amounts:
        return ()
    values = [amount.value for amount in amounts]
    pairs = [("min", str(min(values))), ("max", str(max(values))), ("currency", amounts[0].currency)]
    said = period(value) or period(label)
    return tuple([*pairs, ("period", said)] if said else pairs)


def _value(figures: str) -> Decimal:
    return Decimal(re.sub(r"[,\s]", "", figures))
