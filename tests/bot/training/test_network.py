"""The modules that are trained: who keeps company with whom must not matter where nobody is."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from bot.training.network import WIDTH, Comparing


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    torch.manual_seed(0)
    made = Comparing().eval()
    for each in (made.gain, made.certainty):  # they start at nought, so that at first nothing is gained
        nn.init.normal_(each.weight)
    return made


def company(units: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    return torch.randn(1, units, WIDTH), torch.randn(1, units, WIDTH), torch.randn(1, units, 5)


@torch.no_grad()
def test_at_first_nothing_is_gained():
    output = Comparing().eval()(*company(4), torch.ones(1, 4, dtype=torch.bool))
    assert output.shape == (1, 6) and not output.any()


@torch.no_grad()
def test_units_that_are_not_there_change_nothing(comparing):
    units, passages, numbers = company(6)
    is_there = torch.tensor([[True, True, True, True, False, False]])
    with_empty = comparing(units, passages, numbers, is_there)
    without = comparing(units[:, :4], passages[:, :4], numbers[:, :4], is_there[:, :4])
    assert torch.allclose(with_empty[:, :6], without, atol=1e-5)


@torch.no_grad()
def test_units_are_a_set(comparing):
    units, passages, numbers = company(5)
    is_there = torch.ones(1, 5, dtype=torch.bool)
    order = torch.tensor([3, 0, 4, 1, 2])
    first = comparing(units, passages, numbers, is_there)
    second = comparing(units[:, order], passages[:, order], numbers[:, order], is_there)
    assert torch.allclose(first[:, :2], second[:, :2], atol=1e-5)
    assert torch.allclose(first[:, 2:][:, order], second[:, 2:], atol=1e-5)


@torch.no_grad()
def test_the_company_changes_what_a_unit_gains(comparing):
    units, passages, numbers = company(5)
    alone = comparing(units[:, :1], passages[:, :1], numbers[:, :1], torch.ones(1, 1, dtype=torch.bool))
    among = comparing(units, passages, numbers, torch.ones(1, 5, dtype=torch.bool))
    assert not torch.allclose(alone[:, 2], among[:, 2], atol=1e-2)
