"""Text to index words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import content_words, index_words, is_stop_word, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Résumé, 5,000 €", ["resume", "5000"]),
        ("$41,000.50 or 3.5%", ["41000.50", "or", "3.5%"]),
        ("The manager's car—don’t park", ["the", "manager", "car", "dont", "park"]),
        ("co-operate, e-mail", ["co", "operate", "e", "mail"]),
        ("ﬁnance Straße", ["finance", "strasse"]),
        ("שכר العمل 工资", ["שכר", "العمل", "工资"]),
        ("🎉 ... !", []),
        ("", []),
    ],
)
def test_words_are_folded(text, expected):
    assert words(text) == expected


def test_forms_of_a_word_are_one_and_stop_words_are_none():
    assert index_words("What are the policies on travelling?") == index_words("policy travel")
    assert index_words("who is the") == []
    assert is_stop_word("the")
    assert not is_stop_word("manager")


def test_the_words_of_several_texts():
    assert content_words(["Paid leave", "paying for leaves"]) == {"paid", "leav", "pay"}


@given(st.text())
def test_any_text_has_words(text):
    assert all(isinstance(word, str) and word for word in index_words(text))
    assert index_words(text) == index_words(text)
