"""Sequences one behind the other are read as each is by itself, and as the export reads them."""

from __future__ import annotations

import itertools

import pytest
import torch

from bot.training import packed
from bot.training.batches import Batches, Sequences
from bot.training.network import Reading


@pytest.fixture(scope="module")
def reading() -> Reading:
    torch.manual_seed(0)
    return Reading().eval()


@pytest.fixture
def sequences(arrays) -> Sequences:
    return Batches(arrays).found(torch.arange(4), 4).sequences


@torch.no_grad()
def test_reading_packed_is_reading_each_by_itself(reading, sequences):
    together = packed.read(reading, sequences, in_8_bits=False)
    starts = sequences.first.tolist()
    assert len(starts) > 8
    for start, end in itertools.pairwise(starts):
        ids, types = sequences.ids[None, start:end], sequences.types[None, start:end]
        assert torch.allclose(together[start:end], reading(ids, torch.ones_like(ids), types)[0], atol=1e-4)


@torch.no_grad()
def test_in_8_bits_too_a_sequence_is_read_the_same_in_any_company(reading, arrays):
    batches = Batches(arrays)
    alone, among = batches.found(torch.tensor([1]), 4).sequences, batches.found(torch.tensor([0, 1, 3]), 4).sequences
    start = int((among.ids.unfold(0, len(alone.ids), 1) == alone.ids).all(1).nonzero())
    expected = packed.read(reading, alone, in_8_bits=True)
    assert torch.allclose(
        packed.read(reading, among, in_8_bits=True)[start : start + len(expected)], expected, atol=1e-4
    )


def test_reading_in_8_bits_is_near_to_reading_and_learns(reading, sequences):
    with torch.no_grad():
        exact = packed.read(reading, sequences, in_8_bits=False)
    rounded = packed.read(reading, sequences, in_8_bits=True)
    assert 0 < (rounded - exact).abs().mean() < 0.05 * exact.abs().mean()
    rounded.sum().backward()
    query = reading.encoder.encoder.layer[0].attention.self.query
    assert query.weight.grad is not None and query.weight.grad.abs().sum() > 0
