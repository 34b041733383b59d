"""What the tests of the index share: the real model, exported once."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import OnnxEmbedder, open_embedder


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the export of the default model."""
    folder = tmp_path_factory.mktemp("models")
    open_embedder(DEFAULT_MODEL, folder)
    return folder


@pytest.fixture(scope="session")
def minilm(models: Path) -> OnnxEmbedder:
    return open_embedder(DEFAULT_MODEL, models, may_export=False)
