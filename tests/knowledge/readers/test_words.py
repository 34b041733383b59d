"""The share of words that are no English."""

from __future__ import annotations

from knowledge.readers.words import unknown_share

GOOD = (
    "the colour of the labor program was organized in the center by anyone who can't travel to our neighbour's theatre "
)
GARBLED = "the prary envimnment fr useis shoud be orgnized andthe bares overcme in if statons by qualty customer servo "


def test_english_is_known_in_both_spellings_and_garbled_scans_are_not() -> None:
    assert unknown_share(GOOD * 3) < 0.02
    assert unknown_share(GARBLED * 3) > 0.3


def test_names_links_paths_and_short_texts_do_not_count() -> None:
    assert unknown_share("KCLS Gannet iPhone2 docs/xqzt.md me@xqzt.org https://xqzt.org/qqq " * 5 + GOOD * 3) < 0.02
    assert unknown_share("xqzt qqzz") == 0.0
