"""Learning the query adapter: a way in which questions differ from what answers them is found and undone."""

from __future__ import annotations

import pytest
import torch

from bot.training.adapt import Asked, Corpus, Turning, found_among, learn

WIDTH = 24


@pytest.fixture(scope="module")
def corpora() -> dict[str, Corpus]:
    torch.manual_seed(0)
    return {name: Corpus(*(torch.nn.functional.normalize(torch.randn(40, WIDTH), dim=1),) * 2) for name in "ab"}


@pytest.fixture(scope="module")
def questions(corpora) -> list[Asked]:
    """Each is what answers it, mirrored and somewhat moved."""
    mirror = torch.diag(torch.tensor([-1.0] * 8 + [1.0] * (WIDTH - 8)))
    picked = [(name, number) for name in corpora for number in torch.randint(0, 40, (600,)).tolist()]
    return [
        Asked(name, corpora[name].passages[number] @ mirror + 0.1 * torch.randn(WIDTH), [number], [number])
        for name, number in picked
    ]


def test_questions_are_turned_to_what_answers_them(corpora, questions):
    learned, others = questions[::2], questions[1::2]
    turning = learn(corpora, learned, rate=0.02)
    before, after = (found_among(1, each, corpora, others) for each in (Turning(WIDTH), turning))
    assert before[0] < 0.4 and after[0] > 0.6
    assert before == (before[0],) * 2 and after == (after[0],) * 2  # each passage is one sentence here


def test_the_same_questions_give_the_same_matrix(corpora, questions):
    one, other = (learn(corpora, questions[:200]).linear.weight for _ in range(2))
    assert torch.equal(one, other)
