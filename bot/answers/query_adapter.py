"""QueryAdapter: turns a question's embedding towards the passages that answer such questions.

The model was trained on pairs of similar sentences; a question from staff and the line that answers it are less alike.
One matrix over the question's embedding, learned from our own questions, brings them nearer; the documents' embeddings
stay as they are, so that nothing is indexed again. How it was trained and what it is worth: `docs/reader.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.answers.reader_files import FOLDER, QUERY_ADAPTER
from index.embedder import Embedder, Embeddings, Progress


class QueryAdapter:
    """An Embedder for questions, over the one that embedded the documents."""

    def __init__(self, embedder: Embedder, weight: Embeddings, bias: Embeddings) -> None:
        """`weight`: (dimensions, dimensions), `bias`: (dimensions)."""
        self.name = embedder.name
        self.fingerprint = embedder.fingerprint  # its embeddings are compared with those of the documents
        self.dimensions = embedder.dimensions
        self._embedder = embedder
        self._weight = weight
        self._bias = bias

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        """As `Embedder.embed`, of questions."""
        turned = self._embedder.embed(texts, on_progress) @ self._weight.T + self._bias
        rows: Embeddings = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        return rows


def for_questions(embedder: Embedder, folder: Path = FOLDER) -> Embedder:
    """What embeds questions to that embedder's documents: itself, where the adapter was learned for another model."""
    with np.load(folder / QUERY_ADAPTER) as stored:
        if str(stored["model"]) != embedder.fingerprint:
            return embedder
        return QueryAdapter(embedder, stored["weight"].astype(np.float32), stored["bias"].astype(np.float32))
