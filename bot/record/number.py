"""Numbers that people read out: receipts ("RC-7F3A9") and pseudonyms ("P-4KQ7D")."""

from __future__ import annotations

import secrets
from collections.abc import Callable

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"  # none looks like another: no 0 O, 1 I L, B (8), S (5), Z (2), U (V)
SHORTEST = 5  # characters
CROWDED = 100  # a number in use is hit by chance no oftener than once in so many


def receipt_number(in_use: int, is_taken: Callable[[str], bool]) -> str:
    """A new receipt number. It is random, so that nobody can count how much is asked, and no guess is likely."""
    return _new("RC-", in_use, is_taken)


def pseudonym(in_use: int, is_taken: Callable[[str], bool]) -> str:
    """A new pseudonym. It is random: nothing about the person can be worked out from it."""
    return _new("P-", in_use, is_taken)


def read_number(typed: str) -> str:
    """ "rc 7f3a9" -> "RC-7F3A9": as it is stored, however it was typed."""
    bare = "".join(character for character in typed.upper() if character.isalnum())
    return f"RC-{bare.removeprefix('RC') if len(bare) > SHORTEST else bare}"


def length_for(in_use: int) -> int:
    """Characters of the next number: one more each time that the shorter ones get crowded."""
    length = SHORTEST
    while in_use * CROWDED > len(ALPHABET) ** length:
        length += 1
    return length


def _new(prefix: str, in_use: int, is_taken: Callable[[str], bool]) -> str:
    length = length_for(in_use)
    while True:
        number = prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))
        if not is_taken(number):
            return number
