"""Train the reader and export it: `python -m bot.training.train --corpora FOLDER`.

From a cross-encoder that has learned to rank web passages (`bot.training.pretrained`), over some 27,500 questions, each
with the passages that answer it and three or four that search found and that don't. The loss is listwise: over all
units of these passages and the choice "none of them", the share given to the right ones; two smaller terms keep passage
and unit scores calibrated. An epoch takes about two hours on two cores with bfloat16. Needs the extra
`train`.

The idea of scoring sentences in the context of their passage: Liu and Lapata, "Text Summarization with Pretrained
Encoders", EMNLP 2019. The null choice: Devlin et al., "BERT", NAACL 2019, section 4.3.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from bot.answers.reading_model import FOLDER, Sequencer
from bot.training import pretrained
from bot.training.examples import CORPORA, HELD_OUT, Candidate, Example, load_corpora, load_examples
from index.model_files import DEFAULT_MODEL, model_folder
from index.onnx_embedder import open_embedder
from index.onnx_export import quantised_onnx

EPOCHS = 2
FROZEN = 4  # lowest layers that stay as they are: less to compute, and less to overfit
ANSWERING = 2  # passages that answer, at most, for each question
OTHERS = 3  # passages that don't; one more where none answers
HIDDEN = 0.08  # share of the questions shown without what answers them, as where search finds nothing
QUESTIONS_A_STEP = 4
ROWS = 8  # sequences run together; few lengths and row counts, so that oneDNN keeps its compiled kernels
LENGTHS = (96, 128, 160, 192, 224, 256)
# Measured on some of the labelled questions: a logit's weight of 0.7 to 2 does about as well, the logit alone worse.
MIX = {"unit_cosine": 8.0, "cosine": 4.0, "fusion": 96.0, "logit": 0.8}
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
Sequence_ = tuple[list[int], int, list[tuple[int, int]]]


class Reader(nn.Module):
    """Question and passage to one number a token; that of the first token is the cross-encoder's own, for the passage.

    Its word embeddings stay as they are: the questions are few.
    """

    def __init__(self) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=30522,
            hidden_size=384,
            num_hidden_layers=12,
            num_attention_heads=12,
            intermediate_size=1536,
        )
        self.encoder = BertModel(config)
        self.encoder.set_attn_implementation("sdpa")
        self.classifier = nn.Linear(config.hidden_size, 1)
        self.head = nn.Linear(config.hidden_size, 1)
        self.null = nn.Parameter(torch.zeros(1))
        weights = pretrained.weights()
        self.encoder.load_state_dict({k.removeprefix("bert."): v for k, v in weights.items() if k.startswith("bert.")})
        self.classifier.load_state_dict({k: weights[f"classifier.{k}"] for k in ("weight", "bias")})
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:FROZEN]:
            layer.requires_grad_(False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        output = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        passage = self.classifier(output.pooler_output)
        tokens = self.head(output.last_hidden_state[:, 1:]).squeeze(-1)
        return torch.cat([passage, tokens], dim=1)


def batch(rows: Sequence[Sequence_]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Sequences -> input ids, attention mask, token types, padded to one of LENGTHS and to ROWS."""
    length = next(each for each in LENGTHS if each >= max(len(ids) for ids, _, _ in rows))
    ids, mask, types = (torch.zeros(ROWS, length, dtype=torch.long) for _ in range(3))
    mask[:, 0] = 1  # a row of nothing but padding would divide by zero
    for number, (sequence, begins, _) in enumerate(rows):
        ids[number, : len(sequence)] = torch.tensor(sequence)
        mask[number, : len(sequence)] = 1
        types[number, begins : len(sequence)] = 1
    return ids, mask, types


