"""Questions with known evidence, joined with the passages that search finds for them: what the reader is trained on.

`questions.jsonl` holds our own questions about the public handbooks of 18F and Sourcegraph: a line names the handbook,
the question, and for each piece of evidence the file with the first and one past the last character. The handbooks
themselves are not part of Rolecall; `--corpora` names the folder that holds them.
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
from knowledge.catalogue import Catalogue
from knowledge.passages import Passage
from knowledge.reading import Skipped, read_folder

QUESTIONS = Path(__file__).with_name("questions.jsonl")
CANDIDATES = 24  # passages found for a question, from which those that don't answer are drawn


@dataclass(frozen=True, slots=True)
class Example:
    """A question, passages found for it, and which of their units answer."""

    question: str
    answers: tuple[tuple[Passage, frozenset[int]], ...]  # passages that answer, with the places of the answering units
    others: tuple[Passage, ...]  # passages found that don't answer, best first


def load_corpora(names: set[str], folder: Path, embedder: Embedder) -> dict[str, Search]:
    """The handbooks of those names, indexed in memory; facts and roles are left out."""
    empty = Catalogue(())
    searches = {}
    for name in sorted(names):
        documents = [each for each in read_folder(folder / name) if not isinstance(each, Skipped)]
        contents, _ = assemble(documents, (), embedder, empty)
        searches[name] = Search(contents, embedder)
    return searches


def load_examples(searches: Mapping[str, Search], questions: Path = QUESTIONS) -> Iterator[Example]:
    """One example a line; a line whose evidence is no longer where it was is left out."""
    for line in questions.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        search = searches[written["corpus"]]
        answers = answering(search.contents, written["evidence"])
        if written["evidence"] and not answers:
            continue
        found = [hit.passage for hit in search.hits(written["question"], CANDIDATES)]
        others = tuple(passage for passage in found if passage.id not in {answer.id for answer, _ in answers})
        yield Example(written["question"], answers, others)


def answering(contents: Contents, evidence: list[tuple[str, int, int]]) -> tuple[tuple[Passage, frozenset[int]], ...]:
    """The passages and units that overlap the evidence by at least half of the shorter of the two."""
    found: dict[int, set[int]] = {}
    for path, start, end in evidence:
        for number in contents.passages_of.get(path, ()):
            for place, unit in enumerate(contents.passages[number].units):
                overlap = min(end, unit.end) - max(start, unit.start)
                if overlap > 0 and overlap >= 0.5 * min(end - start, unit.end - unit.start):
                    found.setdefault(int(number), set()).add(place)
    return tuple((contents.passages[number], frozenset(places)) for number, places in sorted(found.items()))
