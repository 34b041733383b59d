"""PassageScores: what the reading model makes of one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

UNREAD = -10.0  # the number of a unit that there was no room for


@dataclass(frozen=True, slots=True)
class PassageScores:
    """What the model makes of one passage; all are logits, comparable within one question."""

    passage: float  # that the passage answers at all
    units: tuple[float, ...]  # that this unit is (part of) the answer, the passage's own score included
    places: tuple[int, ...]  # of the units that there was room for
    vectors: npt.NDArray[np.float32] = field(compare=False)  # (1 + places, width): of the passage, then of those units


def passage_scores(output: npt.NDArray[np.float32], spans: Sequence[tuple[int, int]]) -> PassageScores:
    """From the model's output, (tokens, 1 + width): a number and a vector each. `spans`: the tokens of each unit."""
    passage = float(output[0, 0])
    places = tuple(place for place, (first, last) in enumerate(spans) if last > first)
    means = [output[0], *(output[slice(*spans[place])].mean(0) for place in places)]
    units = [passage + UNREAD] * len(spans)
    for place, mean in zip(places, means[1:], strict=True):
        units[place] = passage + float(mean[0])
    return PassageScores(passage, tuple(units), places, np.stack(means)[:, 1:])
