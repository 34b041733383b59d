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

from bot.answers.reading_model import Mix
from index.build import assemble
from index.contents import Contents
from index.embedder import Embedder
from index.search import Hit, Search
from knowledge.catalogue import Catalogue
from knowledge.passages import Passage
from knowledge.reading import Skipped, read_folder

QUESTIONS = Path(__file__).with_name("questions.jsonl")
UNFOUND = 0.012  # fused score of a passage that answers and that search did not find
CANDIDATES = 24  # passages found for a question, from which those that don't answer are drawn


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage for a question."""

    passage: Passage
    places: frozenset[int]  # of the units that answer; empty where none does
    scores: tuple[float, ...]  # of each unit, by search alone: the reader learns what to add to them


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passages that answer it, and passages found for it that don't, best first."""

    question: str
    answers: tuple[Candidate, ...]
    others: tuple[Candidate, ...]


def load_corpora(names: set[str], folder: Path, embedder: Embedder) -> dict[str, Search]:
    """The handbooks of those names, indexed in memory; facts and roles are left out."""
    empty = Catalogue(())
    searches = {}
    for name in sorted(names):
        documents = [each for each in read_folder(folder / name) if not isinstance(each, Skipped)]
        contents, _ = assemble(documents, (), embedder, empty)
        searches[name] = Search(contents, embedder)
    return searches


def load_examples(searches: Mapping[str, Search], mix: Mix, questions: Path = QUESTIONS) -> Iterator[Example]:
    """One example a line; a line whose evidence is no longer where it was is left out."""
    for line in questions.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        search = searches[written["corpus"]]
        gold = answering(search.contents, written["evidence"])
        if written["evidence"] and not gold:
            continue
        hits = search.hits(written["question"], CANDIDATES)
        found = {hit.number: candidate(hit, gold.get(hit.number, frozenset()), mix) for hit in hits}
        for number in gold.keys() - found.keys():
            found[number] = candidate(_unfound(search, written["question"], number), gold[number], mix)
        yield Example(
            written["question"],
            tuple(each for number, each in found.items() if number in gold),
            tuple(each for number, each in found.items() if number not in gold),
        )


def candidate(hit: Hit, places: frozenset[int], mix: Mix) -> Candidate:
    """A hit with its units' scores before the reader has had its say."""
    scores = tuple(mix.of(cosine, hit.cosine, hit.score, 0.0) for cosine in hit.unit_cosines)
    return Candidate(hit.passage, places, scores)


def _unfound(search: Search, question: str, number: int) -> Hit:
    """A passage that search missed, with the numbers it would have had near the end of the ranking."""
    contents, embedding = search.contents, search.embedder.embed([question])[0]
    units = range(contents.first_unit[number], contents.first_unit[number + 1])
    cosine = float(contents.passage_vectors.cosines(embedding, [number])[0])
    of_units = tuple(contents.unit_vectors.cosines(embedding, list(units)).tolist())
    return Hit(number, contents.passages[number], UNFOUND, cosine, 0.0, of_units)


def answering(contents: Contents, evidence: list[tuple[str, int, int]]) -> dict[int, frozenset[int]]:
    """Number of each passage, and places of its units, that overlap the evidence by half of the shorter at least."""
    found: dict[int, set[int]] = {}
    for path, start, end in evidence:
        for number in contents.passages_of.get(path, ()):
            for place, unit in enumerate(contents.passages[number].units):
                overlap = min(end, unit.end) - max(start, unit.start)
                if overlap > 0 and overlap >= 0.5 * min(end - start, unit.end - unit.start):
                    found.setdefault(int(number), set()).add(place)
    return {number: frozenset(places) for number, places in sorted(found.items())}
