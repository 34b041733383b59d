"""One ONNX Runtime session with its tokenizer: token ids in, one array out. PyTorch is not needed to run it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LEFT_APART = ["SkipLayerNormFusion"]  # see `index.onnx_export.split_norms`


def threads_by_default() -> int:
    """Threads for one question: two are enough for a small model, more only fight over the cores."""
    return min(2, len(os.sched_getaffinity(0)))


def inference_session(model: Path, threads: int) -> Any:
    """ONNX Runtime's session for a model file, on the processor; it says nothing on its own."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=LEFT_APART
    )


class OnnxSession:
    """Runs a BERT-like model. Safe to call from several threads."""

    def __init__(self, model: Path, threads: int | None = None) -> None:
        self._session = inference_session(model, threads or threads_by_default())
        self._inputs = {each.name for each in self._session.get_inputs()}

    def run(self, ids: npt.NDArray[np.int64], types: npt.NDArray[np.int64] | None = None) -> npt.NDArray[np.float32]:
        """(batch, length) token ids -> the model's first output, float32 (batch, length, ...)."""
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids) if types is None else types
        output: npt.NDArray[np.float32] = self._session.run(None, feed)[0]
        return output
