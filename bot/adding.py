"""A document that somebody hands over: into the documents folder, under a safe name, over another only when told to."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.errors import CannotAdd
from bot.sources.source import DOCUMENTS, Source
from knowledge.readers.limits import Limits

TEXTS, BINARIES = ("md", "markdown", "txt", "html", "htm"), ("docx", "pdf")
ENDINGS = TEXTS + BINARIES
LONGEST_NAME = 120  # characters
DEEPEST = 3  # folders that are offered, below one another
_UNSAFE = re.compile(r"[^\w.,()&+ -]")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Added:
    """What was written."""

    path: str  # below the documents folder
    digest: str  # SHA-256 of the file, hexadecimal
    replaced: str  # of the file that was there before; "" where none was


@dataclass(frozen=True, slots=True)
class Adding:
    """Writes into one documents folder."""

    folder: Path
    sources: Sequence[Source]
    limits: Limits

    def why_not(self) -> str:
        """Why nothing can be added at all; "" where something can."""
        if any(source.name == DOCUMENTS for source in self.sources):
            return "The documents come from elsewhere, as the settings say under `documents`: add it there."
        if not self.folder.is_dir() or not os.access(self.folder, os.W_OK):
            return f"Nothing can be written into {self.folder}. Mend that, or add the document there by hand."
        return ""

    def folders(self) -> list[str]:
        """Those in which documents are, "" the documents folder itself first; hidden ones and links left out."""
        found = [""]
        for current, names, _ in os.walk(self.folder):
            below = Path(current).relative_to(self.folder)
            names[:] = sorted(each for each in names if not each.startswith((".", "__")))
            if len(below.parts) >= DEEPEST:
                names.clear()
            found += [(below / each).as_posix() for each in names if not (Path(current) / each).is_symlink()]
        return sorted(found)

    def path(self, folder: str, file_name: str) -> str:
        """Where a file of that name goes.

        Raises:
            CannotAdd: it is of no format that is read, or its name is none.
        """
        if folder not in self.folders():
            raise CannotAdd(f"There is no folder {folder} among the documents.")
        name = safe_name(file_name)
        path = (PurePosixPath(folder) / name).as_posix()
        for source in self.sources:
            if source.prefix and path.startswith(source.prefix):
                raise CannotAdd(f"What is below {source.prefix} comes from a source of its own: add it there.")
        return path

    def most_bytes(self, file_name: str) -> int:
        """How large a file of that name may be."""
        is_text = _ending(file_name) in TEXTS
        return self.limits.text_bytes if is_text else self.limits.binary_bytes

    def has(self, path: str) -> bool:
        """Whether something is there already."""
        return os.path.lexists(self.folder / path)

    def add(self, path: str, content: bytes, *, may_replace: bool = False) -> Added:
        """Write it, whole or not at all.

        Args:
            path: as `path` gives it.
        Raises:
            CannotAdd: something is there already, it is empty or too large, or it can't be written.
        """
        target = self.folder / path
        if not content:
            raise CannotAdd("The file is empty.")
        if len(content) > self.most_bytes(path):
            raise CannotAdd(f"The file is larger than {self.most_bytes(path) // 1_000_000} MB.")
        if not target.parent.resolve().is_relative_to(self.folder.resolve()) or target.is_symlink():
            raise CannotAdd(f"{path} leads out of the documents folder.")
        digest = hashlib.sha256(content).hexdigest()
        try:
            before = hashlib.sha256(target.read_bytes()).hexdigest() if target.is_file() else ""
            _write(target, content, may_replace=may_replace)
        except FileExistsError as problem:
            raise CannotAdd(f"There is {path} already.") from problem
        except OSError as problem:
            raise CannotAdd(f"{path} can't be written: {problem.strerror}.") from problem
        return Added(path, digest, before)


def safe_name(file_name: str) -> str:
    """The name of a file as every system takes it: no folders, nothing invisible, no leading dot.

    "../Leave Policy?.MD" -> "Leave Policy-.md".

    Raises:
        CannotAdd: nothing is left of it, or it is of no format that is read.
    """
    ending = _ending(file_name)
    if ending not in ENDINGS:
        raise CannotAdd(f"Only these are read: {', '.join(ENDINGS)}. Save it as one of them.")
    bare = unicodedata.normalize("NFC", re.split(r"[\\/]", file_name)[-1])
    stem = _UNSAFE.sub("-", bare[: -len(ending) - 1]).strip(" .-_")[:LONGEST_NAME].strip(" .-_")
    if not any(character.isalnum() for character in stem) or _RESERVED.fullmatch(stem):
        raise CannotAdd("The file has no name that could be kept. Name it after what it says.")
    return f"{stem}.{ending}"


def _ending(file_name: str) -> str:
    return PurePosixPath(file_name.replace("\\", "/")).suffix.removeprefix(".").lower()


def _write(target: Path, content: bytes, *, may_replace: bool) -> None:
    """Under a hidden name first, so that no build reads half of it.

    Raises:
        FileExistsError: something is there, and may not be replaced.
    """
    descriptor, name = tempfile.mkstemp(prefix=".adding-", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o644)
        if may_replace:
            written.replace(target)
        else:
            os.link(written, target)  # unlike renaming, it fails where something is
    finally:
        written.unlink(missing_ok=True)
