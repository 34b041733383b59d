"""The weights of a trained reader, out of its files: they read and compare as the files do."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch

from bot.answers.comparing_numbers import COUNT
from bot.answers.reader_files import COMPARING, FOLDER, READING
from bot.training import trained
from bot.training.network import INPUTS, WIDTH, Reader
from bot.training.onnx_weights import OnnxWeights


@pytest.fixture(scope="module")
def reader() -> Reader:
    made = Reader().eval()
    made.load_state_dict(trained.weights(FOLDER))
    return made


@torch.no_grad()
def test_reading_says_what_the_file_says(reader):
    session = onnxruntime.InferenceSession(str(FOLDER / READING))
    ids = torch.tensor([[101, 2129, 2146, 2003, 18976, 2681, 102, 3008, 2202, 2385, 3134, 1012, 102]])
    types = torch.tensor([[0] * 7 + [1] * 6])
    given = dict(zip(INPUTS, (ids, torch.ones_like(ids), types), strict=True))
    (theirs,) = session.run(None, {each.name: given[each.name].numpy() for each in session.get_inputs()})
    ours = reader.reading(**given).numpy()
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.98  # the file rounds what goes into each layer
    assert abs(ours[0, 0, 0] - theirs[0, 0, 0]) < 1.0


@torch.no_grad()
def test_comparing_says_what_the_file_says(reader):
    session = onnxruntime.InferenceSession(str(FOLDER / COMPARING))
    torch.manual_seed(0)
    given = {
        "units": torch.randn(1, 5, WIDTH),
        "passages": torch.randn(1, 5, WIDTH),
        "numbers": torch.randn(1, 5, COUNT),
    }
    (theirs,) = session.run(None, {name: each.numpy() for name, each in given.items()})
    ours = reader.comparing(*given.values(), torch.ones(1, 5, dtype=torch.bool))
    assert np.allclose(ours.numpy(), theirs, atol=1e-4)


def test_weights_of_8_bits_come_back_within_half_a_step():
    stored = OnnxWeights(FOLDER / READING)
    whole = stored.whole("classifier.weight_Transposed_quantized")
    steps = whole / stored.arrays["classifier.weight_Transposed_scale"]
    assert np.allclose(steps, steps.round(), atol=1e-3) and np.abs(steps).max() == 127
