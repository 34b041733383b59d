"""The comparison: what units gain hangs on the others, not on the order in which they were found."""

from __future__ import annotations

import pytest

from bot.answers.comparing_model import Comparison
from bot.answers.reading_model import ReadingModel
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import open_embedder
from index.search import Hit, Search
from index.view import View
from tests.index.library import contents_of

TEXTS = {
    "uniform.md": "# Uniform\n\n| item | price |\n|---|---|\n| jacket | £48 |\n| waistcoat | £12 |\n| apron | £9 |\n",
    "shoes.md": "# Shoes\n\nShoes are not part of the uniform. Black ones are asked for.\n",
    # words that take many tokens each, so that a passage is longer than the model reads
    "long.md": "# Laundry\n\n" + "Uniforms from Zwyxhmpfordkrak go to Qvjbrntwickzug with a jacket. " * 30,
}
QUESTION = "What does the jacket cost?"


@pytest.fixture(scope="module")
def model() -> ReadingModel:
    return ReadingModel()


@pytest.fixture(scope="module")
def hits(installation) -> list[Hit]:
    embedder = open_embedder(DEFAULT_MODEL, installation / "index" / "models", may_export=False)
    return Search(View(contents_of(TEXTS, embedder)), embedder).hits(QUESTION, 12)


def compare(model: ReadingModel, question: str, hits: list[Hit]) -> Comparison:
    return model.comparing.compare(model.scores(question, [hit.passage for hit in hits]), hits)


def test_the_row_that_answers_leads_its_neighbours_and_nothing(model, hits):
    comparison = compare(model, QUESTION, hits)
    logits = {
        unit.plain: logit
        for hit, units in zip(hits, comparison.units, strict=True)
        for unit, logit in zip(hit.passage.units, units, strict=True)
    }
    best = max(logits, key=logits.__getitem__)
    assert "48" in best and logits[best] > comparison.null
    assert comparison.certainty > 0


def test_less_sure_where_only_a_near_miss_is_there(model, hits):
    sure = compare(model, QUESTION, hits).certainty
    assert compare(model, "What does a pair of gloves cost?", hits).certainty < min(sure, 0.0)


def test_the_order_in_which_passages_were_found_changes_nothing(model, hits):
    first = compare(model, QUESTION, hits)
    second = compare(model, QUESTION, hits[::-1])
    assert second.null == pytest.approx(first.null, abs=1e-3)
    assert second.certainty == pytest.approx(first.certainty, abs=1e-3)
    for one, other in zip(first.units, second.units[::-1], strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def test_what_there_was_no_room_for_neither_gains_nor_loses(model, hits):
    read = model.scores(QUESTION, [hit.passage for hit in hits])
    comparison = model.comparing.compare(read, hits)
    missed = 0
    for scores, units in zip(read, comparison.units, strict=True):
        for place in set(range(len(units))) - set(scores.places):
            assert units[place] == scores.units[place]
            missed += 1
    assert missed, "no passage was too long: the test has nothing to look at"
