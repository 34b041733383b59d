"""The weights of a trained reader, to learn on from: out of its ONNX files, 8 bits made floating point again.

Numbers as they were trained are lost in the rounding, but not what they do: the files answer as well.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import torch

from bot.answers.reader_files import ABOUT, COMPARING, READING
from bot.training.onnx_weights import Array, OnnxWeights

_FUSED = re.compile(r"Attention_(\d+)_qkv_(weight|bias)")  # queries, keys and values of a layer beside each other


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """Weights by the names that `bot.training.network.Reader` gives them.

    Args:
        folder: with model.onnx, comparing.onnx and reader.json, as `bot.training.export` writes them.
    """
    named: dict[str, Array] = {}
    for name, array in OnnxWeights(folder / READING).named().items():
        named |= {f"reading.{each}": part for each, part in _apart(name, array).items()}
    named |= OnnxWeights(folder / COMPARING).named()
    null = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["null"]
    named["reading.null"] = np.array([null], np.float32)
    return {name: torch.tensor(array) for name, array in named.items()}


def _apart(name: str, array: Array) -> dict[str, Array]:
    fused = _FUSED.fullmatch(name)
    if not fused:
        return {name: array}
    layer, kind = fused.groups()
    parts = np.split(array, 3, axis=-1)
    return {
        f"encoder.encoder.layer.{layer}.attention.self.{which}.{kind}": np.ascontiguousarray(part.T)
        for which, part in zip(("query", "key", "value"), parts, strict=True)
    }
