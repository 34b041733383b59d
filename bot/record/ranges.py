"""Runs of numbers: 1, 2, 3, 7 -> [[1, 3], [7, 7]]."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """First and last of each run, in order."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


class Ranges:
    """Whether a number lies in one of many runs, which may overlap."""

    def __init__(self, found: Iterable[Iterable[int]]) -> None:
        merged: list[list[int]] = []
        for first, last in sorted(tuple(each) for each in found):
            if merged and first <= merged[-1][1] + 1:
                merged[-1][1] = max(last, merged[-1][1])
            else:
                merged.append([first, last])
        self._firsts = [first for first, _ in merged]
        self._lasts = [last for _, last in merged]

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._firsts, number) - 1
        return place >= 0 and number <= self._lasts[place]
