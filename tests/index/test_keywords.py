"""BM25, against the library that defines it and against what one expects of it."""

import math

import bm25s
import numpy as np
import pytest

from index.keywords import Keywords
from index.words import index_words

TEXTS = [
    "Parents take 16 weeks of paid parental leave.",
    "Book trains, not flights, for journeys under four hours.",
    "Leave is asked for in writing; paid leave is agreed with the manager.",
    "!!!",
]


@pytest.fixture(scope="module")
def keywords():
    return Keywords.build(TEXTS)


def test_the_text_that_shares_the_rarer_words_scores_highest(keywords):
    scores = keywords.scores("How long is parental leave?")
    assert scores.argmax() == 0
    assert scores[1] == scores[3] == 0.0
    assert scores[2] > 0.0


def test_scores_are_those_of_the_library(keywords):
    library = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    library.index([index_words(text) or ["\x00"] for text in TEXTS], show_progress=False)
    for query in ("paid leave", "trains for managers", "leave leave leave"):
        known = [word for word in index_words(query) if word in library.vocab_dict]
        np.testing.assert_allclose(keywords.scores(query), library.get_scores(known), rtol=1e-5)


def test_texts_that_may_not_be_seen_have_no_influence_on_the_scores_of_the_others(keywords):
    seen = np.array([0, 2])
    scores = keywords.scores("paid parental leave", seen)
    alone = Keywords.build([TEXTS[number] for number in seen]).scores("paid parental leave")
    np.testing.assert_array_equal(scores[seen], alone)
    assert not np.delete(scores, seen).any()


@pytest.mark.parametrize("query", ["", "???", "unheard zzz", "\x00", "the of"])
def test_a_query_without_known_words_scores_nothing(keywords, query):
    assert not keywords.scores(query).any()


def test_rarity_falls_with_every_text_that_holds_the_word(keywords):
    unknown, one, two = (keywords.rarity(word) for word in ("zzz", "train", "leav"))
    assert unknown > one > two > 0.0
    assert unknown == pytest.approx(math.log(1 + 4.5 / 0.5))
    assert keywords.knows("leav")
    assert not keywords.knows("zzz")


def test_saved_and_loaded_is_the_same_and_so_are_the_bytes(keywords, tmp_path):
    keywords.save(tmp_path / "one")
    Keywords.build(TEXTS).save(tmp_path / "two")
    loaded = Keywords.load(tmp_path / "one")
    np.testing.assert_array_equal(loaded.scores("paid leave"), keywords.scores("paid leave"))
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 5
    assert all(file.read_bytes() == (tmp_path / "two" / file.name).read_bytes() for file in files)


def test_no_texts_at_all():
    empty = Keywords.build([])
    assert len(empty.scores("leave")) == 0
    assert empty.rarity("leave") >= 0.0
