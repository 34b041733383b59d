"""ComparingModel: what each unit gains or loses by the others that were found for the same question.

Read by itself, "the waistcoat costs £12" answers "what does the jacket cost?" rather well; beside the row for the
jacket it doesn't. A small transformer takes the vectors that the reading model has made of all units, with their
passages' and the search's numbers, and moves their scores and that of "nothing here answers".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.answers.comparing_numbers import COUNT, comparing_numbers
from bot.answers.passage_scores import PassageScores
from bot.answers.reader_files import COMPARING
from index.onnx_session import inference_session
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Comparison:
    """Logits, comparable within one question."""

    null: float  # that nothing here answers
    units: tuple[tuple[float, ...], ...]  # of each passage's units
    certainty: float  # that the unit with the highest is right


class ComparingModel:
    """The trained comparison. Safe to call from several threads."""

    def __init__(self, folder: Path, null: float) -> None:
        """`null`: of the reading model."""
        self._session = inference_session(folder / COMPARING, threads=1)
        self._null = null

    def compare(self, read: Sequence[PassageScores], hits: Sequence[Hit]) -> Comparison:
        """Both in one order; at least one unit was read."""
        feed = {
            "units": np.concatenate([each.vectors[1:] for each in read]),
            "passages": np.concatenate([np.repeat(each.vectors[:1], len(each.places), 0) for each in read]),
            "numbers": np.concatenate([self._numbers(*both) for both in zip(read, hits, strict=True)]),
        }
        output = self._session.run(None, {name: array[None] for name, array in feed.items()})[0][0]
        certainty, nothing, *gains = output.tolist()
        units = []
        used = 0
        for each in read:
            of_passage = list(each.units)
            for place, gain in zip(each.places, gains[used : used + len(each.places)], strict=True):
                of_passage[place] += gain
            used += len(each.places)
            units.append(tuple(of_passage))
        return Comparison(self._null + nothing, tuple(units), certainty)

    def _numbers(self, read: PassageScores, hit: Hit) -> npt.NDArray[np.float32]:
        """(units read, COUNT)."""
        rows = [
            comparing_numbers(
                read.units[place] - self._null, read.passage, hit.unit_cosines[place], hit.cosine, hit.score
            )
            for place in read.places
        ]
        return np.array(rows, dtype=np.float32).reshape(-1, COUNT)
