"""Rankings become one by rank alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse

RANKINGS = st.lists(st.lists(st.integers(0, 30), unique=True), max_size=4)


def test_what_two_rankings_name_comes_before_what_one_does():
    fused = fuse([[7, 8], [8]], 60)
    assert [number for number, _ in fused] == [8, 7]
    assert fused[0][1] == pytest.approx(1 / 62 + 1 / 61)
    assert fused[1][1] == pytest.approx(1 / 61)


def test_ties_keep_the_order_in_which_they_were_seen():
    assert [number for number, _ in fuse([[5], [3], [9]], 60)] == [5, 3, 9]


def test_the_smaller_k_the_more_one_first_place_counts():
    rankings = [[100 * each + place for place in range(29)] + [7] for each in (1, 2, 3)]  # 7 comes 30th in each
    assert fuse(rankings, k=60)[0][0] == 7
    assert {number for number, _ in fuse(rankings, k=10)[:3]} == {100, 200, 300}


def test_nothing_gives_nothing():
    assert fuse([], 60) == fuse([[], []], 60) == []


def test_a_negative_k_is_refused():
    with pytest.raises(ValueError, match="k must be 0 or more"):
        fuse([[1]], k=-1)


@given(RANKINGS)
def test_every_number_comes_out_once_with_a_score_in_its_range(rankings):
    fused = fuse(rankings, 60)
    numbers = [number for number, _ in fused]
    assert sorted(numbers) == sorted({number for ranking in rankings for number in ranking})
    assert all(0 < score <= len(rankings) / 61 + 1e-12 for _, score in fused)
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
