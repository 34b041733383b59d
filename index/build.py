"""Documents to contents: read, extract, embed what is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index import snapshot
from index.contents import Contents, passage_text, unit_text
from index.decoded import Passages, WordCounts
from index.embedder import Embedder, Embeddings
from index.errors import DamagedSnapshot, ModelMismatch, NoSnapshot, NothingToIndex
from index.keywords import Keywords
from index.live import publish
from index.vectors import FaissVectors
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.known_labels import labels_known
from knowledge.passages import split_passages
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from knowledge.reading import Skipped, read_folder
from knowledge.roles import find_roles

OnStage = Callable[[str, int, int], None]  # ("reading" or "embedding", done, of)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, file by file."""

    snapshot: str  # id
    read: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]  # (path, reason)
    notes: tuple[tuple[str, str], ...]  # (path, what was left out or cut)
    passages: int
    roles: int
    facts: int
    embedded: int  # texts embedded anew; the rest came from the snapshot before
    seconds: float


def build(
    documents: Path,
    index: Path,
    embedder: Embedder,
    catalogue: Catalogue,
    on_stage: OnStage | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> BuildReport:
    """Build a snapshot of the folder and publish it. `limits` bound what one file may cost.

    Raises:
        NothingToIndex: the folder is missing or holds no readable document.
    """
    began = time.monotonic()
    if not documents.is_dir():
        raise NothingToIndex(f"There is no folder {documents}. Name the folder that holds your documents.")
    read, skipped = _read(documents, limits, on_stage, catalogue)
    if not read:
        reasons = "".join(f"\n  {path}: {reason}" for path, reason in skipped[:20])
        raise NothingToIndex(f"No document in {documents} could be read.{reasons}")
    known = _known_embeddings(index, embedder)
    contents, embedded = assemble(read, skipped, embedder, catalogue, known, on_stage)
    snapshot_id = snapshot.write(contents, index)
    publish(index, snapshot_id)
    return BuildReport(
        snapshot=snapshot_id,
        read=tuple(document.path for document in read),
        skipped=tuple(skipped),
        notes=tuple((document.path, note) for document in read for note in document.notes),
        passages=len(contents.passages),
        roles=len(contents.roles),
        facts=sum(len(role.facts) for role in contents.roles),
        embedded=embedded,
        seconds=time.monotonic() - began,
    )


def assemble(
    documents: Sequence[Document],
    skipped: Sequence[tuple[str, str]],
    embedder: Embedder,
    catalogue: Catalogue,
    known: Mapping[str, Embeddings] | None = None,
    on_stage: OnStage | None = None,
) -> tuple[Contents, int]:
    """Everything a snapshot holds, from documents already read; and how many texts were embedded anew."""
    passages = Passages.of([passage for document in documents for passage in split_passages(document)])
    with labels_known(catalogue.labels):
        roles = tuple(
            role for document in documents for role in find_roles(document, extract_facts(document, catalogue))
        )
    texts = [passage_text(passage) for passage in passages]
    texts += [unit_text(passage, unit) for passage in passages for unit in passage.units]
    keys = tuple(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() for text in texts)
    embeddings, embedded = _embed(texts, keys, embedder, known or {}, on_stage)
    contents = Contents(
        documents=tuple(documents),
        passages=passages,
        roles=roles,
        passage_vectors=FaissVectors.build(embeddings[: len(passages)]),
        unit_vectors=FaissVectors.build(embeddings[len(passages) :]),
        keywords=Keywords.build(texts[: len(passages)]),
        words=WordCounts.of(document.text for document in documents),
        model=embedder.name,
        fingerprint=embedder.fingerprint,
        skipped=tuple(skipped),
        keys=keys,
    )
    return contents, embedded


def _read(
    folder: Path, limits: Limits, on_stage: OnStage | None, catalogue: Catalogue
) -> tuple[list[Document], list[tuple[str, str]]]:
    def on_progress(done: int, of: int, _path: str) -> None:
        if on_stage is not None:
            on_stage("reading", done, of)

    read: list[Document] = []
    skipped: list[tuple[str, str]] = []
    for each in read_folder(folder, limits, on_progress, catalogue):
        if isinstance(each, Skipped):
            skipped.append((each.path, each.reason))
        else:
            read.append(each)
    return read, skipped


def _embed(
    texts: Sequence[str],
    keys: Sequence[str],
    embedder: Embedder,
    known: Mapping[str, Embeddings],
    on_stage: OnStage | None,
) -> tuple[Embeddings, int]:
    """Embeddings of all texts; a text that is known, or stands twice, is not embedded again."""
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}

    def on_progress(done: int, of: int) -> None:
        if on_stage is not None:
            on_stage("embedding", done, of)

    fresh = dict(zip(new, embedder.embed(list(new.values()), on_progress), strict=True))
    rows = [fresh[key] if key in fresh else known[key] for key in keys]
    return np.stack(rows) if rows else np.zeros((0, embedder.dimensions), dtype=np.float32), len(new)


def _known_embeddings(index: Path, embedder: Embedder) -> Mapping[str, Embeddings]:
    """Embeddings of the live snapshot by key: what need not be embedded again."""
    try:
        live = snapshot.load(index, embedder.name)
        keys = snapshot.read_keys(index, live.id)
    except (NoSnapshot, DamagedSnapshot, ModelMismatch):
        return {}
    contents = live.contents
    if contents.fingerprint != embedder.fingerprint:
        return {}
    rows = np.concatenate([contents.passage_vectors.rows(), contents.unit_vectors.rows()])
    return dict(zip(keys, rows, strict=True)) if rows.shape == (len(keys), embedder.dimensions) else {}
