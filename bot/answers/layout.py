"""Layout: how a question and a passage become one sequence, the same in training and in answering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CLS: Final = 101  # token ids of BERT's vocabulary
SEP: Final = 102


@dataclass(frozen=True, slots=True)
class Layout:
    """How much of each part there is room for; the numbers are tokens."""

    question: int = 64
    path: int = 40
    context: int = 40
    unit: int = 120
    sequence: int = 256
    least: int = 5  # of a unit that must have room in the sequence, or it is not read


LAYOUT: Final = Layout()
