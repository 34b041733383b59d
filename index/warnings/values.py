"""Do two statements of one fact agree? "$50,000" and "50,000.00 USD a year" do; where it can't be told, they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from knowledge.fact import Fact
from knowledge.money import period
from knowledge.parts import fold_title

_CURRENCIES = {"$": "$", "us$": "$", "usd": "$", "£": "£", "gbp": "£", "€": "€", "eur": "€"}
_CURRENCY = re.compile(r"[A-Z]{0,2}[$£€]|\b(?:USD|GBP|EUR|CAD|AUD|NZD|CHF)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?<![\w.,])(?:[$£€]\s?)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(k)?(?![\d,]*\d)", re.IGNORECASE
)
_SMALL = ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)[\s-]*(?:calendar |working )?(day|week|month|year)s?\b", re.IGNORECASE)
_GRADE_WORDS = frozenset(("grade", "band", "level", "class", "scale", "pay", "job", "code", "range"))
_FLSA_NO = re.compile(r"\bnon[\s-]*exempt\b|\bnot exempt\b", re.IGNORECASE)

Agree = Callable[[Fact, Fact], bool]


def agree(one: Fact, other: Fact) -> bool:
    """Whether two facts of one name state the same."""
    if one.value.casefold().split() == other.value.casefold().split():
        return True
    return _RULES.get(one.name, _same_words)(one, other)


def _same_pay(one: Fact, other: Fact) -> bool:
    """The same lowest and highest amount; one currency, and for one period, as far as both state them."""
    first, second = _amounts(one), _amounts(other)
    if not first or not second:
        return True
    if _differ(_currency(one.value), _currency(other.value)):
        return False
    if _differ(_period(one), _period(other)):  # by the hour and by the year: neither contradicts the other
        return True
    return first == second


def _amounts(fact: Fact) -> tuple[Decimal, Decimal] | None:
    stated = dict(fact.normalised)
    if "min" in stated and "max" in stated:
        return Decimal(stated["min"]), Decimal(stated["max"])
    found = [Decimal(figure.replace(",", "")) * (1000 if times else 1) for figure, times in _FIGURE.findall(fact.value)]
    return (min(found), max(found)) if found else None


def _currency(value: str) -> str:
    found = _CURRENCY.search(value)
    return _CURRENCIES.get(found[0].casefold(), found[0].casefold()) if found else ""


def _period(fact: Fact) -> str:
    return dict(fact.normalised).get("period", "") or period(fact.value)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _same_figures(one: Fact, other: Fact) -> bool:
    """ "37.5 hours a week" and "37.50": the same numbers, whatever stands around them."""
    first, second = (
        frozenset(map(float, re.findall(r"\d+(?:\.\d+)?", _in_figures(each.value)))) for each in (one, other)
    )
    return not first or not second or first == second


def _same_span(one: Fact, other: Fact) -> bool:
    """ "six months" and "6 months", "12 months" and "one year"; weeks and months are not compared."""
    first, second = _spans(one.value), _spans(other.value)
    return not first or not second or first.keys().isdisjoint(second) or first == second


def _spans(value: str) -> Mapping[str, frozenset[float]]:
    spans: dict[str, set[float]] = {}
    for figure, unit in _SPAN.findall(_in_figures(value)):
        months, number = unit.casefold() == "year", float(figure)
        unit = "month" if months else unit.casefold()
        spans.setdefault("day" if unit == "week" else unit, set()).add(
            number * (12 if months else 7 if unit == "week" else 1)
        )
    return {unit: frozenset(numbers) for unit, numbers in spans.items()}


def _in_figures(value: str) -> str:
    def figure(match: re.Match[str]) -> str:
        return str(_SMALL.index(match[0].casefold()))

    return re.sub(rf"\b(?:{'|'.join(_SMALL)})\b", figure, value.replace(",", ""), flags=re.IGNORECASE)


def _same_grade(one: Fact, other: Fact) -> bool:
    first, second = (frozenset(fold_title(each.value).split()) - _GRADE_WORDS for each in (one, other))
    return first <= second or second <= first


def _same_role(one: Fact, other: Fact) -> bool:
    """ "Head of Records" and "the Head of Records, Elm County": the one name begins or ends with the other."""
    shorter, longer = sorted((fold_title(each.value) for each in (one, other)), key=len)
    return f"{longer} ".startswith(f"{shorter} ") or f" {longer}".endswith(f" {shorter}")


def _same_exemption(one: Fact, other: Fact) -> bool:
    said = ["exempt" in each.value.casefold() for each in (one, other)]
    return not all(said) or bool(_FLSA_NO.search(one.value)) == bool(_FLSA_NO.search(other.value))


def _same_words(one: Fact, other: Fact) -> bool:
    first, second = (frozenset(fold_title(each.value).split()) for each in (one, other))
    return first <= second or second <= first


_RULES: Mapping[str, Agree] = {
    "salary": _same_pay,
    "pay_grade_range": _same_pay,
    "hours_per_week": _same_figures,
    "lifting": _same_figures,
    "probation": _same_span,
    "notice_period": _same_span,
    "grade": _same_grade,
    "reports_to": _same_role,
    "flsa_status": _same_exemption,
}
