"""Embedder: the seam to the embedding model. Nothing else knows about a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Embeddings = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]  # (done, of)


class Embedder(Protocol):
    """Turns texts into embeddings."""

    name: str  # stored in the snapshot, so that embeddings of two models never meet
    fingerprint: str  # of the model's files: the name may stay where the model does not
    dimensions: int

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        """n texts -> float32 (n, dimensions), rows of length 1.0, in the order given."""
        ...
