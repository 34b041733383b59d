"""Questions with known evidence, joined with the passages that search finds for them: what the reader is trained on.

`questions.jsonl` holds our own questions about two public handbooks, 18F's and Sourcegraph's, and about the documents
of made-up organisations, each a folder in `documents/`: a line names the corpus, the question, and for each piece of
evidence the file with the first and one past the last character. The handbooks are not part of Rolecall; `--corpora`
names the folder that holds them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.build import assemble
from index.contents import Contents
from index.embedder import Embedder
from index.search import Search
from index.view import View
from knowledge.catalogue import Catalogue
from knowledge.passages import Passage
from knowledge.reading import Skipped, read_folder

QUESTIONS = Path(__file__).with_name("questions.jsonl")
DOCUMENTS = Path(__file__).with_name("documents")
HANDBOOKS = frozenset({"18f-handbook", "sourcegraph-handbook"})
CORPORA = HANDBOOKS | {folder.name for folder in DOCUMENTS.glob("*/")}
# Nothing is learned from these: they are what the confidence is measured on.
HELD_OUT = frozenset({"agency", "farm", "haulage", "hotel", "studio", "telecom", "university"})
CANDIDATES = 24  # passages found for a question, from which those that don't answer are drawn


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage for a question."""

    passage: Passage
    places: frozenset[int]  # of the units that answer; empty where none does


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passages that answer it, and passages found for it that don't, best first."""

    question: str
    answers: tuple[Candidate, ...]
    others: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A line of `questions.jsonl`."""

    corpus: str
    question: str
    kind: str
    evidence: tuple[tuple[str, int, int], ...]  # path, first and one past the last character; none: not stated


def read_written(corpora: frozenset[str], questions: Path = QUESTIONS) -> list[Written]:
    """The questions about those corpora."""
    lines = map(json.loads, questions.read_text(encoding="utf-8").splitlines())
    return [
        Written(line["corpus"], line["question"], line["kind"], tuple((path, a, b) for path, a, b in line["evidence"]))
        for line in lines
        if line["corpus"] in corpora
    ]


def corpus_folder(name: str, handbooks: Path) -> Path:
    """Where the documents of a corpus are: ours beside this file, the others in the folder named."""
    ours = DOCUMENTS / name
    return ours if ours.is_dir() else handbooks / name


def load_corpora(names: frozenset[str], handbooks: Path, embedder: Embedder) -> dict[str, Search]:
    """These corpora, indexed in memory; facts and roles are left out."""
    empty = Catalogue(())
    searches = {}
    for name in sorted(names):
        documents = [each for each in read_folder(corpus_folder(name, handbooks)) if not isinstance(each, Skipped)]
        contents, _ = assemble(documents, (), embedder, empty)
        searches[name] = Search(View(contents), embedder)
    return searches


def load_examples(searches: Mapping[str, Search], questions: Path = QUESTIONS) -> Iterator[Example]:
    """One example a question about these corpora; one whose evidence is no longer where it was is left out."""
    for written in read_written(frozenset(searches), questions):
        search = searches[written.corpus]
        gold = answering(search.contents, written.evidence)
        if written.evidence and not gold:
            continue
        found = dict.fromkeys(hit.number for hit in search.hits(written.question, CANDIDATES))
        in_order = [number for number in found if number in gold]
        missed = [number for number in gold if number not in found]
        passages = search.contents.passages
        yield Example(
            written.question,
            tuple(Candidate(passages[number], gold[number]) for number in [*in_order, *missed]),
            tuple(Candidate(passages[number], frozenset()) for number in found if number not in gold),
        )


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
