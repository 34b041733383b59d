"""Questions that mean the same, put together by their embeddings.

Agglomerative clustering with complete linkage: any two questions of a cluster are as near each other as the bar says,
however large it grows. Average linkage and HDBSCAN were tried on 63 wordings of 18 questions among 904 real ones: at
the same share of pairs rightly put together, both drew other questions in, and HDBSCAN gives another grouping of the
same questions when others join them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from index.embedder import Embedder, Embeddings

SAME = 0.7  # cosine, at least, of any two wordings of one question; at 0.6, pay and supervisor of one role are one
ALIKE = 0.6  # of any two questions about one thing
MOST = 1_500  # texts that are compared, each with each: some seconds and 20 MB
KEPT = 20_000  # embeddings in memory, 30 MB


class Meaning:
    """Puts texts together. Remembers embeddings by a hash of the text, in memory only. Safe in threads."""

    def __init__(self, open_embedder: Callable[[], Embedder]) -> None:
        """The embedder is opened when it is needed first."""
        self._open = open_embedder
        self._embedder: Embedder | None = None
        self._kept: OrderedDict[bytes, npt.NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """As `Embedder.embed`, each text once."""
        keys = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
        with self._lock:
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept}
            if new:
                self._embedder = self._embedder or self._open()
                self._kept |= zip(new, self._embedder.embed(list(new.values())), strict=True)
            rows = [self._kept[key] for key in keys]
            for key in keys:
                self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return np.stack(rows)

    def clusters(self, texts: Sequence[str], weights: Sequence[int], nearness: float) -> list[list[int]]:
        """Places of texts that belong together, each time the most central one first.

        Args:
            weights: how often each was asked: what is asked often is nearer the centre.
            nearness: cosine, at least, of any two in a cluster.
        """
        if len(texts) < 2:
            return [[place] for place in range(len(texts))]
        from sklearn.cluster import AgglomerativeClustering

        embeddings = self.embed(texts)
        clustering = AgglomerativeClustering(None, metric="cosine", linkage="complete", distance_threshold=1 - nearness)
        labels = clustering.fit_predict(embeddings)
        members: dict[int, list[int]] = {}
        for place, label in enumerate(labels.tolist()):
            members.setdefault(label, []).append(place)
        weight = np.asarray(weights, np.float32)
        return [_central_first(embeddings, weight, each) for each in members.values()]


def _central_first(embeddings: Embeddings, weight: npt.NDArray[np.float32], members: list[int]) -> list[int]:
    """The one nearest to the weighted mean of all, then the others in their order."""
    mean = weight[members] @ embeddings[members]
    central = members[int(np.argmax(embeddings[members] @ mean))]
    return [central, *(each for each in members if each != central)]
