"""Learn the query adapter: `python -m bot.training.adapt --corpora FOLDER`, a few minutes on two cores.

Learned is the matrix of `bot.answers.query_adapter`: with the documents' embeddings as they are, each question's is
turned so that the passages and the single sentences that answer it come out before all others of its corpus. `prepare`
comes after it, as it searches with the adapter.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bot.answers.reader_files import FOLDER, QUERY_ADAPTER
from bot.training.examples import CORPORA, HELD_OUT, Written, answering, load_contents, read_written
from index.contents import Contents
from index.embedder import Embedder
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import open_embedder
from index.vectors import Codes

EPOCHS = 2
QUESTIONS_A_STEP = 64
LEARNING_RATE = 3e-4
SHARPNESS = 25.0  # cosines times this are logits
JUDGED = (1, 4, 12)  # first places looked at


@dataclass(frozen=True, slots=True)
class Corpus:
    """Embeddings of documents."""

    passages: torch.Tensor  # (p, dimensions)
    units: torch.Tensor  # (u, dimensions)

    @classmethod
    def of(cls, contents: Contents) -> Corpus:
        """As they are stored."""
        return cls(_embeddings(contents.passage_vectors.codes), _embeddings(contents.unit_vectors.codes))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with numbers of what answers it."""

    corpus: str
    embedding: torch.Tensor  # (dimensions)
    passages: list[int]
    units: list[int]


class Turning(nn.Module):
    """What the adapter does, to be learned; at first it leaves a question as it is."""

    def __init__(self, dimensions: int) -> None:
        super().__init__()
        self.linear = nn.Linear(dimensions, dimensions)
        nn.init.eye_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, questions: torch.Tensor) -> torch.Tensor:
        """(q, dimensions) -> the same, rows of length 1.0."""
        return functional.normalize(self.linear(questions), dim=-1)


def _embeddings(codes: Codes) -> torch.Tensor:
    return torch.as_tensor(np.ascontiguousarray(codes).view(np.float16).astype(np.float32))


def asked(loaded: Mapping[str, Contents], written: Iterable[Written], embedder: Embedder) -> list[Asked]:
    """The questions that have an answer."""
    answered = [(each, gold) for each in written if (gold := answering(loaded[each.corpus], each.evidence))]
    embeddings = torch.as_tensor(embedder.embed([each.text for each, _ in answered]))
    found = []
    for (each, gold), embedding in zip(answered, embeddings, strict=True):
        first = loaded[each.corpus].first_unit
        units = [int(first[number]) + place for number, places in gold.items() for place in places]
        found.append(Asked(each.corpus, embedding, list(gold), units))
    return found


def learn(corpora: Mapping[str, Corpus], questions: Sequence[Asked], rate: float = LEARNING_RATE) -> Turning:
    """Listwise, over all passages and all sentences of a question's corpus; the same numbers give the same matrix."""
    torch.manual_seed(1)
    turning = Turning(len(questions[0].embedding))
    optimizer = torch.optim.AdamW(turning.parameters(), rate, weight_decay=0.0)
    steps = EPOCHS * -(-len(questions) // QUESTIONS_A_STEP)
    step = 0
    for _ in range(EPOCHS):
        for drawn in torch.split(torch.randperm(len(questions)), QUESTIONS_A_STEP):
            loss = _loss(turning, corpora, [questions[number] for number in drawn.tolist()])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # PyTorch has no type for it
            optimizer.step()
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - step / steps)
    return turning.eval()


def _loss(turning: Turning, corpora: Mapping[str, Corpus], questions: Sequence[Asked]) -> torch.Tensor:
    by_corpus: dict[str, list[Asked]] = defaultdict(list)
    for each in questions:
        by_corpus[each.corpus].append(each)
    losses: list[torch.Tensor] = []
    for name, beside in by_corpus.items():
        turned = turning(torch.stack([each.embedding for each in beside]))
        to_passages, to_units = (SHARPNESS * turned @ of.T for of in (corpora[name].passages, corpora[name].units))
        for row, each in enumerate(beside):
            losses.append(_listwise(to_passages[row], each.passages) + _listwise(to_units[row], each.units))
    return torch.stack(losses).mean()


def _listwise(logits: torch.Tensor, right: Sequence[int]) -> torch.Tensor:
    return logits.logsumexp(0) - logits[list(right)].logsumexp(0)


@torch.no_grad()
def found_among(
    count: int, turning: Turning, corpora: Mapping[str, Corpus], questions: Sequence[Asked]
) -> tuple[float, float]:
    """Share of the questions for which a passage, and a sentence, that answers is among the first `count`."""
    ranks = []
    for each in questions:
        turned, corpus = turning(each.embedding[None])[0], corpora[each.corpus]
        ranks.append((_rank(corpus.passages @ turned, each.passages), _rank(corpus.units @ turned, each.units)))
    passage, unit = (np.array(ranks) < count).mean(0).tolist()
    return passage, unit


def _rank(cosines: torch.Tensor, right: Sequence[int]) -> int:
    return int((cosines > cosines[list(right)].max()).sum())


def main() -> None:
    arguments = argparse.ArgumentParser(description="Learn the query adapter.")
    arguments.add_argument("--corpora", type=Path, required=True, help="folder that holds the handbooks by name")
    options = arguments.parse_args()
    embedder = open_embedder(DEFAULT_MODEL, Path(tempfile.gettempdir()) / "rolecall-models")
    loaded = load_contents(CORPORA, options.corpora, embedder)
    corpora = {name: Corpus.of(contents) for name, contents in loaded.items()}
    learned = asked(loaded, read_written(CORPORA - HELD_OUT), embedder)
    held_out = asked(loaded, read_written(HELD_OUT), embedder)
    turning = learn(corpora, learned)
    print(f"learned from {len(learned)} questions; of {len(held_out)} others, passages and sentences found:")
    for count in JUDGED:
        before, after = (
            found_among(count, each, corpora, held_out) for each in (Turning(embedder.dimensions), turning)
        )
        print(f"among {count}: {before[0]:.3f} {before[1]:.3f}, turned {after[0]:.3f} {after[1]:.3f}")
    np.savez(
        FOLDER / QUERY_ADAPTER,
        model=np.array(embedder.fingerprint),
        weight=turning.linear.weight.detach().numpy().astype(np.float16),
        bias=turning.linear.bias.detach().numpy().astype(np.float16),
    )


if __name__ == "__main__":
    main()
