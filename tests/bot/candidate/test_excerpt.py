"""Two versions of a text, shortened to where they differ."""

from __future__ import annotations

import pytest

from bot.candidate.excerpt import excerpts

LONG = "one two three four five six seven eight nine ten"
FIRST, LAST = "one two three four five six ...", "... five six seven eight nine ten"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Parents take 16 weeks", "Parents take 18 weeks", ("Parents take 16 weeks", "Parents take 18 weeks")),
        (f"{LONG} 16 {LONG}", f"{LONG} 18 {LONG}", (f"{LAST} 16 {FIRST}", f"{LAST} 18 {FIRST}")),
        (LONG, f"{LONG} more", (LAST, f"{LAST} more")),
        ("", "new", ("", "new")),
        ("a a", "a a a", ("a a", "a a a")),
    ],
)
def test_only_the_surroundings_of_the_difference_are_shown(before, after, shown):
    assert excerpts(before, after) == shown
