"""The loss of a batch: of each question by itself, and felt by every part of the reader."""

from __future__ import annotations

import pytest
import torch

from bot.training.arrays import Arrays
from bot.training.batches import Batches
from bot.training.network import Reader
from bot.training.train import ABSENT, Scores, loss_of, right_of, scores_of


@pytest.fixture(scope="module")
def reader() -> Reader:
    torch.manual_seed(0)
    return Reader().eval()


@torch.no_grad()
def scores(reader: Reader, arrays: Arrays, *questions: int) -> Scores:
    return scores_of(reader, Batches(arrays).found(torch.tensor(questions), 4))


def test_a_question_scores_the_same_in_any_company(reader, arrays):
    alone, among = scores(reader, arrays, 1), scores(reader, arrays, 0, 1, 3)
    count = alone.read.shape[1]
    assert torch.allclose(alone.read[0], among.read[1, :count], atol=0.05)  # the encoder reckons in bfloat16
    assert (among.read[1, count:] == ABSENT).all()
    assert torch.allclose(alone.certainty[0], among.certainty[1], atol=0.05)


def test_what_is_right_is_marked_and_nothing_where_nothing_is(arrays):
    batch = Batches(arrays).found(torch.tensor([0, 2]), 16)
    right = right_of(batch)
    assert right[0, 1:].sum() == 1 and not right[0, 0]
    assert right[1].nonzero().flatten().tolist() == [0]  # nobody says who pays for parking


def test_every_part_feels_the_loss(reader, arrays):
    batch = Batches(arrays).found(torch.arange(4), 4)
    with torch.enable_grad():
        loss = loss_of(scores_of(reader, batch), batch)
        loss.backward()
    assert torch.isfinite(loss)
    still = {name for name, each in reader.named_parameters() if each.requires_grad and each.grad is None}
    assert not still


def test_the_loss_is_less_where_the_right_unit_leads(reader, arrays):
    batch = Batches(arrays).found(torch.arange(4), 4)
    with torch.no_grad():
        found = scores_of(reader, batch)
    led = right_of(batch) * 8.0

    def moved(by: torch.Tensor) -> Scores:
        return Scores(found.passages, found.units, found.read + by, found.compared + by, found.certainty)

    assert loss_of(moved(led), batch) < loss_of(found, batch) < loss_of(moved(-led), batch)
