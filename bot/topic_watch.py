"""Which sensitive topic a message is about: by its words, by what it means, and by what its thread was about.

Asked before a message is stored, so that nothing of it gets into the record. In doubt it is about the topic: who then
gets HR's text in vain asks once more in other words; who doesn't get it stands in the record with what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.topics import Topic, recorded, topic_of
from index.embedder import Embedder, Embeddings
from knowledge.sentences import sentences

NEAR = 0.48  # cosine, at least, to one of a topic's examples; see tests/bot/topics
LONGEST = 12  # sentences of a message that are looked at one by one


@dataclass(frozen=True)
class TopicWatch:
    """Recognises topics. Safe in threads."""

    topics: tuple[Topic, ...]
    embedder: Embedder | None = None  # None: by words alone
    near: float = field(default=NEAR)

    def of(self, text: str, earlier: Sequence[str] = ()) -> Topic | None:
        """The topic that a message is about.

        Args:
            earlier: what the record holds of the same thread. What follows in a thread about a topic is about it, too:
                "and what if he does it again?"
        """
        if not self.topics:
            return None
        return topic_of(text, self.topics) or self._of_thread(earlier) or self._by_meaning(text)

    def nearness(self, text: str) -> tuple[float, Topic | None]:
        """The largest cosine of a sentence of the text, or of all of it, and an example; and whose example it is."""
        if self.embedder is None or not self._owners or not text.strip():
            return 0.0, None
        parts = [text[start:end] for start, end in sentences(text)][:LONGEST]
        cosines = self.embedder.embed(list(dict.fromkeys([text, *parts]))) @ self._examples.T
        place = int(cosines.max(axis=0).argmax())
        return float(cosines.max()), self._owners[place]

    def _by_meaning(self, text: str) -> Topic | None:
        cosine, topic = self.nearness(text)
        return topic if cosine >= self.near else None

    def _of_thread(self, earlier: Sequence[str]) -> Topic | None:
        said = set(earlier)
        return next((topic for topic in self.topics if recorded(topic) in said), None)

    @cached_property
    def _owners(self) -> list[Topic]:
        return [topic for topic in self.topics for _ in topic.examples]

    @cached_property
    def _examples(self) -> Embeddings:
        assert self.embedder is not None
        return self.embedder.embed([example for topic in self.topics for example in topic.examples])
