"""Where the trained reader's files are, and what each is called."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "reader"
READING: Final = "model.onnx"
COMPARING: Final = "comparing.onnx"
TOKENIZER: Final = "tokenizer.json"
ABOUT: Final = "reader.json"  # how it was trained, and the numbers that belong to the weights
CONFIDENCE: Final = "confidence.json"
QUERY_ADAPTER: Final = "query_adapter.npz"
ALL: Final = (READING, COMPARING, TOKENIZER, ABOUT, CONFIDENCE, QUERY_ADAPTER)
