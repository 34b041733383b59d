"""Which sensitive topic a message is about: by its words, by what it means, and by what its thread was about.

Asked before a message is stored, so that nothing of it gets into the record. In doubt it is about the topic: who then
gets HR's text in vain asks once more in other words; who doesn't get it stands in the record with what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.ready_topics.manner import plain
from bot.ready_topics.recogniser import Recogniser
from bot.ready_topics.sentences import READY_MADE
from bot.topics import Topic, recorded, topic_of
from index.embedder import Embedder, Embeddings
from knowledge.sentences import sentences

NEAR = 0.48  # cosine, at least, to one of a topic's own examples; see tests/bot/topics
SCORE = 0.55  # at least, of all ready-made topics that were chosen together; see docs/topics.md
LONGEST = 12  # sentences of a message that are looked at one by one


@dataclass(frozen=True)
class TopicWatch:
    """Recognises topics. Safe in threads."""

    topics: tuple[Topic, ...]
    embedder: Embedder | None = None  # None: by words alone
    recogniser: Recogniser | None = None  # None: no ready-made topics; it goes with that embedder

    def of(self, text: str, earlier: Sequence[str] = ()) -> Topic | None:
        """The topic that a message is about.

        Args:
            earlier: what the record holds of the same thread. What follows in a thread about a topic is about it, too:
                "and what if he does it again?"
        """
        if not self.topics:
            return None
        return topic_of(text, self.topics) or self._of_thread(earlier) or self._by_meaning(text)

    def _of_thread(self, earlier: Sequence[str]) -> Topic | None:
        said = set(earlier)
        return next((topic for topic in self.topics if recorded(topic) in said), None)

    def _by_meaning(self, text: str) -> Topic | None:
        if self.embedder is None or not text.strip():
            return None
        parts = list(dict.fromkeys([text, *(text[start:end] for start, end in sentences(text)[:LONGEST])]))
        embeddings = self.embedder.embed([plain(part) for part in parts])
        return self._by_example(embeddings) or self._ready_made(parts, embeddings)

    def _by_example(self, embeddings: Embeddings) -> Topic | None:
        owners = [topic for topic in self.topics for _ in topic.examples]
        if not owners:
            return None
        cosines = (embeddings @ self._examples.T).max(axis=0)
        place = int(cosines.argmax())
        return owners[place] if cosines[place] >= NEAR else None

    def _ready_made(self, parts: Sequence[str], embeddings: Embeddings) -> Topic | None:
        """The topic that has most of the score of that part which has the highest of all chosen topics together."""
        if self.recogniser is None:
            return None
        scores = self.recogniser.scores(parts, embeddings)
        by_topic = np.stack([scores[:, places].sum(axis=1) for places in self._places], axis=1)
        together = by_topic.sum(axis=1)
        part = int(together.argmax())
        return self.topics[int(by_topic[part].argmax())] if together[part] >= SCORE else None

    @cached_property
    def _places(self) -> list[list[int]]:
        """Of each topic, where its ready-made ones are in the scores; one that several name is the first one's."""
        owners = {ready: topic for topic in reversed(self.topics) for ready in topic.ready_made}
        return [
            [place for place, ready in enumerate(READY_MADE) if owners.get(ready) is topic] for topic in self.topics
        ]

    @cached_property
    def _examples(self) -> Embeddings:
        assert self.embedder is not None
        return self.embedder.embed([plain(example) for topic in self.topics for example in topic.examples])
