"""Money as written."""

from decimal import Decimal

import pytest

from knowledge.money import find_amounts, normalised_pay


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$48, 079.02 to $51,830.96", ["48079.02", "51830.96"]),
        ("£28,000 - 31,500 a year", ["28000", "31500"]),
        ("€1.5 million", ["1500000"]),
        ("$60k–$70k", ["60000", "70000"]),
        ("USD 25.50 per hour", ["25.50"]),
        ("$5, 100 people came", ["5"]),
        ("grade 21, 37 hours", []),
    ],
)
def test_amounts(text, values):
    assert [amount.value for amount in find_amounts(text)] == [Decimal(value) for value in values]


def test_pay_keeps_what_is_written_and_adds_no_period():
    assert normalised_pay("Hourly rate", "£12.60") == (
        ("min", "12.60"),
        ("max", "12.60"),
        ("currency", "£"),
        ("period", "hour"),
    )
    assert dict(normalised_pay("Salary", "£20,000 to £25,000")) == {"min": "20000", "max": "25000", "currency": "£"}
