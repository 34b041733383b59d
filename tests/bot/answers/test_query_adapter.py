"""The query adapter: questions come nearer to what answers them, and only where they can be compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from bot.answers.query_adapter import for_questions
from bot.training.examples import DOCUMENTS, answering, load_corpora, read_written
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import OnnxEmbedder, open_embedder
from index.search import Hit, Search
from tests.word_embedder import WordEmbedder

ORGANISATIONS = ("studio", "zoo")  # nothing is learned from these


@pytest.fixture(scope="module")
def embedder(installation: Path) -> OnnxEmbedder:
    return open_embedder(DEFAULT_MODEL, installation / "index" / "models", may_export=False)


def test_questions_are_turned_and_as_long_as_before(embedder):
    texts = ["How many days off do I get?", "", "x" * 3000]
    turned = for_questions(embedder).embed(texts)
    assert turned.shape == (3, embedder.dimensions)
    assert np.linalg.norm(turned, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert 0.5 < float(turned[0] @ embedder.embed(texts)[0]) < 0.999


def test_another_model_embeds_questions_itself():
    other = WordEmbedder()
    assert for_questions(other) is other


def test_what_answers_comes_nearer_to_the_top_in_documents_never_learned_from(embedder):
    for name, search in load_corpora(frozenset(ORGANISATIONS), DOCUMENTS, embedder).items():
        plain = Search(search.view, embedder)
        asked = [each for each in read_written(frozenset({name})) if each.evidence][:300]
        gold = [answering(search.contents, each.evidence) for each in asked]
        before, after = (
            np.mean(
                [_reciprocal_rank(each.hits(one.question, 12), right) for one, right in zip(asked, gold, strict=True)]
            )
            for each in (plain, search)
        )
        assert after > before + 0.005


def _reciprocal_rank(hits: list[Hit], right: Mapping[int, object]) -> float:
    return next((1 / place for place, hit in enumerate(hits, 1) if hit.number in right), 0.0)
