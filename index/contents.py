"""Contents: everything a snapshot knows, in memory. Built by `build`, written and read by `snapshot`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from index.decoded import Passages, WordCounts
from index.keywords import Keywords
from index.vectors import FaissVectors, Numbers
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.passages import Passage, Unit


def passage_text(passage: Passage) -> str:
    """What a passage's embedding and keywords cover: where it stands, then what it says."""
    return f"{passage.path}\n{passage.text}"


def unit_text(passage: Passage, unit: Unit) -> str:
    """What a unit's embedding covers: the nearest headings, its lead-in, its words."""
    near = [passage.title, *passage.heading][-2:]
    names = list(dict.fromkeys(name for name in near if name))
    return f"{' > '.join(names)}: {unit.context + ' ' if unit.context else ''}{unit.plain}"


@dataclass(frozen=True)
class Contents:
    """Documents, their passages and roles, and the three indexes over them.

    Passages are numbered in order; units are numbered through all passages, in order.
    """

    documents: tuple[Document, ...]
    passages: Passages
    roles: tuple[Role, ...]
    passage_vectors: FaissVectors
    unit_vectors: FaissVectors
    keywords: Keywords
    words: WordCounts  # of all documents: what a word that was mistyped may have been meant for
    model: str
    fingerprint: str  # of the model's files
    skipped: tuple[tuple[str, str], ...] = ()  # (path, reason) of the files that could not be read
    keys: tuple[str, ...] = field(default=(), repr=False)  # of the embeddings, passages first: to reuse them

    @cached_property
    def document_by_path(self) -> Mapping[str, Document]:
        return {document.path: document for document in self.documents}

    @cached_property
    def first_unit(self) -> Sequence[int]:
        """Number of each passage's first unit, and one past the last of all."""
        ends: list[int] = np.concatenate([[0], np.cumsum(self.passages.unit_counts)]).tolist()
        return ends

    @cached_property
    def passage_of_unit(self) -> Numbers:
        return np.repeat(np.arange(len(self.passages)), self.passages.unit_counts)

    @cached_property
    def passages_of(self) -> Mapping[str, Numbers]:
        """Numbers of each document's passages."""
        numbers: dict[str, list[int]] = {document.path: [] for document in self.documents}
        for number, path in enumerate(self.passages.documents):
            numbers[path].append(number)
        return {path: np.asarray(found, dtype=np.int64) for path, found in numbers.items()}
