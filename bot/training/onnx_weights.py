"""Weights out of an ONNX file: of 8 bits back to floating point, by the names that PyTorch gave them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

_FAR = 4  # operators at most between a product of matrices and the bias that is added to it

Array = npt.NDArray[np.float32]


class OnnxWeights:
    """The constants of one ONNX file."""

    def __init__(self, file: Path) -> None:
        self._graph = onnx.load(str(file)).graph
        self.arrays = {each.name: numpy_helper.to_array(each) for each in self._graph.initializer}
        self._users: dict[str, list[onnx.NodeProto]] = {}
        for node in self._graph.node:
            for name in node.input:
                self._users.setdefault(name, []).append(node)

    def named(self) -> dict[str, Array]:
        """Those which kept their names, and the matrix before each bias: the matrices themselves have lost theirs."""
        products = dict(self._products())
        found: dict[str, Array] = {}
        for name in self.arrays.keys() - set(products.values()):
            is_whole = self.arrays[name].dtype == np.float32 and not name.endswith("_scale")
            if is_whole or name.endswith("_quantized"):
                found[name.removesuffix("_quantized")] = self.whole(name)
        for bias, name in products.items():
            found[bias.removesuffix("bias") + "weight"] = self.whole(name).T.copy()
        return found

    def whole(self, name: str) -> Array:
        """That constant in floating point; one column of a matrix has one scale."""
        array: Array = self.arrays[name].astype(np.float32)
        stem = name.removesuffix("_quantized")
        if stem == name:
            return array
        found: Array = (array - self.arrays[f"{stem}_zero_point"].astype(np.float32)) * self.arrays[f"{stem}_scale"]
        return found

    def _products(self) -> Iterator[tuple[str, str]]:
        """Of each product with a constant matrix: the name of the bias added to it, and the matrix's."""
        for node in self._graph.node:
            if node.op_type not in ("MatMul", "MatMulInteger") or node.input[1] not in self.arrays:
                continue
            reached = list(node.output)
            for _ in range(_FAR):
                after = [user for name in reached for user in self._users.get(name, ())]
                biases = [name for user in after for name in user.input if self._is_bias(name)]
                if biases:
                    yield biases[0], node.input[1]
                    break
                reached = [name for user in after for name in user.output]

    def _is_bias(self, name: str) -> bool:
        return name in self.arrays and name.endswith(".bias")
