"""One ONNX Runtime session with its tokenizer: token ids in, one array out. PyTorch is not needed to run it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def threads_by_default() -> int:
    """Threads for one question: two are enough for a small model, more only fight over the cores."""
    return min(2, len(os.sched_getaffinity(0)))


class OnnxSession:
    """Runs a BERT-like model. Safe to call from several threads."""

    def __init__(self, model: Path, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or threads_by_default()
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {each.name for each in self._session.get_inputs()}

    def run(
        self,
        ids: npt.NDArray[np.int64],
        types: npt.NDArray[np.int64] | None = None,
        mask: npt.NDArray[np.int64] | None = None,
    ) -> npt.NDArray[np.float32]:
        """(batch, length) token ids -> the model's first output, float32 (batch, length, ...)."""
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids) if mask is None else mask}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids) if types is None else types
        output: npt.NDArray[np.float32] = self._session.run(None, feed)[0]
        return output


def pad(rows: Sequence[Sequence[int]], filler: int = 0) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """[[1, 2], [3]] -> ids [[1, 2], [3, 0]], mask [[1, 1], [1, 0]]."""
    length = max(map(len, rows))
    ids = np.full((len(rows), length), filler, dtype=np.int64)
    mask = np.zeros((len(rows), length), dtype=np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask
