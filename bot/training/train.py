"""Train the reader: `python -m bot.training.train ARRAYS.npz WEIGHTS.pt`.

From a cross-encoder that has learned to rank web passages (`bot.training.pretrained`), over the questions that
`bot.training.prepare` has put into arrays, each with the passages that answer it and others that search found and that
don't. The loss is listwise: over all units of these passages and the choice "none of them", the share given to the
right ones; smaller terms keep passage and unit scores calibrated. It is taken twice: of what each passage says by
itself, and of all compared. After each epoch the held-out questions are judged. One H100 took two minutes an
epoch; two cores read ten passages a second and would take more than a day. Needs the extra `train`.

The idea of scoring sentences in the context of their passage: Liu and Lapata, "Text Summarization with Pretrained
Encoders", EMNLP 2019. The null choice: Devlin et al., "BERT", NAACL 2019, section 4.3. Averaged weights: Polyak and
Juditsky, SIAM J. Control Optim. 30(4), 1992.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bot.answers.comparing_numbers import comparing_numbers
from bot.training import packed, trained
from bot.training.arrays import Arrays
from bot.training.batches import Batch, Batches, ahead
from bot.training.judging import Judged, report
from bot.training.mix import MIX
from bot.training.network import WIDTH, Reader

QUESTIONS_A_STEP = 64  # with fewer, an accelerator waits for the next operation to be named
PASSAGES = 14  # shown for each question: some more than answering reads, as what looks alike is what teaches
LEARNING_RATE = 1e-4
LEARNING_RATE_OF_NEW = 5e-4  # of what does not start from pretrained weights
GOING_ON = 0.7  # of these rates, where a trained reader learns on
WARM_UP = 0.06
KEPT = 0.999  # of the averaged weights, each step
ABSENT = -1e4  # a logit that no unit has


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits of one batch; a question's units stand in one row, ABSENT where there is none."""

    passages: torch.Tensor  # (s)
    units: torch.Tensor  # (u): without the passage's
    read: torch.Tensor  # (q, 1 + m): "nothing", then each unit
    compared: torch.Tensor  # (q, 1 + m)
    certainty: torch.Tensor  # (q): that the best is right


def scores_of(reader: Reader, batch: Batch) -> Scores:
    """Run both parts over a batch."""
    with torch.autocast(batch.length.device.type, dtype=torch.bfloat16):
        tokens = packed.read(reader.reading, batch.sequences, in_8_bits=True)
    pooled = torch.zeros(len(batch.length), 1 + WIDTH, device=tokens.device)
    pooled = pooled.index_add_(0, batch.unit_of, tokens[batch.token]) / batch.length[:, None]
    of_sequences = tokens[batch.sequences.first[:-1]]
    passages, units = of_sequences[:, 0], pooled[:, 0]
    of_passage = passages[batch.sequence_of]
    both = units + of_passage
    cosine, fusion = batch.cosine[batch.sequence_of], batch.fusion[batch.sequence_of]
    lead = both - reader.reading.null
    given = torch.stack(comparing_numbers(lead, of_passage, batch.unit_cosine, cosine, fusion), dim=1)
    is_there = _spread(batch, torch.ones_like(units)).bool()
    vectors = [_spread(batch, each) for each in (pooled[:, 1:], of_sequences[:, 1:][batch.sequence_of], given)]
    with torch.autocast(tokens.device.type, dtype=torch.bfloat16):
        output = reader.comparing(*vectors, is_there).float()
    read = _spread(batch, both, ABSENT)
    null = reader.reading.null.expand(batch.questions, 1)
    return Scores(
        passages=passages,
        units=units,
        read=torch.cat([null, read], dim=1),
        compared=torch.cat([null + output[:, 1:2], torch.where(is_there, read + output[:, 2:], ABSENT)], dim=1),
        certainty=output[:, 0],
    )


def _spread(batch: Batch, values: torch.Tensor, empty: float = 0.0) -> torch.Tensor:
    """(u, ...) -> (q, m, ...): each question's units in a row."""
    shape = (batch.questions, batch.most_units, *values.shape[1:])
    whole = torch.full(shape, empty, device=values.device, dtype=values.dtype)
    return whole.index_put((batch.question_of_unit, batch.place), values)


def right_of(batch: Batch) -> torch.Tensor:
    """(q, 1 + m) whether each choice is right: "nothing" where no unit is."""
    right = _spread(batch, batch.right, False)
    return torch.cat([~right.any(1, keepdim=True), right], dim=1)


def loss_of(scores: Scores, batch: Batch) -> torch.Tensor:
    """The mean loss of the batch's questions."""
    right = right_of(batch)
    of_units = (scores.compared[:, 1:] - scores.compared[:, :1])[batch.question_of_unit, batch.place]
    by_passage = _mean_by_question(scores.passages, batch.answers, batch.share)
    by_unit = _mean_by_question(scores.units, batch.right, batch.share_of_unit)
    by_compared = _mean_by_question(of_units, batch.right, batch.share_of_unit)
    best = scores.compared[:, 1:].argmax(1)
    is_best_right = right[:, 1:].gather(1, best[:, None]).squeeze(1)
    sure = functional.binary_cross_entropy_with_logits(scores.certainty, is_best_right.float())
    read, compared = _listwise(scores.read, right), _listwise(scores.compared, right)
    return read + compared + 0.5 * (sure + (by_passage + by_unit + by_compared) / batch.questions)


def _listwise(choices: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    of_right = torch.where(right, choices, -1e9)
    return (choices.logsumexp(1) - of_right.logsumexp(1)).mean()


def _mean_by_question(logits: torch.Tensor, right: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    each = functional.binary_cross_entropy_with_logits(logits, right.float(), reduction="none")
    return (share * each).sum()


class Training:
    """One run over the arrays."""

    def __init__(self, arrays: Arrays, epochs: float, device: torch.device, start: Path | None = None) -> None:
        """`start`: folder of a reader to learn on from, instead of the pretrained weights."""
        torch.manual_seed(2 if start else 1)  # not once more in the order that the reader has learned in
        self.device = device
        self._batches = Batches(arrays)
        reader = Reader()
        if start:
            reader.load_state_dict(trained.weights(start))
        else:
            reader.start()
        self.reader = reader.to(device)
        self.averaged = deepcopy(self.reader)
        self._learned = torch.as_tensor(np.flatnonzero(~arrays.is_held_out))
        self._held_out = torch.as_tensor(np.flatnonzero(arrays.is_held_out))
        self._is_answerable = (np.diff(arrays.right_first) > 0)[arrays.is_held_out].astype(np.float32)
        self.steps_an_epoch = math.ceil(len(self._learned) / QUESTIONS_A_STEP)
        self.steps = max(1, round(epochs * self.steps_an_epoch))
        self._optimizer = _optimizer(self.reader, GOING_ON if start else 1.0)

    def run(self, seconds: float = math.inf) -> Iterator[int]:
        """Train; yields the number of each step done. With `seconds`, learning slows down to be done by then."""
        self.reader.train()
        began, shown = time.monotonic(), 0.0
        for step, batch in enumerate(ahead(self._drawn, self._order())):
            done = max(step / self.steps, (time.monotonic() - began) / seconds)
            if done >= 1:
                return
            for group in self._optimizer.param_groups:
                group["lr"] = group["initial_lr"] * min(1.0, done / WARM_UP) * max(0.01, 1 - done)
            here = batch.to(self.device)
            loss = loss_of(scores_of(self.reader, here), here)
            self._optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # PyTorch has no type for it
            nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
            self._optimizer.step()
            self._average(min(KEPT, (1 + step) / (10 + step)))
            if step % 50 == 49:
                shown = 0.7 * (shown or loss.item()) + 0.3 * loss.item()
                print(
                    f"step {step + 1} of {self.steps}, loss {shown:.2f}, {time.monotonic() - began:.0f} s", flush=True
                )
            yield step + 1

    def _order(self) -> Iterator[torch.Tensor]:
        for _ in range(math.ceil(self.steps / self.steps_an_epoch)):
            yield from torch.split(self._learned[torch.randperm(len(self._learned))], QUESTIONS_A_STEP)

    def _drawn(self, questions: torch.Tensor) -> Batch:
        return self._ready(self._batches.drawn(questions, PASSAGES))

    def _ready(self, batch: Batch) -> Batch:
        return batch.pinned() if self.device.type == "cuda" else batch

    @torch.no_grad()
    def _average(self, kept: float) -> None:
        ours, theirs = list(self.averaged.parameters()), list(self.reader.parameters())
        moving = [(a, b) for a, b in zip(ours, theirs, strict=True) if b.requires_grad]
        torch._foreach_lerp_([a for a, _ in moving], [b.detach() for _, b in moving], 1 - kept)

    @torch.no_grad()
    def judge(self, count: int = PASSAGES) -> Judged:
        """The averaged weights on the questions held out."""
        self.averaged.eval()
        found: list[list[torch.Tensor]] = []
        for batch in ahead(
            lambda questions: self._ready(self._batches.found(questions, count)),
            torch.split(self._held_out, QUESTIONS_A_STEP),
        ):
            here = batch.to(self.device)
            scores, right = scores_of(self.averaged, here), right_of(here)[:, 1:]
            mixed, compared = _mixed(scores, here), scores.compared[:, 1:]
            best, best_compared = mixed.argmax(1, keepdim=True), compared.argmax(1, keepdim=True)
            found.append(
                [
                    right.gather(1, best).squeeze(1),
                    right.gather(1, best_compared).squeeze(1),
                    scores.read[:, 1:].gather(1, best).squeeze(1) - scores.read[:, 0],
                    compared.max(1).values - scores.compared[:, 0],
                    scores.certainty,
                ]
            )
        right_read, right_compared, read_lead, compared_lead, certainty = (
            torch.cat(each).float().cpu().numpy() for each in zip(*found, strict=True)
        )
        return Judged(right_read, right_compared, read_lead, compared_lead, certainty, self._is_answerable)


def _mixed(scores: Scores, batch: Batch) -> torch.Tensor:
    """What units would be ranked by if they were not compared."""
    of_passage = MIX["cosine"] * batch.cosine + MIX["fusion"] * batch.fusion
    other = MIX["unit_cosine"] * batch.unit_cosine + of_passage[batch.sequence_of]
    return MIX["logit"] * scores.read[:, 1:] + _spread(batch, other)


def _optimizer(reader: Reader, rate: float) -> torch.optim.Optimizer:
    old: list[nn.Parameter] = []
    new: list[nn.Parameter] = []
    for name, each in reader.named_parameters():
        if each.requires_grad:
            (old if name.startswith(("reading.encoder", "reading.classifier")) else new).append(each)
    groups = [
        {"params": old, "initial_lr": rate * LEARNING_RATE},
        {"params": new, "initial_lr": rate * LEARNING_RATE_OF_NEW},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the reader.")
    arguments.add_argument("arrays", type=Path, help="what bot.training.prepare wrote")
    arguments.add_argument("weights", type=Path, help="where the trained weights go")
    arguments.add_argument("--epochs", type=float, default=4.0)
    arguments.add_argument("--seconds", type=float, default=math.inf, help="be done by then, with fewer epochs")
    arguments.add_argument("--start", type=Path, help="folder of a reader to learn on from, as export writes it")
    options = arguments.parse_args()
    arrays = Arrays.load(options.arrays)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    training = Training(arrays, options.epochs, device, options.start)
    if options.start:
        print("before:", report(training.judge(), arrays.corpus[arrays.is_held_out]), sep="\n", flush=True)
    step = 0
    for step in training.run(options.seconds):
        if step % training.steps_an_epoch == 0:
            print(report(training.judge(), arrays.corpus[arrays.is_held_out]), flush=True)
    print(report(training.judge(), arrays.corpus[arrays.is_held_out]))
    about = {"questions": int((~arrays.is_held_out).sum()), "epochs": round(step / training.steps_an_epoch, 1)}
    torch.save({"weights": training.averaged.state_dict(), **about}, options.weights)


if __name__ == "__main__":
    main()
