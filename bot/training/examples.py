"""Our own questions with the words that answer them: what the reader is trained on.

`questions.jsonl` holds our own questions about two public handbooks, 18F's and Sourcegraph's, and about the documents
of made-up organisations, each a folder in `documents/`: a line names the corpus, the question, an earlier one that it
leans on if any, and for each piece of evidence the file with the first and one past the last character. The handbooks
are not part of Rolecall; `--corpora` names the folder that holds them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answers.query_adapter import for_questions
from index.build import assemble
from index.contents import Contents
from index.embedder import Embedder
from index.search import Search
from index.view import View
from knowledge.catalogue import Catalogue
from knowledge.reading import Skipped, read_folder

QUESTIONS = Path(__file__).with_name("questions.jsonl")
DOCUMENTS = Path(__file__).with_name("documents")
HANDBOOKS = frozenset({"18f-handbook", "sourcegraph-handbook"})
CORPORA = HANDBOOKS | {folder.name for folder in DOCUMENTS.glob("*/")}
IN_THREADS = 16  # of so many questions, one is learned from in a thread, too
# Nothing is learned from these: they are what the confidence is measured on.
HELD_OUT = frozenset({"agency", "county", "farm", "haulage", "hotel", "studio", "telecom", "university", "zoo"})


@dataclass(frozen=True, slots=True)
class Written:
    """A line of `questions.jsonl`."""

    corpus: str
    question: str
    kind: str
    evidence: tuple[tuple[str, int, int], ...]  # path, first and one past the last character; none: not stated
    earlier: str = ""  # the question of the same thread that it leans on

    @property
    def text(self) -> str:
        """What is read: as `bot.answers.thread` sets both behind each other."""
        return f"{self.earlier} {self.question}".strip()


def read_written(corpora: frozenset[str], questions: Path = QUESTIONS) -> list[Written]:
    """The questions about those corpora."""
    lines = map(json.loads, questions.read_text(encoding="utf-8").splitlines())
    return [
        Written(
            line["corpus"],
            line["question"],
            line["kind"],
            tuple((path, a, b) for path, a, b in line["evidence"]),
            line.get("earlier", ""),
        )
        for line in lines
        if line["corpus"] in corpora
    ]


def in_threads(written: Sequence[Written]) -> list[Written]:
    """Some of the questions once more, each behind the one before it: so is read what leans on an earlier message.

    Questions that follow each other are about the same document mostly. What answers the earlier one is then the
    nearest miss of all.
    """
    pairs = itertools.pairwise(written)
    return [
        replace(each, earlier=before.text)
        for number, (before, each) in enumerate(pairs)
        if number % IN_THREADS == 0 and before.corpus == each.corpus and not set(before.evidence) & set(each.evidence)
    ]


def corpus_folder(name: str, handbooks: Path) -> Path:
    """Where the documents of a corpus are: ours beside this file, the others in the folder named."""
    ours = DOCUMENTS / name
    return ours if ours.is_dir() else handbooks / name


def load_contents(names: frozenset[str], handbooks: Path, embedder: Embedder) -> dict[str, Contents]:
    """These corpora, indexed in memory; facts and roles are left out."""
    empty = Catalogue(())
    loaded = {}
    for name in sorted(names):
        documents = [each for each in read_folder(corpus_folder(name, handbooks)) if not isinstance(each, Skipped)]
        loaded[name], _ = assemble(documents, (), embedder, empty)
    return loaded


def load_corpora(names: frozenset[str], handbooks: Path, embedder: Embedder) -> dict[str, Search]:
    """These corpora, searched as answering does."""
    questions = for_questions(embedder)
    loaded = load_contents(names, handbooks, embedder)
    return {name: Search(View(contents), questions) for name, contents in loaded.items()}


def answering(contents: Contents, evidence: tuple[tuple[str, int, int], ...]) -> dict[int, frozenset[int]]:
    """Number of each passage, and places of its units, that overlap the evidence by half of the shorter at least."""
    found: dict[int, set[int]] = {}
    for path, start, end in evidence:
        for number in contents.passages_of.get(path, ()):
            for place, unit in enumerate(contents.passages[number].units):
                overlap = min(end, unit.end) - max(start, unit.start)
                if overlap > 0 and overlap >= 0.5 * min(end - start, unit.end - unit.start):
                    found.setdefault(int(number), set()).add(place)
    return {number: frozenset(places) for number, places in sorted(found.items())}
