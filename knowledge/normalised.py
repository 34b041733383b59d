"""Machine values of facts: they add nothing that the words do not say."""

from __future__ import annotations

import re

from knowledge.dates import find_dates
from knowledge.money import normalised_pay


def normalised_value(kind: str, label: str, value: str) -> tuple[tuple[str, str], ...]:
    """Of pay its bounds and period, of dates their ISO forms, of hours and weights their figures."""
    match kind:
        case "money":
            return normalised_pay(label, value)
        case "date":
            found = find_dates(value[:300], is_labelled=True)
            times = [("time", each.time) for each in found if each.time]
            return tuple([("date", each.iso) for each in found if each.iso] + times)
        case "hours":
            hours = re.search(r"\d{1,3}(?:\.\d+)?", value)
            return (("hours", hours[0]),) if hours else ()
        case "weight":
            weights = re.findall(
                r"(\d[\d.]*)(?: ?(?:-|–|to) ?(\d[\d.]*))? ?(pounds?|lbs?|kgs?|kilograms?)", value, re.I
            )
            return tuple(("weight", f"{low}-{high} {unit}" if high else f"{low} {unit}") for low, high, unit in weights)
    return ()
