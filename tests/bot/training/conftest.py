"""A few questions about a few short documents, as arrays to train over."""

from __future__ import annotations

import pytest

from bot.answers.sequencer import Sequencer
from bot.training.arrays import Arrays
from bot.training.examples import Written
from bot.training.prepare import arrays_of
from index.model_files import DEFAULT_MODEL, model_folder
from index.search import Search
from index.view import View
from knowledge.document import Document
from tests.index.library import TEXTS, contents_of, read
from tests.word_embedder import WordEmbedder

LONG = "# Garden\n\n## Roses\n\nRoses are cut back in March. " + " ".join(
    f"Bed {number} is dug over in autumn, before the frost, and given two barrows of manure." for number in range(80)
)
ALL = {**TEXTS, "garden.md": LONG}


def place(path: str, words: str) -> tuple[str, int, int]:
    document: Document = read(path, ALL[path])
    start = document.text.index(words)
    return path, start, start + len(words)


WRITTEN = [
    Written("ours", "How long is parental leave?", "fact", (place("policies/leave.md", "Parents take 16 weeks"),)),
    Written("ours", "What may a night in a hotel cost?", "fact", (place("policies/travel.md", "Hotels: up to 120"),)),
    Written("ours", "Who pays for parking?", "unanswerable", ()),
    Written("ours", "When are roses cut?", "fact", (place("garden.md", "Roses are cut back in March"),)),
]


@pytest.fixture(scope="session")
def written() -> list[Written]:
    return WRITTEN


@pytest.fixture(scope="session")
def search() -> Search:
    embedder = WordEmbedder()
    return Search(View(contents_of(ALL, embedder)), embedder)


@pytest.fixture(scope="session")
def sequencer() -> Sequencer:
    return Sequencer(model_folder(DEFAULT_MODEL) / "tokenizer.json")


@pytest.fixture(scope="session")
def arrays(search, sequencer) -> Arrays:
    return arrays_of({"ours": search}, WRITTEN, sequencer)
