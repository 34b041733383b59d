"""How well topics are recognised: on sentences of our own, half of which nothing was chosen by."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.topic_watch import TopicWatch
from bot.topics import Topic, read_topics, recorded
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import open_embedder

HERE = Path(__file__).parent / "topics"
HARASSMENT = Topic("harassment", ("harass*",), "Please talk to Helen Hughes.")


def sentences(part: str) -> list[tuple[str, str]]:
    """(topic, sentence); the topic is "none" where the documents are to answer."""
    written = yaml.safe_load((HERE / "sentences.yaml").read_text(encoding="utf-8"))[part]
    return [(topic, each) for topic, listed in written.items() for each in listed]


@pytest.fixture(scope="module")
def topics() -> tuple[Topic, ...]:
    return read_topics(yaml.safe_load((HERE / "topics.yaml").read_text(encoding="utf-8")))


def test_what_follows_in_a_thread_about_a_topic_is_about_it_too():
    watch = TopicWatch((HARASSMENT,))
    assert watch.of("and what if he does it again?", ["How long is leave?", recorded(HARASSMENT)]) == HARASSMENT
    assert watch.of("and what if he does it again?", ["How long is leave?"]) is None


@pytest.mark.model
@pytest.mark.parametrize(("part", "by_words", "missed", "wrongly"), [("tuned", 14, 3, 1), ("held_out", 15, 8, 1)])
def test_topics_are_recognised_by_words_and_by_meaning(installation, topics, part, by_words, missed, wrongly):
    """Of 20 sentences about a topic so many are missed, by words alone and by both; of 20 others taken for one."""
    embedder = open_embedder(DEFAULT_MODEL, installation / "index" / "models")
    watches = (TopicWatch(topics), TopicWatch(topics, embedder))
    alone, both = ([(topic, watch.of(each)) for topic, each in sentences(part)] for watch in watches)
    assert len(both) == 40
    assert sum(topic != "none" and got is None for topic, got in alone) == by_words
    assert sum(topic != "none" and got is None for topic, got in both) <= missed
    assert sum(topic == "none" and got is not None for topic, got in both) <= wrongly
