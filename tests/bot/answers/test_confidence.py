"""The numbers that confidence rests on, and the share they make."""

from __future__ import annotations

import json
import math

import pytest

from bot.answers.comparing_model import Comparison
from bot.answers.confidence import Confidence, features, held_kinds, wanted_kinds
from bot.answers.evidence import Reach, ScoredUnit, gather
from index.search import Search
from index.view import View
from tests.index.library import contents_of
from tests.word_embedder import WordEmbedder


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How much does a hotel cost?", {"money"}),
        ("How many days of leave do I have?", {"count"}),
        ("When does the library open?", {"time"}),
        ("how often are we paid", {"money", "time"}),
        ("Who signs off overtime?", {"person"}),
        ("Where do I find the form?", {"place"}),
        ("What is the limit for meals?", {"count"}),
        ("Tell me about the roses", set()),
        ("", set()),
    ],
)
def test_the_kinds_of_answer_that_a_question_asks_for(question, kinds):
    assert {name for name, wanted in wanted_kinds(question).items() if wanted} == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Up to £120 a night.", {"money", "count"}),
        ("Within three days.", {"count", "time"}),
        ("Ask Jane Miller.", {"person"}),
        ("The manager signs it.", {"person"}),
        ("Post it in the #travel channel.", {"place"}),
        ("Bikes stand behind the library.", {"place"}),
        ("Keys hang in the cupboard.", {"place"}),
        ("Near reception.", {"place"}),
        ("the roses are red", set()),
        ("", set()),
    ],
)
def test_the_kinds_of_answer_that_a_text_could_give(text, kinds):
    assert {name for name, held in held_kinds(text).items() if held} == kinds


@pytest.fixture(scope="module")
def search():
    return Search(View(contents_of()), WordEmbedder())


def scored_unit(passage, place, score):
    return ScoredUnit(passage, place, score, score)


def found(
    search: Search, question: str, null: float = 0.0, certainty: float = 0.0, **scores: float
) -> dict[str, float]:
    """The features of a reading in which units that hold a name among `scores` have its score, others -5."""
    hits = search.hits(question, 5)
    scored = [
        scored_unit(hit.passage, place, next((value for word, value in scores.items() if word in unit.plain), -5.0))
        for hit in hits
        for place, unit in enumerate(hit.passage.units)
    ]
    scored.sort(key=lambda one: -one.score)
    chosen = gather(scored, 300, Reach(3.0, 3.0))
    return features(question, hits, scored, chosen, Comparison(null, (), certainty), search.view, 5)


def test_a_reading_that_is_sure_leads_by_more(search):
    sure = found(search, "How long is parental leave?", weeks=6.0)
    unsure = found(search, "How long is parental leave?", weeks=0.5)
    assert sure["lead"] == pytest.approx(6.0)
    for name in ("lead", "chance_of_best", "before_other_documents", "mass"):
        assert sure[name] > unsure[name]
    assert sure["null_chance"] < unsure["null_chance"]


def test_what_may_belong_to_the_answer_and_is_not_shown_is_told(search):
    whole = found(search, "How long is parental leave?", weeks=6.0)
    part = found(search, "How long is parental leave?", weeks=6.0, days=2.9, hotels=2.9, Meals=2.9)
    assert part["expected_left_out"] > whole["expected_left_out"] + 0.5
    assert part["expected_shown"] == pytest.approx(whole["expected_shown"], abs=0.1)


def test_words_of_the_question_that_nothing_says_are_told(search):
    said = found(search, "paid parental leave", weeks=3.0)
    unsaid = found(search, "paid parental leave for dragons", weeks=3.0)
    assert said["covered"] == pytest.approx(1.0)
    assert said["missed"] == 0.0
    assert unsaid["covered"] < 1.0
    assert unsaid["missed"] > 0.0
    assert unsaid["words"] > said["words"]


def test_a_kind_of_answer_that_the_evidence_lacks_is_told(search):
    assert found(search, "How much is parental leave?", weeks=3.0)["unmet_money"] == 1.0
    assert found(search, "How much is a night in hotels?", Hotels=3.0)["unmet_money"] == 0.0


@pytest.mark.parametrize("question", ["", "???", "zzz", "the of and", "שכר", "leave " * 5000])
def test_every_feature_is_a_number_whatever_is_asked(search, question):
    numbers = found(search, question, weeks=1.0)
    assert all(math.isfinite(number) for number in numbers.values())
    assert numbers.keys() == found(search, "How long is parental leave?", weeks=6.0).keys()


def test_scores_far_apart_do_not_overflow(search):
    numbers = found(search, "parental leave", null=-900.0, weeks=900.0)
    assert all(math.isfinite(number) for number in numbers.values())


def small(weight: float = 2.0, bias: float = -1.0) -> Confidence:
    return Confidence(("lead", "cosine"), (1.0, 0.5), (2.0, 0.1), (weight, 0.5), bias)


def test_confidence_is_the_logistic_function_of_the_scaled_features():
    logit = 2.0 * (3.0 - 1.0) / 2.0 + 0.5 * (0.6 - 0.5) / 0.1 - 1.0
    assert small().of({"lead": 3.0, "cosine": 0.6, "other": 9.0}) == pytest.approx(1 / (1 + math.exp(-logit)))


@pytest.mark.parametrize("lead", [-1e9, -5.0, 0.0, 5.0, 1e9])
def test_confidence_stays_between_0_and_1(lead):
    assert 0.0 <= small().of({"lead": lead, "cosine": 0.0}) <= 1.0


def test_confidence_is_kept_as_data(tmp_path):
    written = {"names": ["lead"], "mean": [0.0], "scale": [1.0], "weights": [1.0], "bias": 0, "note": "how measured"}
    (tmp_path / "confidence.json").write_text(json.dumps(written))
    assert Confidence.load(tmp_path / "confidence.json").of({"lead": 0.0}) == pytest.approx(0.5)


def test_the_shipped_confidence_knows_its_features_and_rises_with_the_lead(search):
    confidence = Confidence.load()
    sure = found(search, "How long is parental leave?", weeks=6.0)
    assert {*confidence.names} <= sure.keys()
    assert len({len(confidence.names), len(confidence.mean), len(confidence.scale), len(confidence.weights)}) == 1
    assert all(scale > 0 for scale in confidence.scale)
    assert confidence.of(sure) > confidence.of(found(search, "How long is parental leave?", null=4.0, weeks=0.5))
