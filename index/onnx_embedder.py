"""OnnxEmbedder: questions and passages to embeddings without PyTorch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from index.embedder import Embedder, Embeddings, Progress
from index.errors import ModelNotFound
from index.model_files import model_folder
from index.onnx_export import Export, export, exported
from index.onnx_session import OnnxSession


class OnnxEmbedder:
    """An Embedder over an exported model: mean of the token vectors, length 1.0.

    Every text is run by itself: 8-bit activations are scaled over a whole batch, so that in a batch the embedding of a
    passage would depend on its neighbours, and indexing one changed file would not give what indexing all gives.
    """

    def __init__(self, onnx: Path, tokenizer_folder: Path, made: Export) -> None:
        from tokenizers import Tokenizer

        self.name = made.model
        self.fingerprint = made.fingerprint
        self.dimensions = made.dimensions
        self._onnx = onnx
        self._session = OnnxSession(onnx)
        self._tokenizer = Tokenizer.from_file(str(tokenizer_folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(made.max_tokens)

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        if len(texts) < 8:
            return np.stack([self._one(text, self._session) for text in texts])
        return self._many(texts, on_progress)

    def _many(self, texts: Sequence[str], on_progress: Progress | None) -> Embeddings:
        """One single-threaded session a core: together faster than one session with many threads."""
        workers = len(os.sched_getaffinity(0))
        session = OnnxSession(self._onnx, threads=1)
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        with ThreadPoolExecutor(workers) as pool:
            for number, row in enumerate(pool.map(lambda text: self._one(text, session), texts)):
                rows[number] = row
                if on_progress is not None and (number % 16 == 0 or number + 1 == len(texts)):
                    on_progress(number + 1, len(texts))
        return rows

    def _one(self, text: str, session: OnnxSession) -> Embeddings:
        whole = text.encode("utf-8", "replace").decode()  # the tokenizer takes no lone surrogates
        ids = np.array([self._tokenizer.encode(whole).ids], dtype=np.int64)
        mean = session.run(ids)[0].mean(axis=0)
        row: Embeddings = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
        return row


class OpenedWhenNeeded:
    """An Embedder whose model is loaded with the first text: many builds have none to embed, and many answers, too."""

    def __init__(self, made: Export, cache: Path, *, may_export: bool = True) -> None:
        self.name = made.model
        self.fingerprint = made.fingerprint
        self.dimensions = made.dimensions
        self._cache = cache
        self._may_export = may_export

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        return self._opened.embed(texts, on_progress)

    @cached_property
    def _opened(self) -> OnnxEmbedder:
        return open_embedder(self.name, self._cache, may_export=self._may_export)


def open_when_needed(name: str, cache: Path, *, may_export: bool = True) -> Embedder:
    """The embedder of that model, exported first where that hasn't been done, loaded with the first text.

    Raises:
        ModelNotFound: the model isn't there, isn't of a kind that works, or isn't exported and `may_export` is False.
            That an export is damaged shows with the first text only.
    """
    found = exported(name, cache)
    if found is None:
        return open_embedder(name, cache, may_export=may_export)
    return OpenedWhenNeeded(found[1], cache, may_export=may_export)


def open_embedder(name: str, cache: Path, *, may_export: bool = True) -> OnnxEmbedder:
    """The embedder of that model, exported first where that hasn't been done.

    Raises:
        ModelNotFound: the model isn't there, isn't of a kind that works, or isn't exported and `may_export` is False.
    """
    found = exported(name, cache)
    if found is not None:
        try:
            return OnnxEmbedder(found[0], model_folder(name), found[1])
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            if not may_export:
                raise ModelNotFound(name, "its export is damaged; `rolecall index` makes it anew") from error
            found[0].unlink(missing_ok=True)
    if not may_export:
        raise ModelNotFound(name, "it has not been exported yet; `rolecall index` does that")
    onnx, made = export(name, cache)
    return OnnxEmbedder(onnx, model_folder(name), made)
