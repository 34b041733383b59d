"""Reading a folder: every document in it, and a reason for each file that is none.

for found in read_folder(Path("documents")):
    if isinstance(found, Skipped): ...
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import TracebackType

from knowledge.catalogue import Catalogue, default_catalogue
from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.folder import APPROVED, FORMATS, SIDECARS, Entry, Skipped, byte_limit, path_of, walk_folder
from knowledge.opening import open_entry
from knowledge.place import Place
from knowledge.readers.child import Child
from knowledge.readers.job import Job
from knowledge.readers.limits import DEFAULT_LIMITS, Limits

__all__ = ["FolderReader", "Limits", "Opened", "Skipped", "read_file", "read_folder"]

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
    with FolderReader(root, limits, catalogue) as reader:
        found = [each for each in reader.walk() if isinstance(each, Skipped) or each.format != APPROVED]
        for number, each in enumerate(found):
            if on_progress:
                on_progress(number, len(found), each.path)
            if isinstance(each, Skipped):
                yield each
                continue
            try:
                yield reader.parse(reader.open(each))
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
    with FolderReader(root, limits) as reader:
        return reader.parse(reader.open(Entry(str(PurePosixPath(path_of(name))), name, format, None, sidecar)))


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of a file and of its sidecar, not yet understood."""

    entry: Entry
    data: bytes
    sidecar: bytes

    @property
    def digest(self) -> str:
        """Names these bytes: SHA-256 of the file's, or BLAKE2b of it and its sidecar, that of no file alone."""
        if not self.entry.sidecar:
            return hashlib.sha256(self.data).hexdigest()
        key = hashlib.sha256(self.sidecar).digest()
        return hashlib.blake2b(self.data, digest_size=32, key=key).hexdigest()


class FolderReader:
    """Reads files step by step, so that steps can be left out for what is known already.

    with FolderReader(Path("documents")) as reader:
        document = reader.parse(reader.open(entry))
    """

    def __init__(
        self,
        root: Path,
        limits: Limits = DEFAULT_LIMITS,
        catalogue: Catalogue | None = None,
        places: Sequence[Place] = (),
    ) -> None:
        """`places`: what is read beside the folder; one without a prefix is the folder itself."""
        is_ours = catalogue is None or catalogue.labels == default_catalogue().labels
        self._labels = {} if catalogue is None or is_ours else catalogue.labels
        self._places = places
        self._roots = {"": root, **{place.prefix: place.root for place in places}}
        self._limits = limits
        self._child = Child(limits)  # starts with the first file that is parsed

    def walk(self) -> list[Entry | Skipped]:
        """Every file that may be a document, or holds approved answers, and every skip, sorted by path.

        Raises:
            RolecallError: a folder can't be opened.
        """
        found: list[Entry | Skipped] = []
        for prefix, root in self._roots.items():
            for each in walk_folder(root, self._limits):
                if isinstance(each, Skipped):
                    found.append(Skipped(prefix + each.path, each.reason))
                else:
                    found.append(replace(each, path=prefix + each.path, place=prefix) if prefix else each)
        for place in self._places:
            found += [Skipped(place.prefix + name, reason) for name, reason in place.skipped]
        found.sort(key=lambda each: each.path)
        return found

    def open(self, entry: Entry) -> Opened:
        """The file's bytes.

        Raises:
            Unreadable: it can't be opened now, or is not what was walked.
        """
        root = self._roots[entry.place]
        data = open_entry(root, entry.name, byte_limit(entry.format, self._limits), entry.file)
        if not entry.sidecar:
            return Opened(entry, data, b"")
        try:
            return Opened(entry, data, open_entry(root, entry.sidecar, self._limits.sidecar_bytes))
        except Unreadable as exc:  # it may restrict the audience, so the document is not read without it
            raise Unreadable(f"{path_of(entry.sidecar)} beside it: {exc.reason}") from exc

    def parse(self, opened: Opened) -> Document:
        """The document in the bytes.

        Raises:
            Unreadable: they hold none, or broke a limit.
            RolecallError: the process that parses does not start.
        """
        entry, digest = opened.entry, opened.digest
        job = Job(
            entry.path, entry.format, digest, opened.data, opened.sidecar, limits=self._limits, labels=self._labels
        )
        return self._child.read(job)

    def __enter__(self) -> FolderReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close()
