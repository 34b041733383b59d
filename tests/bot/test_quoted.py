"""Quotes in their passages: each passage once, whatever number of quotes stand in it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Citation
from bot.quoted import Quoted, passages

TEXT = "Bring a coat.\nBring boots.\nBring a lamp.\nLeave the dog at home."


def quoted(quote: str, around: int = 100, text: str = TEXT) -> Quoted:
    """The quote with so many characters around it."""
    start = text.index(quote)
    end = start + len(quote)
    citation = Citation("kit.txt", "Kit", (), quote, 1, None, start, end, "1")
    return Quoted(citation, text[max(0, start - around) : start], text[end : end + around], start=start)


def test_quotes_of_one_passage_are_shown_in_it_once() -> None:
    (passage,) = passages([quoted("Bring a lamp."), quoted("Bring a coat.")])
    assert passage.pieces == (
        ("Bring a coat.", True),
        ("\nBring boots.\n", False),
        ("Bring a lamp.", True),
        ("\nLeave the dog at home.", False),
    )


def test_quotes_far_from_one_another_have_passages_of_their_own() -> None:
    first, second = passages([quoted("Bring a coat.", 2), quoted("Leave the dog at home.", 2)])
    assert [words for words, is_quoted in first.pieces if is_quoted] == ["Bring a coat."]
    assert [words for words, is_quoted in second.pieces if is_quoted] == ["Leave the dog at home."]


def test_a_quote_of_which_only_the_words_are_left_stands_alone() -> None:
    lost = Quoted(quoted("Bring boots.").citation, why_alone="It is gone.")
    whole, alone = passages([lost, quoted("Bring a coat.")])
    assert whole.why_alone == ""
    assert (alone.pieces, alone.why_alone) == ((("Bring boots.", True),), "It is gone.")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(0, 15)), min_size=1, max_size=6))
def test_no_word_is_lost_or_shown_twice(spans: list[tuple[int, int, int]]) -> None:
    letters = "".join(chr(0x4E00 + place) for place in range(80))  # each once, so that a place is known by its letter
    given_ones = [quoted(letters[start : start + length], around, letters) for start, length, around in spans]
    found = passages(given_ones)
    shown = "".join(words for passage in found for words, _ in passage.pieces)
    assert all(one < other for one, other in pairwise(shown))
    assert set(shown) == {each for q in given_ones for each in q.before + q.citation.quote + q.after}
    marked = {each for passage in found for words, is_quoted in passage.pieces if is_quoted for each in words}
    assert marked == {each for q in given_ones for each in q.citation.quote}
