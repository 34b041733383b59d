"""Topics that HR answers itself, with a fixed text; nothing of such a question is kept but its topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_KEYS = ("name", "words", "text", "examples")
_RECORDED = "[topic: "


@dataclass(frozen=True)
class Topic:
    """One topic, the words that it is known by, and what is said instead of an answer."""

    name: str  # what the record holds in place of the question: "harassment"
    words: tuple[str, ...]  # words or phrases; "bully*" stands for every word that begins so
    text: str  # HR's own, with whom to turn to
    examples: tuple[str, ...] = ()  # what staff may say without any of the words; see `bot/topic_watch.py`

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = (r"\s+".join(map(_any_ending, phrase.split())) for phrase in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)

    def is_about(self, question: str) -> bool:
        """Whether one of the words is in the question."""
        return self._pattern.search(question) is not None


def topic_of(question: str, topics: Sequence[Topic]) -> Topic | None:
    """The first topic that the question is about."""
    return next((topic for topic in topics if topic.is_about(question)), None)


def recorded(topic: Topic) -> str:
    """What the record holds in place of a question about it: "[topic: harassment]"."""
    return f"{_RECORDED}{topic.name}]"


def is_recorded_topic(text: str) -> bool:
    """Whether the record holds that in place of a question."""
    return text.startswith(_RECORDED)


def recorded_topic(text: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that `recorded` stands for; None where it is a question, or no longer a topic."""
    return next((topic for topic in topics if recorded(topic) == text), None)


def read_topics(value: object) -> tuple[Topic, ...]:
    """A list such as [{"name": "harassment", "words": ["harass*", "bully*"], "text": "Please talk to ..."}].

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, list):
        raise ValueError(" must be a list of topics, each with `name`, `words` and `text`")
    problems = [f": topic {number}{problem}" for number, each in enumerate(value, start=1) for problem in _wrong(each)]
    if problems:
        raise ValueError(*problems)
    return tuple(
        Topic(each["name"].strip(), tuple(each["words"]), each["text"].strip(), tuple(each.get("examples", ())))
        for each in value
    )


def _wrong(topic: object) -> list[str]:
    if not isinstance(topic, dict):
        return [" must hold `name`, `words` and `text`"]
    problems = [f": `{key}` is not part of a topic" for key in topic if key not in _KEYS]
    problems += [f" lacks its `{key}`" for key in ("name", "text") if not _is_said(topic.get(key))]
    words = topic.get("words")
    if not isinstance(words, list) or not words or not all(_is_said(word) and word.strip("* ") for word in words):
        problems.append(": `words` must be a list of words or phrases, such as [harass*, hostile workplace]")
    examples = topic.get("examples", [])
    if not isinstance(examples, list) or not all(map(_is_said, examples)):
        problems.append(": `examples` must be a list of sentences, such as [My manager makes me afraid.]")
    return problems


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _any_ending(word: str) -> str:
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
