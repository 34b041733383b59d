from __future__ import annotations

import pytest

from bot.answers.amounts import Limit, amounts, limit_asked, unit_of
from bot.answers.conditions import Condition, condition_of, is_denied, says_no
from bot.answers.fact_words import FactWords
from knowledge.fact import Fact
from tests.bot.answers.small_library import CATALOGUE, intents, roles

READER = intents()
WORDS = FactWords(CATALOGUE)


def fact(value: str, name: str = "salary", normalised: tuple[tuple[str, str], ...] = ()) -> Fact:
    return Fact(name, value, "a.txt", 0, len(value), value, (), 1, None, "field", normalised)


def asked(question: str, name: str) -> Condition:
    return condition_of(READER.read(question), name, roles(), WORDS)


@pytest.mark.parametrize(
    "value",
    [
        "Non-Represented",
        "None",
        "No travel required",
        "No degree needed",
        "A driving licence is not required; there is a bus.",
        "You don't need a car for this.",
    ],
)
def test_statements_that_say_no(value: str) -> None:
    assert is_denied(fact(value))


@pytest.mark.parametrize(
    "value",
    [
        "Represented",
        "Valid driver's license",
        "Employees who do not drive may use a bicycle for work between the sites",
    ],
)
def test_statements_that_do_not(value: str) -> None:
    assert not is_denied(fact(value))


def test_amounts_are_those_for_machines_or_else_those_written() -> None:
    assert amounts(fact("$1,200 to $1,500.50")) == [1200.0, 1500.5]
    assert amounts(fact("$1,200", normalised=(("min", "1200"), ("currency", "USD")))) == [1200.0]
    assert amounts(fact("two years", "experience")) == [2.0]


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("Which roles earn more than $50,000?", Limit(50000.0, "more", "$", "year")),
        ("Which roles pay over 60k?", Limit(60000.0, "more", "", "year")),
        ("Which jobs pay at least £2,000 a month?", Limit(2000.0, "at_least", "£", "month")),
        ("Which jobs pay 20 dollars an hour or more?", Limit(20.0, "at_least", "$", "hour")),
        ("Which jobs pay less than 45,000 euros?", Limit(45000.0, "less", "€", "year")),
        ("Which roles pay £28,000?", Limit(28000.0, "equal", "£", "year")),
        ("Which roles state a salary?", None),
    ],
)
def test_limits(question: str, limit: Limit | None) -> None:
    assert asked(question, "salary").limit == limit


def test_only_amounts_in_the_unit_of_the_limit_are_compared() -> None:
    limit = limit_asked("more than 50k", is_money=True)
    assert limit is not None
    yearly = fact("GBP 61,000", normalised=(("max", "61000"), ("currency", "GBP"), ("period", "year")))
    hourly = fact("$60 an hour", normalised=(("max", "60"), ("currency", "$"), ("period", "hour")))
    assert limit.compares(yearly)
    assert limit.holds(yearly)
    assert not limit.compares(hourly)
    dollars = limit_asked("more than $50k", is_money=True)
    assert dollars is not None
    assert not dollars.compares(yearly)


def test_an_amount_of_pay_without_more_or_less_is_the_one_stated_or_in_its_range() -> None:
    limit = asked("Which roles pay $28k?", "salary").limit
    assert limit is not None
    found = [
        limit.holds(fact("x", normalised=(("min", low), ("max", high), ("currency", "$"), ("period", "year"))))
        for low, high in (("28000", "28000"), ("26000", "30000"), ("28500", "30000"))
    ]
    assert found == [True, True, False]


def test_a_statement_about_something_else_is_neither_a_yes_nor_a_no() -> None:
    condition = asked("Which roles do not need a driver's license?", "licences")
    assert condition.holds(fact("A driving licence is not required", "licences"))
    assert condition.contradicts(fact("Valid driver's license", "licences"))
    other = fact("Certified arborist", "licences")
    assert not condition.holds(other)
    assert not condition.contradicts(other)


def test_a_short_value_that_is_said_has_to_be_the_value() -> None:
    condition = asked("Which positions are exempt?", "flsa_status")
    assert condition.holds(fact("Exempt (salaried)", "flsa_status"))
    assert not condition.holds(fact("Non-Exempt", "flsa_status"))


def test_words_that_tell_statements_apart_have_to_be_in_them() -> None:
    condition = asked("Which roles need a driver's license?", "licences")
    assert condition.holds(fact("Valid driver's licence", "licences"))
    assert not condition.holds(fact("Certified arborist", "licences"))


def test_asked_for_what_no_statement_holds_nothing_meets_it() -> None:
    assert not asked("Which roles need a pilot's license?", "licences").holds(
        fact("Valid driver's license", "licences")
    )


def test_either_side_of_or_will_do() -> None:
    condition = asked("Which roles need an arborist or a driver's license?", "licences")
    assert condition.holds(fact("Certified arborist", "licences"))
    assert condition.holds(fact("Valid driver's license", "licences"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The ferry does not run on Sundays.", True),
        ("Works every day except Saturday.", True),
        ("No evenings, weekends or holidays.", True),
        ("Weekend work is not part of this job.", True),
        ("You will never be asked to come in at the weekend.", True),
        ("Works weekends, but not evenings.", False),
        ("Not only weekdays but also weekends.", False),
        ("No experience is asked for; works every second Saturday.", False),
        ("Works Saturdays without a break in summer.", False),
    ],
)
def test_a_statement_denies_what_stands_behind_a_negation(text: str, says: bool) -> None:
    assert says_no(text, {"weekend"}) == says


def test_only_pay_of_one_currency_and_period_is_compared() -> None:
    yearly = (("max", "41000"), ("currency", "$"))
    hourly = (("max", "31.75"), ("currency", "$"), ("period", "hour"))
    assert unit_of(fact("$41,000", normalised=yearly)) == "$ year"
    assert unit_of(fact("$31.75 an hour", normalised=hourly)) == "$ hour"
    assert unit_of(fact("60 pounds", "lifting")) == ""
