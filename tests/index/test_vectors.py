"""Exact search over 16-bit embeddings."""

import numpy as np
import pytest

from index.vectors import FaissVectors


@pytest.fixture(scope="module")
def rows():
    made = np.random.default_rng(7).normal(size=(3000, 64)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def vectors(rows):
    return FaissVectors.build(rows)


def exact(rows, query, among):
    return among[np.argsort(-(rows[among] @ query), kind="stable")]


def test_the_nearest_are_those_of_a_full_comparison(rows, vectors):
    for query in rows[:20]:
        numbers, cosines = vectors.nearest(query, 10)
        expected = exact(rows, query, np.arange(len(rows)))[:10]
        assert len(set(numbers.tolist()) & set(expected.tolist())) >= 9  # the tenth may differ in the fourth digit
        np.testing.assert_allclose(cosines, rows[numbers] @ query, atol=2e-3)
        assert (np.diff(cosines) <= 0).all()


@pytest.mark.parametrize("share", [0.002, 0.02, 0.5])
def test_a_filter_loses_nothing(rows, vectors, share):
    random = np.random.default_rng(3)
    among = np.sort(random.choice(len(rows), max(2, int(share * len(rows))), replace=False))
    limit = min(20, len(among))
    for query in rows[:10]:
        numbers, _ = vectors.nearest(query, limit, among)
        assert set(numbers.tolist()) <= set(among.tolist())
        assert len(set(numbers.tolist()) & set(exact(rows, query, among)[:limit].tolist())) >= limit - 1
    numbers, _ = vectors.nearest(rows[0], len(rows), among)
    assert sorted(numbers.tolist()) == among.tolist()


def test_a_filter_that_lets_nothing_through(rows, vectors):
    numbers, cosines = vectors.nearest(rows[0], 5, np.zeros(0, dtype=np.int64))
    assert len(numbers) == len(cosines) == 0


def test_cosines_come_in_the_order_asked(rows, vectors):
    asked = [5, 2, 900, 2]
    np.testing.assert_allclose(vectors.cosines(rows[9], asked), rows[asked] @ rows[9], atol=2e-3)
    assert len(vectors.cosines(rows[9], [])) == 0


def test_saved_loaded_and_stored_again_keeps_every_bit(vectors, tmp_path):
    vectors.save(tmp_path / "one.faiss")
    loaded = FaissVectors.load(tmp_path / "one.faiss")
    assert len(loaded) == len(vectors)
    np.testing.assert_array_equal(loaded.codes, vectors.codes)
    FaissVectors.of_codes(loaded.codes, 64).save(tmp_path / "two.faiss")
    assert (tmp_path / "one.faiss").read_bytes() == (tmp_path / "two.faiss").read_bytes()


def test_no_embeddings_at_all(tmp_path):
    empty = FaissVectors.build(np.zeros((0, 8), dtype=np.float32))
    empty.save(tmp_path / "empty.faiss")
    for each in (empty, FaissVectors.load(tmp_path / "empty.faiss")):
        assert len(each) == 0
        assert len(each.nearest(np.ones(8, dtype=np.float32), 5)[0]) == 0
        assert each.codes.shape == (0, 16)
