"""Numbers that people read out."""

from __future__ import annotations

import pytest

from bot.record.number import ALPHABET, CROWDED, length_for, pseudonym, read_number, receipt_number
from bot.record.ranges import Ranges, runs


def test_no_character_looks_like_another():
    assert len(ALPHABET) == len(set(ALPHABET)) == 27
    assert not set(ALPHABET) & set("01OILSZBU")


def test_a_number_grows_when_the_shorter_ones_get_crowded():
    full = len(ALPHABET) ** 5 // CROWDED
    assert (length_for(0), length_for(full), length_for(full + 1)) == (5, 5, 6)
    assert len(receipt_number(full + 1, lambda _: False)) == len("RC-") + 6


def test_a_number_in_use_is_not_given_again():
    tried = []

    def is_taken(number: str) -> bool:
        tried.append(number)
        return len(tried) < 3

    assert receipt_number(1, is_taken) == tried[2]
    assert pseudonym(1, lambda _: False).startswith("P-")


@pytest.mark.parametrize("typed", ["RC-7F3A9", "rc-7f3a9", " rc 7f3a9 ", "7F3A9", "RC7F3A9", "#RC-7f3a9."])
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == "RC-7F3A9"
    assert read_number("RCA23") == "RC-RCA23"


def test_runs_of_numbers():
    assert runs([3, 1, 2, 7, 7]) == [[1, 3], [7, 7]]
    found = Ranges([[1, 3], [2, 5], [9, 9]])
    assert [number for number in range(11) if number in found] == [1, 2, 3, 4, 5, 9]
    assert 1 not in Ranges([])
