"""Answerers over a folder whose index is kept in the cache: many questions, evaluations."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.answers import open_answerer
from bot.wiring.publishing import build_index

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from bot.answers.scope import Scope
    from bot.answers.scoped import InScope
    from index.build import OnStage

KEPT = 8  # indexes of `ask --batch` in the cache; the least recently used go


def batch_settings(settings: Settings, documents: Path) -> Settings:
    """The same settings for a folder, its index in the cache under a key of everything it depends on."""
    from dataclasses import replace

    key = hashlib.sha256()
    for part in _parts(settings, documents):
        key.update(part + b"\0")
    index = settings.cache / "batch" / key.hexdigest()[:20]
    sources = settings.sources if documents == settings.documents else ()  # another folder has none beside it
    return replace(settings, documents=documents, sources=sources, mirrors=settings.index, index=index)


def open_batch_answerer(settings: Settings, on_stage: OnStage | None = None, scope: Scope | None = None) -> InScope:
    """An answerer over `settings.documents`; its index is built where the cache doesn't hold it, or not whole."""
    from index.errors import DamagedSnapshot, ModelChanged, ModelNotFound, NoSnapshot

    try:
        answerer = open_answerer(settings, scope=scope)
    except (NoSnapshot, DamagedSnapshot, ModelChanged, ModelNotFound):
        share_models(settings)
        build_index(settings, on_stage)
        answerer = open_answerer(settings, scope=scope)
    (settings.index / "current").touch()
    _prune(settings.index.parent)
    return answerer


def share_models(settings: Settings) -> None:
    """Indexes in the cache share one export of the model."""
    shared = settings.cache / "models"
    shared.mkdir(parents=True, exist_ok=True)
    settings.index.mkdir(parents=True, exist_ok=True)
    link = settings.index / "models"
    if not link.exists():
        link.symlink_to(shared.resolve(), target_is_directory=True)


def _parts(settings: Settings, documents: Path) -> Iterator[bytes]:
    """What an index depends on: documents, sources, whom they are for, the model, the limits, our own code and data."""
    from bot.sources.places import look

    yield f"{settings.model} {settings.limits} {settings.audiences}".encode()
    if documents == settings.documents:
        for report in look(settings.sources, settings.index):
            yield f"{report.source} {report.state.revision}".encode()
    if settings.catalogue is not None:
        yield settings.catalogue.read_bytes()
    here = Path(__file__).parents[2]
    for folder in (documents, here / "knowledge", here / "index"):
        for file in sorted(folder.rglob("*")):
            if "__pycache__" in file.parts or not file.is_file():
                continue
            yield file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            yield _digest(file)


def _digest(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError:  # the build reports it
        return b""


def _prune(folder: Path) -> None:
    """Leave the `KEPT` indexes that were used last."""
    indexes = [each for each in folder.iterdir() if (each / "current").is_file()]
    indexes.sort(key=lambda each: (each / "current").stat().st_mtime, reverse=True)
    for old in indexes[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
