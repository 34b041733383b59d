"""The recipe: a name for everything but the files that decides what an index holds of a document."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.readers.limits import Limits

HERE = Path(__file__).parent
DECIDING = (HERE, HERE.parent / "knowledge")  # our own code and data; the samples are documents
LIBRARIES = ("lxml", "markdown-it-py", "numpy", "pypdfium2", "PyStemmer", "pyyaml", "selectolax", "symspellpy")


def recipe(catalogue: Catalogue, limits: Limits) -> str:
    """16 hexadecimal digits. By the same recipe the same file gives the same document, passages and roles."""
    digest = hashlib.sha256(_code().encode())
    for part in (*_of_catalogue(catalogue), repr(limits), _recognition()):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]


@cache
def _code() -> str:
    """Of our code, the libraries that read and stem, and Python with its Unicode tables."""
    digest = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        digest.update(f"{library} {_version(library)}\0".encode())
    for folder in DECIDING:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".yaml", ".json", ".txt", ".npz"} and "samples" not in file.parts:
                digest.update(f"{file.relative_to(folder)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _recognition() -> str:
    """The program that reads scans: without it they are refused."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    status = Path(program).stat()
    return f"{program} {status.st_size} {status.st_mtime_ns}"


def _of_catalogue(catalogue: Catalogue) -> Iterable[str]:
    """Every word of it."""
    for entry in catalogue:
        yield repr((entry.name, entry.label, entry.value, entry.asked_as, entry.fields, entry.several))
        patterns = (entry.needs, entry.values, entry.lines, entry.phrases, entry.otherwise, entry.lists, entry.excluded)
        yield repr([group.sources for group in patterns])
