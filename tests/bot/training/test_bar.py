"""The bar for answers: at most so many wrong, on documents of ours and on those of others."""

from __future__ import annotations

import numpy as np
import pytest

from bot.training.calibrate import MOST_WRONG, Reading, lowest_bar

pytestmark = pytest.mark.parametrize("theirs", ["handbook", "hotel"])


def readings(collection: str, wrong: int) -> list[Reading]:
    """A hundred readings, the last `wrong` of which are wrong."""
    return [Reading(collection, {}, number >= wrong, False) for number in range(100)]


def test_the_bar_rises_until_few_are_wrong(theirs):
    confidence = np.linspace(0.0, 0.99, 100)
    assert lowest_bar(confidence, readings(theirs, 4)) == 0.0
    assert lowest_bar(confidence, readings(theirs, 14)) == pytest.approx(0.10)


def test_each_kind_of_document_has_to_hold(theirs):
    confidence = np.concatenate([np.linspace(0.0, 0.99, 100)] * 2)
    both = [*readings("farm", 0), *readings(theirs, 14)]
    share = 0.14 - 2 * MOST_WRONG  # where both are counted as one
    expected = 0.10 if theirs == "handbook" else share
    assert lowest_bar(confidence, both) == pytest.approx(expected)
