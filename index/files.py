"""The files of a snapshot: which field of the contents is in which, and how it gets there and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from index.contents import Contents
from index.decoded import Passages, Roles, WordCounts
from index.documents import Documents
from index.durable import save_array
from index.keywords import Keywords
from index.traits import AllTraits
from index.vectors import FaissVectors
from knowledge.approved import ApprovedAnswer


@dataclass(frozen=True, slots=True)
class Part:
    """One field of Contents as a file, or a folder of files. Saving the same twice gives the same bytes."""

    name: str  # below the snapshot
    save: Callable[[Any, Path], object]
    load: Callable[[Path], Any]  # raises OSError, RuntimeError or ValueError where the file is not as it was saved


def _encoded(name: str, kind: Any) -> Part:
    return Part(
        name,
        lambda value, file: file.write_bytes(value.encode()),
        lambda file: kind.decode(file.read_bytes()),
    )


def _plain(name: str, kind: Any) -> Part:
    return Part(
        name,
        lambda value, file: file.write_bytes(msgspec.msgpack.encode(value)),
        lambda file: msgspec.msgpack.decode(file.read_bytes(), type=kind),
    )


PARTS: Mapping[str, Part] = {
    "documents": _encoded("documents.msgpack", Documents),
    "passages": _encoded("passages.msgpack", Passages),
    "stored_roles": _encoded("roles.msgpack", Roles),
    "traits": _encoded("traits.msgpack", AllTraits),
    "words": _encoded("words.msgpack", WordCounts),
    "skipped": _plain("skipped.msgpack", tuple[tuple[str, str], ...]),
    "approved": _plain("approved.msgpack", tuple[ApprovedAnswer, ...]),
    "passage_vectors": Part("passages.faiss", FaissVectors.save, FaissVectors.load),
    "unit_vectors": Part("units.faiss", FaissVectors.save, FaissVectors.load),
    "keywords": Part("keywords", Keywords.save, Keywords.load),
    "keys": Part("keys.npy", lambda keys, file: save_array(file, keys), np.load),
}


def write_files(contents: Contents, folder: Path) -> None:
    """Write all parts into an empty folder."""
    for field, part in PARTS.items():
        part.save(getattr(contents, field), folder / part.name)


def read_files(folder: Path, **others: Any) -> Contents:
    """Read all parts; `others`: the fields that no file holds.

    Raises:
        OSError, RuntimeError, ValueError: a file is missing or not as it was written.
    """
    return Contents(**{field: part.load(folder / part.name) for field, part in PARTS.items()}, **others)
