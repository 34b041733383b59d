"""Embeddings without PyTorch."""

import numpy as np
import pytest

from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import OnnxEmbedder, open_when_needed

pytestmark = pytest.mark.model

PEOPLE = ("manager", "team", "head of service")
TEXTS = [f"Rule {number}: ask the {who} first." for number in range(6) for who in PEOPLE]


def test_rows_have_length_one_and_the_order_of_the_texts(minilm):
    rows = minilm.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), minilm.dimensions)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(minilm.embed(TEXTS[::-1]), rows[::-1])


def test_a_text_has_the_same_embedding_alone_and_among_others(minilm):
    together = minilm.embed([*TEXTS, "A much longer text, " * 80])
    for number in (0, 7, 17):
        np.testing.assert_array_equal(minilm.embed([TEXTS[number]])[0], together[number])


def test_texts_near_in_meaning_are_near(minilm):
    salary, pay, rose = minilm.embed(["What is the salary?", "How much does it pay?", "Roses flower in June."])
    assert salary @ pay > salary @ rose + 0.2


def test_nothing_to_embed(minilm):
    assert minilm.embed([]).shape == (0, 384)


def test_odd_texts_have_embeddings(minilm):
    rows = minilm.embed(["", " ", "🎉", "שכר", "\x00", "x" * 100_000, "a\ud800b"])
    assert np.isfinite(rows).all()


def test_progress_ends_at_the_end(minilm):
    told: list[tuple[int, int]] = []
    minilm.embed(TEXTS, lambda done, of: told.append((done, of)))
    assert told[-1] == (len(TEXTS), len(TEXTS))
    assert told == sorted(told)


def test_a_model_that_is_opened_when_needed_is_the_same(minilm, models):
    embedder = open_when_needed(DEFAULT_MODEL, models)
    assert not isinstance(embedder, OnnxEmbedder)
    known = (embedder.name, embedder.fingerprint, embedder.dimensions)
    assert known == (minilm.name, minilm.fingerprint, minilm.dimensions)
    np.testing.assert_array_equal(embedder.embed(TEXTS[:2]), minilm.embed(TEXTS[:2]))
