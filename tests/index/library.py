"""A few short documents for the tests of the index, and contents made of them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from index.build import assemble
from index.contents import Contents
from index.embedder import Embedder
from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from tests.word_embedder import WordEmbedder

TEXTS = {
    "policies/leave.md": (
        "# Leave\n\n## Parental leave\n\nParents take 16 weeks of paid parental leave. Tell your manager early.\n\n"
        "## Holidays\n\nEveryone has 25 days of holiday. They are taken within the year.\n"
    ),
    "policies/travel.md": (
        "# Travel\n\n## Trains\n\nBook trains, not flights, for journeys under four hours.\n\n## Costs\n\n"
        "- Hotels: up to 120 pounds a night.\n- Meals: up to 30 pounds a day.\n"
    ),
    "jobs/gardener.txt": (
        "Gardener\n\nReports to: Head of Grounds\nSalary: £24,000 a year\n\nThe gardener looks after the roses and "
        "mows the lawns. A valid driving licence is required.\n"
    ),
}


def read(path: str, text: str) -> Document:
    """A document as the readers make it, without a process of its own."""
    data = text.encode()
    return read_job(Job(path, "markdown" if path.endswith(".md") else "text", sha256(data).hexdigest(), data))


def contents_of(texts: Mapping[str, str] = TEXTS, embedder: Embedder | None = None) -> Contents:
    documents = [read(path, text) for path, text in sorted(texts.items())]
    contents, _ = assemble(documents, [], embedder or WordEmbedder(), default_catalogue())
    return contents


def write_texts(folder: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    """The same as files, for what reads a folder."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