def logits_of(reader: Reader, rows: Sequence[Sequence_]) -> list[torch.Tensor]:
    """One vector of token logits a sequence; sequences of like length run together."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number][0]))
    found: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    for first in range(0, len(order), ROWS):
        part = order[first : first + ROWS]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = reader(*batch([rows[number] for number in part]))
        for row, number in enumerate(part):
            found[number] = output[row].float()
    return found


def loss_of(
    reader: Reader, logits: Sequence[torch.Tensor], rows: Sequence[Sequence_], shown: Sequence[Candidate]
) -> torch.Tensor:
    """The loss of one question over the passages shown for it."""
    scores: list[torch.Tensor] = []
    units: list[torch.Tensor] = []
    labels: list[bool] = []
    for vector, (_, _, spans), each in zip(logits, rows, shown, strict=True):
        for place, (first, last) in enumerate(spans):
            if last > first:
                unit = vector[first:last].mean()
                units.append(unit)
                scores.append(unit + vector[0])
                labels.append(place in each.places)
    right = torch.tensor([not any(labels), *labels])
    choices = torch.cat([reader.null, torch.stack(scores)])
    listwise = torch.logsumexp(choices, 0) - torch.logsumexp(choices[right], 0)
    passages = torch.stack([vector[0] for vector in logits])
    answering = torch.tensor([float(bool(each.places)) for each in shown])
    by_passage = functional.binary_cross_entropy_with_logits(passages, answering)
    by_unit = functional.binary_cross_entropy_with_logits(torch.stack(units), right[1:].float())
    return listwise + 0.5 * by_passage + 0.5 * by_unit


def drawn(example: Example, chance: random.Random) -> list[Candidate]:
    """The passages that answer and some that don't, those found first more often."""
    hides = len(example.others) > OTHERS and chance.random() < HIDDEN
    shown = [] if hides else list(example.answers[:ANSWERING])
    others = list(example.others)
    weights = [1 / (rank + 3) for rank in range(len(others))]
    wanted = len(shown) + OTHERS if shown else OTHERS + 1
    while others and len(shown) < wanted:
        number = chance.choices(range(len(others)), weights)[0]
        shown.append(others.pop(number))
        weights.pop(number)
    return shown


def train(examples: list[Example], learning_rate: float = 3e-5) -> Reader:
    """The trained reader; the same examples give the same reader on the same machine."""
    torch.manual_seed(1)
    chance = random.Random(1)
    reader = Reader().eval()  # no dropout: on a processor it makes a step 1.7 times as long
    sequencer = Sequencer(model_folder(DEFAULT_MODEL) / "tokenizer.json")
    body = [each for part in (reader.encoder, reader.classifier) for each in part.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": learning_rate}, {"params": [*reader.head.parameters(), reader.null], "lr": 1e-3}],
        weight_decay=0.01,
    )
    steps = EPOCHS * math.ceil(len(examples) / QUESTIONS_A_STEP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
    )
    began = time.monotonic()
    for _ in range(EPOCHS):
        chance.shuffle(examples)
        for first in range(0, len(examples), QUESTIONS_A_STEP):
            loss = _step_loss(reader, sequencer, examples[first : first + QUESTIONS_A_STEP], chance)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # PyTorch has no type for it
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step = schedule.last_epoch
            if step % 50 == 0:
                print(f"step {step} of {steps}, loss {loss.item():.2f}, {time.monotonic() - began:.0f} s", flush=True)
    return reader


def _step_loss(
    reader: Reader, sequencer: Sequencer, examples: Sequence[Example], chance: random.Random
) -> torch.Tensor:
    rows: list[Sequence_] = []
    parts: list[tuple[int, int, list[Candidate]]] = []
    for example in examples:
        shown = drawn(example, chance)
        if shown:
            parts.append((len(rows), len(rows) + len(shown), shown))
            rows += [sequencer.sequence(example.question, each.passage) for each in shown]
    logits = logits_of(reader, rows)
    losses = [loss_of(reader, logits[first:last], rows[first:last], shown) for first, last, shown in parts]
    return torch.stack(losses).mean()


def export(reader: Reader, folder: Path, about: dict[str, object]) -> None:
    """Write model.onnx, tokenizer.json and reader.json, which is all that answering needs."""
    reader.encoder.set_attn_implementation("eager")  # the one whose operators ONNX Runtime knows how to fuse
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        made = quantised_onnx(reader.float(), INPUTS, reader.encoder.config, Path(work))
        shutil.copyfile(made, folder / "model.onnx")
    shutil.copyfile(model_folder(DEFAULT_MODEL) / "tokenizer.json", folder / "tokenizer.json")
    about = {"null": round(float(reader.null.item()), 4), "mix": MIX, **about}
    (folder / "reader.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the reader and export it.")
    arguments.add_argument("--corpora", type=Path, required=True, help="folder that holds the handbooks by name")
    arguments.add_argument("--out", type=Path, default=FOLDER)
    options = arguments.parse_args()
    embedder = open_embedder(DEFAULT_MODEL, Path(tempfile.gettempdir()) / "rolecall-models")
    searches = load_corpora(CORPORA - HELD_OUT, options.corpora, embedder)
    examples = list(load_examples(searches))
    about = {"questions": len(examples), "epochs": EPOCHS, "from": pretrained.NAME}
    export(train(examples), options.out, about)


if __name__ == "__main__":
    main()
