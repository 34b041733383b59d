"""Arrays: questions, what search finds for them and where the answers stand, as the numbers that training runs over.

All of a training is in one `.npz` of some 26 MB, so that it can be prepared where the index is and run where the
accelerator is. Texts are token ids in the reader's own layout; lists of differing lengths stand one behind the other,
with the first of each in an array one longer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

FOUND = 24  # passages that search finds for a question
MISSED = 2  # passages that answer and were not found, at most
SLOTS = FOUND + MISSED

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arrays:
    """`n` questions over `p` passages.

    A question's slots hold the passages found for it, best first, then those that answer and were not found.
    """

    body: npt.NDArray[np.uint16]  # token ids of all passages
    body_first: Numbers  # (p + 1)
    span_first: npt.NDArray[np.uint16]  # of each unit, in its passage's body
    span_last: npt.NDArray[np.uint16]  # one past
    unit_first: Numbers  # (p + 1)
    question: npt.NDArray[np.uint16]  # token ids of all questions
    question_first: Numbers  # (n + 1)
    passage: npt.NDArray[np.int32]  # (n, SLOTS): passage in that slot, -1: none
    fusion: npt.NDArray[np.float16]  # (n, SLOTS): search's score
    cosine: npt.NDArray[np.float16]  # (n, SLOTS): of the passage with the question
    unit_cosine: npt.NDArray[np.float16]  # of every unit in every slot
    right_slot: npt.NDArray[np.uint8]  # slot and place of each unit that answers
    right_place: npt.NDArray[np.uint16]
    right_first: Numbers  # (n + 1)
    is_held_out: npt.NDArray[np.bool_]  # (n): to judge by, not to learn from
    corpus: npt.NDArray[np.str_]  # (n)

    def save(self, file: Path) -> None:
        """Write them, compressed."""
        np.savez_compressed(file, **{each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read them back."""
        with np.load(file) as stored:
            return cls(**{each.name: stored[each.name] for each in fields(cls)})
