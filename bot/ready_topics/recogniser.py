"""How much sentences belong to the ready-made topics: kernel ridge regression on the shipped sentences.

A sentence is a point: its embedding, and how it is put. Each topic's score is 1 at its own sentences and 0
at all others, as nearly as a smooth function allows; so the scores of several topics add up to that of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.ready_topics.manner import manner, plain
from bot.ready_topics.sentences import ORDINARY, READY_MADE, shipped
from index.embedder import Embedder, Embeddings

FITTED = Path(__file__).parent / "fitted.npz"  # by `python -m bot.training.topics`
PENALTY = 0.3
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Recogniser:
    """The fitted function. Safe in threads."""

    points: Embeddings  # (n, d): the shipped sentences
    weights: Weights  # (n, 7): what each of them contributes to the score of each topic, as in `READY_MADE`

    def scores(self, sentences: Sequence[str], embeddings: Embeddings) -> Weights:
        """m sentences -> float32 (m, 7), about 0 to 1 each.

        Args:
            embeddings: of the `plain` form of each sentence.
        """
        scores: Weights = _kernel(_points(sentences, embeddings), self.points, self._squares) @ self.weights
        return scores

    @cached_property
    def _squares(self) -> Weights:
        return _squares(self.points)


@dataclass(frozen=True)
class Fit:
    """A fitted function, with what it would say of each shipped sentence had it not been fitted on that one."""

    recogniser: Recogniser
    left_out: Weights  # (n, 7), in the order of `shipped`


def open_recogniser(embedder: Embedder) -> Recogniser:
    """The shipped one where it was fitted with that model; else one that is fitted now, which may take a minute."""
    with np.load(FITTED) as stored:
        if str(stored["model"]) == embedder.fingerprint:
            return Recogniser(stored["points"].astype(np.float32), stored["weights"])
    return fit(embedder).recogniser


def fit(embedder: Embedder) -> Fit:
    """Solve for the weights; sensitive and ordinary sentences count half each, however many there are of either."""
    topics, sentences = zip(*shipped(), strict=True)
    points = _stored(_points(sentences, embedder.embed([plain(each) for each in sentences])))
    targets = np.array([[topic == each for each in READY_MADE] for topic in topics], dtype=np.float64)
    is_ordinary = np.array([topic == ORDINARY for topic in topics])
    shares = np.where(is_ordinary, is_ordinary.mean(), 1.0 - is_ordinary.mean())
    inverse = np.linalg.inv(_kernel(points, points, _squares(points)) + PENALTY * np.diag(2.0 * shares))
    weights = inverse @ targets
    left_out = targets - weights / np.diag(inverse)[:, None]
    return Fit(Recogniser(points, weights.astype(np.float32)), left_out.astype(np.float32))


def save(recogniser: Recogniser, embedder: Embedder) -> None:
    """Write it for `open_recogniser`."""
    np.savez_compressed(
        FITTED,
        points=recogniser.points.astype(np.float16),
        weights=recogniser.weights,
        model=np.array(embedder.fingerprint),
        sentences=np.array(sentences_digest()),
    )


def sentences_digest() -> str:
    """What changes with the shipped sentences."""
    return sha256("\n".join(map("\t".join, shipped())).encode()).hexdigest()


def _points(sentences: Sequence[str], embeddings: Embeddings) -> Embeddings:
    return np.hstack([embeddings, manner(sentences)])


def _stored(points: Embeddings) -> Embeddings:
    return points.astype(np.float16).astype(np.float32)


def _squares(points: Embeddings) -> Weights:
    squares: Weights = (points**2).sum(axis=1)
    return squares


def _kernel(left: Embeddings, right: Embeddings, right_squares: Weights) -> Weights:
    """exp(-distance²) + 1 of each pair; the 1 stands for a constant term."""
    distances = _squares(left)[:, None] + right_squares[None] - 2.0 * left @ right.T
    near: Weights = np.exp(-np.maximum(distances, 0.0)) + np.float32(1.0)
    return near
