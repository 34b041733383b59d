"""Judging: shares of questions at the lowest bar that keeps wrong answers few."""

from __future__ import annotations

import numpy as np

from bot.training.judging import Judged, report, right_with


def numbers(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_the_bar_stops_before_the_first_wrong_answer_too_many():
    right, surety = numbers(1, 1, 0, 1, 0), numbers(5, 4, 3, 2, 1)
    counted, answerable = np.ones(5), np.array([True, True, True, True, False])
    assert right_with(right, surety, counted, answerable, most_wrong=0.0) == (2 + 1) / 5
    assert right_with(right, surety, counted, answerable, most_wrong=0.2) == (3 + 1) / 5
    assert right_with(right, surety, counted, answerable, most_wrong=0.4) == 3 / 5


def test_a_line_for_each_corpus_and_one_for_all():
    ones = numbers(1, 0, 1, 0)
    judged = Judged(ones, ones, numbers(4, 1, 3, 2), numbers(4, 1, 3, 2), numbers(4, 3, 1, 2), numbers(1, 1, 1, 0))
    lines = report(judged, np.array(["ours", "ours", "theirs", "theirs"])).splitlines()
    assert [line.split()[0] for line in lines] == ["ours", "theirs", "all"]
    assert "AUROC 1.000" in lines[0]
