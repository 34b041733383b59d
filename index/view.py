"""A view: the documents of a snapshot that may be seen, and nothing that gives the others away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import numpy as np

from index.contents import Contents
from index.decoded import WordCounts
from index.splicing import Numbers
from index.vectors import Scores
from knowledge.document import Document
from knowledge.fact import Role


class View:
    """Some of the documents of a snapshot.

    Everything that is asked of a view is as if the snapshot held these documents alone: how rare a word is, how long a
    passage usually is, which words there are. It shares the snapshot's arrays; a view of everything costs nothing.
    """

    def __init__(self, contents: Contents, visible: Collection[str] | None = None) -> None:
        """`visible`: paths of the documents that may be seen; None: all."""
        self.contents = contents
        known = contents.document_by_path
        seen = known.keys() if visible is None else known.keys() & set(visible)
        self._hides_some = len(seen) < len(known)
        self.documents: Mapping[str, Document] = (
            {path: document for path, document in known.items() if path in seen} if self._hides_some else known
        )
        self.roles: tuple[Role, ...] = (
            tuple(role for role in contents.roles if role.document in seen) if self._hides_some else contents.roles
        )
        self.words: Mapping[str, int] = _Words(self) if self._hides_some else contents.words
        self._rarities: dict[str, float] = {}

    @cached_property
    def passages(self) -> Numbers | None:
        """Numbers of the passages that may be found, in order; None: all."""
        return self._numbers(self.documents) if self._hides_some else None

    @cached_property
    def units(self) -> Numbers | None:
        """Numbers of their units, in order; None: all."""
        return None if self.passages is None else self.units_of(self.passages)

    def passages_of(self, documents: Collection[str]) -> Numbers:
        """Numbers of the passages of those documents that may be seen, in order."""
        return self._numbers([path for path in documents if path in self.documents])

    def units_of(self, passages: Numbers) -> Numbers:
        """Numbers of the units of passages, in order."""
        is_among = np.zeros(len(self.contents.passages), dtype=np.bool_)
        is_among[passages] = True
        units: Numbers = np.nonzero(is_among[self.contents.passage_of_unit])[0]
        return units

    def passage_count(self, documents: Collection[str] | None = None) -> int:
        """How many passages these documents, or all, have that may be found."""
        if documents is not None:
            return len(self.passages_of(documents))
        return len(self.contents.passages) if self.passages is None else len(self.passages)

    def scores(self, query: str, among: Numbers | None = None) -> Scores:
        """BM25 of all passages with the query; 0.0 for all that may not be seen, or are not `among` those given."""
        return self.contents.keywords.scores(query, self.passages if among is None else among)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem among the passages that may be found."""
        if self.passages is None:
            return self.contents.keywords.rarity(word)
        if word not in self._rarities:
            rarity = self.contents.keywords.rarity(word, self.passages)
            if not self.contents.keywords.knows(word):
                return rarity  # not kept: there is no end to the words that people type
            self._rarities[word] = rarity
        return self._rarities[word]

    def _numbers(self, documents: Collection[str]) -> Numbers:
        found = [self.contents.passages_of[path] for path in documents if path in self.contents.passages_of]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


class _Words(Mapping[str, int]):
    """How often each word occurs in the documents of a view; counted when the first one is looked up."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        contents, visible = self._view.contents, self._view.documents
        seen = [document.text for document in visible.values()]
        hidden = [document.text for document in contents.documents if document.path not in visible]
        if sum(map(len, seen)) <= sum(map(len, hidden)):
            return dict(WordCounts.of(seen))
        return dict(Counter(contents.words) - Counter(WordCounts.of(hidden)))  # a Counter holds 0 of any word

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)
