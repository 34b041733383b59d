"""Put trained weights into service: `python -m bot.training.export WEIGHTS.pt`.

Writes all that answering needs to `bot/answers/reader/`. Confidence has to be measured again after that:
`python -m bot.training.calibrate`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from torch import nn

from bot.answers.reader_files import ABOUT, COMPARING, FOLDER, READING, TOKENIZER
from bot.training import pretrained
from bot.training.mix import MIX
from bot.training.network import INPUTS, WIDTH, Comparing, Reader
from index.model_files import DEFAULT_MODEL, model_folder
from index.onnx_export import quantised_onnx, split_norms


class _Alone(nn.Module):
    """The comparison of one question's units, all of which are there."""

    def __init__(self, comparing: Comparing) -> None:
        super().__init__()
        self.comparing = comparing

    def forward(self, units: torch.Tensor, passages: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        is_there = torch.ones(units.shape[:2], dtype=torch.bool)
        output: torch.Tensor = self.comparing(units, passages, numbers, is_there)
        return output


def export(reader: Reader, folder: Path, about: dict[str, object]) -> None:
    """Write model.onnx, comparing.onnx, tokenizer.json and reader.json."""
    reader = reader.float().eval()
    reading = reader.reading
    reading.encoder.set_attn_implementation("eager")  # the one whose operators ONNX Runtime knows how to fuse
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        made = quantised_onnx(reading, INPUTS, reading.encoder.config, Path(work))
        split_norms(made)
        shutil.copyfile(made, folder / READING)
    _export_comparing(reader.comparing, folder / COMPARING)
    shutil.copyfile(model_folder(DEFAULT_MODEL) / "tokenizer.json", folder / TOKENIZER)
    about = {"null": round(float(reading.null.item()), 4), "mix": MIX, **about}
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def _export_comparing(comparing: Comparing, file: Path) -> None:
    vectors = torch.zeros(1, 3, WIDTH)
    example = (vectors, vectors, torch.zeros(1, 3, comparing.numbers))
    names = ["units", "passages", "numbers"]
    torch.onnx.export(
        _Alone(comparing),
        example,
        str(file),
        input_names=names,
        output_names=["output"],
        dynamic_axes={name: {1: "count"} for name in names} | {"output": {1: "count"}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description="Put trained weights into service.")
    arguments.add_argument("weights", type=Path, help="what bot.training.train wrote")
    arguments.add_argument("--out", type=Path, default=FOLDER)
    options = arguments.parse_args()
    stored = torch.load(options.weights, map_location="cpu")
    reader = Reader()
    reader.load_state_dict(stored["weights"])
    export(reader, options.out, {"questions": stored["questions"], "epochs": stored["epochs"], "from": pretrained.NAME})


if __name__ == "__main__":
    main()
