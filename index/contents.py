"""Contents: everything a snapshot knows, in memory. Built by `build`, written and read by `snapshot`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.decoded import Passages, Roles, WordCounts
from index.documents import Documents
from index.keywords import Keywords
from index.splicing import Numbers, Splice
from index.traits import AllTraits
from index.vectors import FaissVectors
from knowledge.approved import ApprovedAnswer
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.passages import Passage, Unit

KEY_BYTES = 12
Keys = npt.NDArray[np.bytes_]  # one of KEY_BYTES each


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

    Documents are sorted by path. Passages are numbered in order; units are numbered through all passages, in order.
    """

    documents: Documents
    passages: Passages
    stored_roles: Roles
    traits: AllTraits
    passage_vectors: FaissVectors
    unit_vectors: FaissVectors
    keywords: Keywords
    words: WordCounts  # of all documents: what a word that was mistyped may have been meant for
    keys: Keys = field(repr=False)  # of the embeddings, passages first: what has the same key has the same embedding
    model: str
    fingerprint: str  # of the model's files
    recipe: str = ""  # names all that documents were read and taken apart by, see recipe.py
    skipped: tuple[tuple[str, str], ...] = ()  # (path, reason) of the files that could not be read
    approved: tuple[ApprovedAnswer, ...] = ()  # held to these documents: those that they no longer bear out are stale

    @property
    def roles(self) -> tuple[Role, ...]:
        """All roles, in the order of their documents."""
        return self.stored_roles.all

    @cached_property
    def document_by_path(self) -> Mapping[str, Document]:
        return {document.path: document for document in self.documents}

    @cached_property
    def first_unit(self) -> Sequence[int]:
        """Number of each passage's first unit, and one past the last of all."""
        ends: list[int] = self.passages.first_unit.tolist()
        return ends

    @cached_property
    def passage_of_unit(self) -> Numbers:
        return np.repeat(np.arange(len(self.passages)), self.passages.unit_counts)

    @cached_property
    def passages_of(self) -> Mapping[str, Numbers]:
        """Numbers of each document's passages."""
        starts = self.passages.starts.tolist()
        return {
            path: np.arange(first, last)
            for path, first, last in zip(self.documents.paths, starts[:-1], starts[1:], strict=True)
        }

    def spliced(self, kept: Collection[str], new: Contents) -> Contents:
        """What an index of the documents of those paths and of the `new` ones holds, byte for byte.

        Of what was skipped only the new count: whoever reads a folder again knows all that can't be read.
        """
        splice = Splice.by_path(self.documents.paths, kept, new.documents.paths)
        passages = self.passages.starts, new.passages.starts
        units = self.passages.unit_starts, new.passages.unit_starts
        keys = (self.keys[: len(self.passages)], new.keys[: len(new.passages)])
        unit_keys = (self.keys[len(self.passages) :], new.keys[len(new.passages) :])
        gone = (self.documents[number].text for number, path in enumerate(self.documents.paths) if path not in kept)
        return replace(
            new,
            documents=self.documents.spliced(new.documents, splice),
            passages=self.passages.spliced(new.passages, splice),
            stored_roles=self.stored_roles.spliced(new.stored_roles, splice),
            traits=self.traits.spliced(new.traits, splice),
            passage_vectors=self.passage_vectors.spliced(new.passage_vectors, splice, *passages),
            unit_vectors=self.unit_vectors.spliced(new.unit_vectors, splice, *units),
            keywords=self.keywords.spliced(new.keywords, splice, *passages),
            words=self.words.changed(WordCounts.of(gone), new.words),
            keys=np.concatenate(
                [
                    splice.rows(keys[0], passages[0], keys[1], passages[1]),
                    splice.rows(unit_keys[0], units[0], unit_keys[1], units[1]),
                ]
            ),
        )
