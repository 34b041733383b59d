"""How well the ready-made topics are recognised, and that what ships was fitted to the sentences that ship."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.ready_topics.manner import manner, plain
from bot.ready_topics.recogniser import FITTED, Recogniser, open_recogniser, sentences_digest
from bot.ready_topics.sentences import ORDINARY, READY_MADE, shipped
from bot.topic_watch import TopicWatch
from bot.topics import read_topics
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import OnnxEmbedder, open_embedder
from tests.word_embedder import WordEmbedder

HERE = Path(__file__).parent / "topics"
TEXT = "Please talk to Helen Hughes, extension 12."


@pytest.fixture(scope="module")
def model(installation) -> OnnxEmbedder:
    return open_embedder(DEFAULT_MODEL, installation / "index" / "models")


@pytest.fixture(scope="module")
def recogniser(model) -> Recogniser:
    return open_recogniser(model)


@pytest.fixture(scope="module")
def watch(model, recogniser) -> TopicWatch:
    return TopicWatch(read_topics([{"name": name, "text": TEXT} for name in READY_MADE]), model, recogniser)


def taken(watch: TopicWatch, file: str) -> tuple[int, int, int]:
    """(sensitive sentences that are taken, those taken as their own topic, ordinary ones that are taken)."""
    written = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
    found = [(name, watch.of(sentence)) for name, listed in written.items() for sentence in listed]
    sensitive = [(name, topic.name) for name, topic in found if topic is not None and name in READY_MADE]
    ordinary = sum(topic is not None and name not in READY_MADE for name, topic in found)
    return len(sensitive), sum(name == topic for name, topic in sensitive), ordinary


@pytest.mark.model
@pytest.mark.parametrize(
    ("file", "sensitive", "as_their_own", "ordinary"),
    [("ready_development.yaml", 65, 58, 1), ("ready_held_out.yaml", 112, 95, 2)],
)
def test_what_staff_tell_of_themselves_is_taken_and_what_they_ask_is_not(
    watch, file, sensitive, as_their_own, ordinary
):
    """Of 70 sensitive sentences and 100 others to develop on, and of 126 and 150 held out; docs/topics.md says more."""
    got = taken(watch, file)
    print(file, *got)
    assert got[0] >= sensitive and got[1] >= as_their_own
    assert got[2] <= ordinary


@pytest.mark.model
def test_questions_about_documents_are_left_to_the_documents(watch, shared):
    files = [*sorted((shared / "eval").glob("*.jsonl")), *sorted((shared / "train").glob("*.jsonl"))]
    questions = [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]
    found = [question for question in questions if watch.of(question) is not None]
    print(len(found), "of", len(questions), *found, sep="\n")
    assert len(questions) > 800
    assert len(found) <= 0.015 * len(questions)


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "what's the sick leave policy?",
        "how do I report a broken lift?",
        "when does my probation end?",
        "What is the harassment policy?",
        "I'm new here. Where do I get my badge?",
    ],
)
def test_a_plain_question_for_a_rule_is_not_taken_unless_by_a_word_of_the_organisation(watch, question):
    assert watch.of(question) is None
    by_words = read_topics(
        [{"name": "all of it", "words": ["sick", "broken", "probation", "harass*", "new"], "text": TEXT}]
    )
    assert TopicWatch(by_words, watch.embedder, watch.recogniser).of(question) == by_words[0]


@pytest.mark.model
def test_one_sentence_of_a_message_is_enough(watch):
    topic = watch.of("Hi, I have a question. My manager keeps touching me and I hate it. Where is the canteen?")
    assert topic is not None and topic.name == "harassment"


@pytest.mark.model
def test_only_topics_that_were_chosen_are_taken_under_the_name_that_was_chosen(model, recogniser):
    topics = read_topics([{"name": "respect", "ready_made": ["harassment", "discrimination"], "text": TEXT}])
    watch = TopicWatch(topics, model, recogniser)
    assert watch.of("My manager keeps touching me and I hate it") == topics[0]
    assert watch.of("my boss makes racist remarks about me") == topics[0]
    assert watch.of("I can't stop drinking and it affects my work") is None


@pytest.mark.model
def test_what_ships_was_fitted_to_the_sentences_that_ship(model, recogniser):
    with np.load(FITTED) as stored:
        assert str(stored["model"]) == model.fingerprint
        assert str(stored["sentences"]) == sentences_digest(), "run `python -m bot.training.topics`"
    sentences = [sentence for _, sentence in shipped()]
    few = range(0, len(sentences), len(sentences) // 40)
    embeddings = model.embed([plain(sentences[each]) for each in few])
    assert np.allclose(recogniser.points[:, model.dimensions :], manner(sentences), atol=1e-3)
    cosines = (recogniser.points[list(few), : model.dimensions] * embeddings).sum(axis=1)
    assert cosines.min() > 0.97  # 8-bit arithmetic differs a little between processors


def test_with_another_model_it_is_fitted_anew():
    embedder = WordEmbedder()
    recogniser = open_recogniser(embedder)
    sentences = [sentence for _, sentence in shipped()]
    scores = recogniser.scores(sentences, embedder.embed([plain(each) for each in sentences])).sum(axis=1)
    is_ordinary = np.array([topic == ORDINARY for topic, _ in shipped()])
    assert np.median(scores[~is_ordinary]) > 0.6 > 0.4 > np.median(scores[is_ordinary])


def test_sentences_stand_under_one_topic_and_once():
    sentences = [plain(sentence) for _, sentence in shipped()]
    assert len(sentences) == len(set(sentences))
    assert {topic for topic, _ in shipped()} == {*READY_MADE, ORDINARY}
