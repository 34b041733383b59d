"""Documents that say the same kind of thing of different teams, places or ranks: a question may fit all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from bot.answers.lexicon import lexicon
from bot.answers.meaning import meanings
from bot.answers.wording import plain_words
from knowledge.document import Document

ALIKE = 0.4  # share of the words of titles, headings and columns that two documents of one series have in common
LEAST_WORDS = 4  # such words that a document of a series has


class Series:
    """Finds a document's series: those of the same folder whose headings and columns are much the same."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._frames: dict[str, frozenset[str]] = {}

    def of(self, path: str) -> tuple[str, ...]:
        """The documents of the series, itself among them; () where it stands alone. Alike of alike count in."""
        found = {path}
        edge = [path]
        while edge:
            alike = self._alike(edge.pop()) - found
            found |= alike
            edge.extend(alike)
        return tuple(sorted(found)) if len(found) > 1 else ()

    def _alike(self, path: str) -> frozenset[str]:
        frame = self._frame(path)
        if len(frame) < LEAST_WORDS:
            return frozenset()
        beside = self._by_folder[PurePosixPath(path).parent.as_posix()]
        return frozenset(other for other in beside if _overlap(frame, self._frame(other)) >= ALIKE)

    def _frame(self, path: str) -> frozenset[str]:
        if path not in self._frames:
            self._frames[path] = _frame(self._documents[path])
        return self._frames[path]

    def own_words(self, path: str) -> frozenset[str]:
        """The words of a document's name and columns, in the singular, that no other of its series has there."""
        others = Counter(word for other in self.of(path) for word in self._named(other))
        return frozenset(word for word in self._named(path) if others[word] == 1)

    def is_named(self, question: str, series: Sequence[str]) -> bool:
        """Whether some word of the question is of one document of the series alone: in its name, or in its text."""
        said = singular_words(question)
        if any(said & self.own_words(path) for path in series):
            return True
        texts = [singular_words(self._documents[path].text) for path in series]
        return any(sum(word in text for text in texts) == 1 for word in said)

    def _named(self, path: str) -> frozenset[str]:
        document = self._documents[path]
        columns = {header for block in document.blocks for header, _ in block.cells}
        return singular_words(" ".join([document.title, PurePosixPath(path).stem.replace("-", " "), *sorted(columns)]))

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        folders: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._documents:
            folders[PurePosixPath(path).parent.as_posix()].append(path)
        return folders


def singular_words(text: str) -> frozenset[str]:
    """The words of a text that say something; "designers" is "designer", but "manage" is no "manager"."""
    return frozenset(word.removesuffix("s") for word in plain_words(text) if word not in lexicon().stop_words)


def _frame(document: Document) -> frozenset[str]:
    """Meanings of the words of a document's title, headings and columns."""
    names = {document.title}
    for block in document.blocks:
        if block.kind == "heading":
            names.add(block.plain)
        names.update(header for header, _ in block.cells)
    words = " ".join(word for name in sorted(names) for word in plain_words(name) if word not in lexicon().stop_words)
    return meanings(words)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
