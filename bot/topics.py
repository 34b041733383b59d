"""Topics that HR answers itself, with a fixed text; nothing of such a question is kept but its topic."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.ready_topics.sentences import READY_MADE

_KEYS = ("name", "words", "text", "examples", "ready_made")
_RECORDED = "[topic: "


@dataclass(frozen=True)
class Topic:
    """One topic, the words that it is known by, and what is said instead of an answer."""

    name: str  # what the record holds in place of the question: "harassment"
    words: tuple[str, ...]  # words or phrases; "bully*" stands for every word that begins so
    text: str  # HR's own, with whom to turn to
    examples: tuple[str, ...] = ()  # what staff may say without any of the words; see `bot/topic_watch.py`
    ready_made: tuple[str, ...] = ()  # of `READY_MADE`, what it takes in as well

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = (r"\s+".join(map(_any_ending, phrase.split())) for phrase in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)

    def is_about(self, question: str) -> bool:
        """Whether one of the words is in the question."""
        return bool(self.words) and self._pattern.search(question) is not None


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

    A topic that has the name of a ready-made one is that one, unless it says otherwise; then it needs no words.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, list):
        raise ValueError(" must be a list of topics, each with `name`, `words` and `text`")
    problems = [f": topic {number}{problem}" for number, each in enumerate(value, start=1) for problem in _wrong(each)]
    if problems:
        raise ValueError(*problems)
    return tuple(
        Topic(
            each["name"].strip(),
            tuple(each.get("words", ())),
            each["text"].strip(),
            tuple(each.get("examples", ())),
            tuple(_ready_made(each)),
        )
        for each in value
    )


def _wrong(topic: object) -> list[str]:
    if not isinstance(topic, dict):
        return [" must hold `name`, `words` and `text`"]
    problems = [f": `{key}` is not part of a topic" for key in topic if key not in _KEYS]
    problems += [f" lacks its `{key}`" for key in ("name", "text") if not _is_said(topic.get(key))]
    ready_made = _ready_made(topic)
    if not isinstance(ready_made, list) or not all(each in READY_MADE for each in ready_made):
        problems.append(f": `ready_made` must be a list, of these: {', '.join(READY_MADE)}")
    words = topic.get("words", [] if ready_made else None)
    is_list = isinstance(words, list) and all(_is_said(word) and word.strip("* ") for word in words)
    if not is_list or not (words or ready_made):
        problems.append(": `words` must be a list of words or phrases, such as [harass*, hostile workplace]")
    examples = topic.get("examples", [])
    if not isinstance(examples, list) or not all(map(_is_said, examples)):
        problems.append(": `examples` must be a list of sentences, such as [My manager makes me afraid.]")
    return problems


def _ready_made(topic: Mapping[str, object]) -> Any:
    """What stands there, unchecked; where nothing does, the ready-made topic of that name."""
    return topic.get("ready_made", [each for each in READY_MADE if each == str(topic.get("name")).strip().casefold()])


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _any_ending(word: str) -> str:
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
