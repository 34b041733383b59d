"""Export of a sentence-transformers model to an int8 ONNX file, once, offline, and checked against the original.

Answering then needs neither PyTorch nor sentence-transformers: a question's embedding takes a tenth of the time, and
`rolecall ask` starts several times faster. An export that disagrees with the original is not used.
"""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.errors import ModelNotFound
from index.model_files import fingerprint, model_folder

AGREEMENT = 0.97  # least mean cosine between exported and original embeddings; int8 weights reach 0.98 to 0.99
_CHECKED_ON = (
    "Who does the branch manager report to?", "How many days of annual leave do I get?",
    "The post holder reports to the Head of Service and supervises two assistants.",
    "Receipts are needed for every purchase above 25 pounds.", "Working hours: 37 per week, Monday to Friday.",
    "A valid driving licence is required.", "The library opens at nine.", "Expenses are paid with the next salary.",
)


@dataclass(frozen=True, slots=True)
class Export:
    """An exported model: where it is and how well it agrees with the original."""

    model: str
    fingerprint: str  # of the original's files
    onnx: str  # file name beside the manifest
    dimensions: int
    max_tokens: int
    agreement: float  # mean cosine with the original on a few sentences, up to 1.0


def exported(name: str, cache: Path) -> tuple[Path, Export] | None:
    """The export of that model in `cache`, or None where there is none that fits the model's files."""
    folder = cache / _safe(name)
    try:
        export = Export(**json.loads((folder / "export.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if export.fingerprint != fingerprint(model_folder(name)) or not (folder / export.onnx).is_file():
        return None
    return folder / export.onnx, export


def export(name: str, cache: Path) -> tuple[Path, Export]:
    """Export the model to `cache` (a few seconds, PyTorch needed), or return the export that is already there.

    Raises:
        ModelNotFound: the model is not on this machine, or is of a kind that can't be exported faithfully.
    """
    found = exported(name, cache)
    if found is not None:
        return found
    folder = cache / _safe(name)
    folder.mkdir(parents=True, exist_ok=True)
    source = model_folder(name)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(source), device="cpu")
    with tempfile.TemporaryDirectory(dir=folder) as work:
        quantised = _to_onnx(original, Path(work))
        os.replace(quantised, folder / "model.onnx")
    made = Export(
        model=name,
        fingerprint=fingerprint(source),
        onnx="model.onnx",
        dimensions=int(original.get_embedding_dimension() or 0),
        max_tokens=int(original.max_seq_length or 256),
        agreement=0.0,
    )
    made = _checked(made, source, folder / made.onnx, original.encode(list(_CHECKED_ON), normalize_embeddings=True))
    manifest = folder / "export.json.new"
    manifest.write_text(json.dumps(asdict(made), indent=2), encoding="utf-8")
    os.replace(manifest, folder / "export.json")  # last, so that a half-made export is never found
    return folder / made.onnx, made


def _safe(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-._" else "_" for character in name)


def _to_onnx(original: object, work: Path) -> Path:
    import torch

    transformer = original[0].auto_model.eval()  # type: ignore[index]  # SentenceTransformer is a Sequential
    transformer.config._attn_implementation = "eager"  # the one whose operators ONNX Runtime knows how to fuse

    class LastHiddenState(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output: torch.Tensor = self.transformer(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=torch.zeros_like(input_ids)
            ).last_hidden_state
            return output

    return quantised_onnx(LastHiddenState(), ("input_ids", "attention_mask"), transformer.config, work)


def quantised_onnx(module: object, inputs: Sequence[str], config: object, work: Path) -> Path:
    """A BERT-like PyTorch module -> ONNX, operators fused, weights in 8 bits; the file's path.

    Args:
        module: takes `inputs` as int64 tensors (batch, length).
        config: of the transformer inside: `num_attention_heads` and `hidden_size` are read.
    """
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    example = torch.ones(2, 16, dtype=torch.long)
    plain, fused, quantised = work / "plain.onnx", work / "fused.onnx", work / "int8.onnx"
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, "output")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns about its own internals
        torch.onnx.export(
            module, tuple(example for _ in inputs), str(plain), input_names=list(inputs),  # type: ignore[arg-type]
            output_names=["output"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )
        model = optimizer.optimize_model(
            str(plain), model_type="bert", opt_level=1,
            num_heads=config.num_attention_heads, hidden_size=config.hidden_size,  # type: ignore[attr-defined]
        )
        model.save_model_to_file(str(fused))
        quantize_dynamic(
            str(fused), str(quantised), weight_type=QuantType.QInt8, per_channel=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    return quantised


def _checked(made: Export, source: Path, onnx: Path, reference: object) -> Export:
    from index.onnx_embedder import OnnxEmbedder

    ours = OnnxEmbedder(onnx, source, made).embed(_CHECKED_ON)
    agreement = float(np.mean(np.sum(ours * np.asarray(reference), axis=1)))
    if agreement < AGREEMENT:
        raise ModelNotFound(made.model, f"its export agrees only {agreement:.3f} with the original")
    return Export(**{**asdict(made), "agreement": round(agreement, 4)})
