"""Export of a sentence-transformers model to an int8 ONNX file, once, offline, and checked against the original.

Answering then needs neither PyTorch nor sentence-transformers: a question's embedding takes a tenth of the time, and
`rolecall ask` starts several times faster. An export that disagrees with the original is not used.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from index.errors import ModelNotFound
from index.model_files import fingerprint, model_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

AGREEMENT = 0.97  # least mean cosine between exported and original embeddings; int8 weights reach 0.98 to 0.99
_CHECKED_ON = (
    "Who does the branch manager report to?",
    "How many days of annual leave do I get?",
    "The post holder reports to the Head of Service and supervises two assistants.",
    "Receipts are needed for every purchase above 25 pounds.",
    "Working hours: 37 per week, Monday to Friday.",
    "A valid driving licence is required.",
    "The library opens at nine.",
    "Expenses are paid with the next salary.",
)


@dataclass(frozen=True, slots=True)
class Export:
    """An exported model: where it is and how well it agrees with the original."""

    model: str
    fingerprint: str  # of the original's files
    onnx: str  # file name beside the manifest
    size: int  # of that file, in bytes
    dimensions: int
    max_tokens: int
    agreement: float  # mean cosine with the original on a few sentences, up to 1.0


def exported(name: str, cache: Path) -> tuple[Path, Export] | None:
    """The export of that model in `cache`, or None where there is none that fits the model's files."""
    folder = cache / _safe(name)
    try:
        export = msgspec.json.decode((folder / "export.json").read_bytes(), type=Export)
        is_whole = (folder / export.onnx).stat().st_size == export.size
    except (OSError, ValueError):
        return None
    if not is_whole or export.fingerprint != fingerprint(model_folder(name)):
        return None
    return folder / export.onnx, export


def export(name: str, cache: Path) -> tuple[Path, Export]:
    """Export the model to `cache` (some seconds, PyTorch needed), or return the export that is already there.

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
    with _quiet(), tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as work:
        original = _original(name, source)
        onnx = _to_onnx(name, original, Path(work))
        made = Export(
            model=name,
            fingerprint=fingerprint(source),
            onnx="model.onnx",
            size=onnx.stat().st_size,
            dimensions=int(original.get_embedding_dimension() or 0),
            max_tokens=int(original.max_seq_length or 256),
            agreement=0.0,
        )
        reference = np.asarray(original.encode(list(_CHECKED_ON), normalize_embeddings=True, show_progress_bar=False))
        made = replace(made, agreement=_agreement(made, source, onnx, reference))
        manifest = Path(work) / "export.json"
        manifest.write_text(json.dumps(asdict(made), indent=2), encoding="utf-8")
        onnx.replace(folder / made.onnx)
        manifest.replace(folder / "export.json")  # last, so that a half-made export is never found
    return folder / made.onnx, made


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporters warn about their own internals; none of it is for whoever builds an index."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


def _safe(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-._" else "_" for character in name)


def _original(name: str, source: Path) -> SentenceTransformer:
    if not (source / "tokenizer.json").is_file():
        raise ModelNotFound(name, f"{source} holds no tokenizer.json")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it has no types
    try:
        return SentenceTransformer(str(source), device="cpu")
    except (OSError, RuntimeError, ValueError) as error:  # what a damaged model raises
        raise ModelNotFound(name, f"{source} can't be loaded ({error})") from error


def _to_onnx(name: str, original: SentenceTransformer, work: Path) -> Path:
    import torch

    transformer = original[0].auto_model.eval()
    transformer.config._attn_implementation = "eager"  # the one whose operators ONNX Runtime knows how to fuse
    has_types = "token_type_ids" in inspect.signature(transformer.forward).parameters

    class LastHiddenState(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            types = {"token_type_ids": torch.zeros_like(input_ids)} if has_types else {}
            output = self.transformer(input_ids=input_ids, attention_mask=attention_mask, **types)
            state: torch.Tensor = output.last_hidden_state
            return state

    try:
        return quantised_onnx(LastHiddenState(), ("input_ids", "attention_mask"), transformer.config, work)
    except (AttributeError, RuntimeError, TypeError, ValueError) as error:
        raise ModelNotFound(name, f"models of its kind can't be exported ({type(error).__name__}: {error})") from error


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
    with _quiet():
        torch.onnx.export(
            module,  # type: ignore[arg-type]  # training and answering pass what they have
            tuple(example for _ in inputs),
            str(plain),
            input_names=list(inputs),
            output_names=["output"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        model = optimizer.optimize_model(
            str(plain),
            model_type="bert",
            opt_level=1,
            num_heads=config.num_attention_heads,  # type: ignore[attr-defined]
            hidden_size=config.hidden_size,  # type: ignore[attr-defined]
        )
        model.save_model_to_file(str(fused))
        quantize_dynamic(
            str(fused),
            str(quantised),
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    return quantised


def split_norms(file: Path) -> None:
    """Take each sum that is fused with its normalisation apart again, in place.

    ONNX Runtime's fused operator goes number by number where its plain ones use the processor's vectors: the reader's
    model takes a sixth less time without it. `OnnxSession` keeps them apart.
    """
    import onnx
    from onnx import helper

    model = onnx.load(str(file))
    nodes = []
    for node in model.graph.node:
        if node.op_type != "SkipLayerNormalization":
            nodes.append(node)
            continue
        summed, skip, scale, shift, *bias = node.input
        for number, term in enumerate((*bias, skip)):
            total = f"{node.name}_sum_{number}"
            nodes.append(helper.make_node("Add", [summed, term], [total], name=total))
            summed = total
        epsilon = next(each.f for each in node.attribute if each.name == "epsilon")
        name = f"{node.name}_norm"
        inputs = [summed, scale, shift]
        norm = helper.make_node("LayerNormalization", inputs, node.output[:1], name=name, axis=-1, epsilon=epsilon)
        nodes.append(norm)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(file))


def _agreement(made: Export, source: Path, onnx: Path, reference: npt.NDArray[np.float32]) -> float:
    """Mean cosine of the export's embeddings with the original's.

    Raises:
        ModelNotFound: they don't agree, as where the original does not average its token vectors.
    """
    from index.onnx_embedder import OnnxEmbedder

    ours = OnnxEmbedder(onnx, source, made).embed(_CHECKED_ON)
    agreement = float(np.mean(np.sum(ours * reference, axis=1))) if ours.shape == reference.shape else 0.0
    if agreement < AGREEMENT:
        raise ModelNotFound(made.model, f"its export agrees only {agreement:.3f} with the original")
    return round(agreement, 4)
