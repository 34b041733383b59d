"""Reading a folder: every document in it, and a reason for each file that is none.

for found in read_folder(Path("documents")):
    if isinstance(found, Skipped): ...
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from knowledge.catalogue import Catalogue, default_catalogue
from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.folder import APPROVED, FORMATS, SIDECARS, Entry, Skipped, byte_limit, open_entry, path_of, walk_folder
from knowledge.known_labels import Labels
from knowledge.readers.child import Child
from knowledge.readers.job import Job
from knowledge.readers.limits import DEFAULT_LIMITS, Limits

__all__ = ["Limits", "Skipped", "read_file", "read_folder"]

Progress = Callable[[int, int, str], None]  # files done, files in all, path of the one now read


def read_folder(
    root: Path,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Progress | None = None,
    catalogue: Catalogue | None = None,
) -> Iterator[Document | Skipped]:
    """Every document below `root` and every skip with its reason, sorted by path.

    Args:
        catalogue: an organisation's own, whose labels tell fields from text; ours where None.
    Raises:
        RolecallError: `root` is not a folder that can be opened.
    """
    found = [each for each in walk_folder(root, limits) if isinstance(each, Skipped) or each.format != APPROVED]
    labels = {} if catalogue is None or catalogue.labels == default_catalogue().labels else catalogue.labels
    with Child(limits) as child:
        for number, each in enumerate(found):
            if on_progress:
                on_progress(number, len(found), each.path)
            if isinstance(each, Skipped):
                yield each
                continue
            try:
                yield _read(root, each, child, limits, labels)
            except Unreadable as exc:
                yield Skipped(each.path, exc.reason)
    if on_progress:
        on_progress(len(found), len(found), "")


def read_file(root: Path, path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """One document.

    Args:
        path: below `root`, as the system spells it.
    Raises:
        Unreadable: with the reason.
    """
    name = os.fsencode(path)
    stem, ending = os.path.splitext(name)  # noqa: PTH122  names are bytes
    format = FORMATS.get(ending.lower())
    if format is None:
        raise Unreadable(f"files ending in {path_of(ending)} are not read")
    sidecars = [stem + each for each in SIDECARS]
    sidecar = next((each for each in sidecars if (root / os.fsdecode(each)).exists()), b"")
    entry = Entry(str(PurePosixPath(path_of(name))), name, format, 0, (0, 0), sidecar)
    with Child(limits) as child:
        return _read(root, entry, child, limits)


def _read(root: Path, entry: Entry, child: Child, limits: Limits, labels: Labels | None = None) -> Document:
    data = open_entry(root, entry.name, byte_limit(entry.format, limits), entry.file if any(entry.file) else None)
    sidecar = b""
    if entry.sidecar:
        try:
            sidecar = open_entry(root, entry.sidecar, limits.sidecar_bytes)
        except Unreadable as exc:  # it may restrict the audience, so the document is not read without it
            raise Unreadable(f"{path_of(entry.sidecar)} beside it: {exc.reason}") from exc
    digest = hashlib.sha256(data)
    if entry.sidecar:
        digest.update(b"\x00" + sidecar)
    job = Job(entry.path, entry.format, digest.hexdigest(), data, sidecar, limits=limits, labels=labels or {})
    return child.read(job)
