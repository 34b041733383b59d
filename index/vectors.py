"""FAISS behind the VectorStore protocol: which embeddings are nearest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.embedder import Embeddings
from index.splicing import Numbers, Splice, Starts

Scores = npt.NDArray[np.float32]
WRITTEN_AT_ONCE = 1 << 20  # bytes
Codes = npt.NDArray[np.uint8]  # embeddings as they are stored: a row of 16-bit numbers, as bytes, each


class VectorStore(Protocol):
    """Finds the nearest of numbered embeddings."""

    def nearest(self, query: Embeddings, limit: int, among: Numbers | None = None) -> tuple[Numbers, Scores]:
        """One embedding -> numbers and cosines (-1.0 to 1.0), best first, ties by number; only `among` may be found."""
        ...

    def cosines(self, query: Embeddings, numbers: Sequence[int]) -> Scores:
        """The cosine of each of these with the query, in their order."""
        ...


class FaissVectors:
    """Exact search over 16-bit embeddings: nothing to tune, filters at full recall, half the memory of 32 bits.

    Up to some 50,000 embeddings this takes a few milliseconds; beyond, an inverted file is the better choice.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @classmethod
    def build(cls, embeddings: Embeddings) -> FaissVectors:
        """Store n rows of length 1.0; their position is their number."""
        return cls.of_codes(encode(embeddings), embeddings.shape[1])

    @classmethod
    def of_codes(cls, codes: Codes, dimensions: int) -> FaissVectors:
        """Store n embeddings as they are stored elsewhere."""
        index = _empty(dimensions)
        if len(codes):
            index.add_sa_codes(np.ascontiguousarray(codes))
        return cls(index)

    @property
    def codes(self) -> Codes:
        """All embeddings as they are stored, (n, bytes of one): to be read, no longer than this object is there."""
        import faiss

        size = self._index.code_size
        if not len(self):
            return np.zeros((0, size), dtype=np.uint8)
        codes: Codes = faiss.rev_swig_ptr(self._index.codes.data(), len(self) * size).reshape(-1, size)
        return codes

    def copied(self) -> FaissVectors:
        """The same in memory of its own, whatever becomes of the file."""
        return FaissVectors.of_codes(self.codes, self._index.d)

    def spliced(self, new: FaissVectors, splice: Splice, starts: Starts, new_starts: Starts) -> FaissVectors:
        """Embeddings of both sides; `starts`, `new_starts`: where those of each document start."""
        return FaissVectors.of_codes(splice.rows(self.codes, starts, new.codes, new_starts), self._index.d)

    def nearest(self, query: Embeddings, limit: int, among: Numbers | None = None) -> tuple[Numbers, Scores]:
        import faiss

        limit = min(limit, len(self) if among is None else len(among))
        if limit == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        parameters = None
        if among is not None:
            may_be_found = np.zeros(len(self), dtype=np.uint8)
            may_be_found[among] = 1
            bits: Any = np.packbits(may_be_found, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]  # the stubs are those of C++
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)  # of this thread: FAISS shares out queries, and others would only wait beside one
        scores, numbers = self._index.search(query.reshape(1, -1), limit, params=parameters)
        order = np.lexsort((numbers[0], -scores[0]))  # FAISS leaves ties in the order of its heap
        return numbers[0][order], scores[0][order]

    def cosines(self, query: Embeddings, numbers: Sequence[int]) -> Scores:
        if len(numbers) == 0:
            return np.zeros(0, dtype=np.float32)
        rows = self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64))
        result: Scores = rows @ query.astype(np.float32)
        return result

    def save(self, file: Path) -> None:
        import faiss

        # By a file of ours: FAISS's own says nothing where the end of it finds no room.
        with file.open("wb") as opened:
            writer = faiss.PyCallbackIOWriter(opened.write, WRITTEN_AT_ONCE)  # type: ignore[attr-defined]  # no stub
            faiss.write_index(self._index, writer)

    @classmethod
    def load(cls, file: Path) -> FaissVectors:
        import faiss

        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC))


def encode(embeddings: Embeddings) -> Codes:
    """Embeddings as they are stored."""
    index = _empty(embeddings.shape[1])
    if not len(embeddings):
        return np.zeros((0, index.code_size), dtype=np.uint8)
    codes: Codes = index.sa_encode(np.ascontiguousarray(embeddings, dtype=np.float32))
    return codes


def _empty(dimensions: int) -> Any:
    import faiss

    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
