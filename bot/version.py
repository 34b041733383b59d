"""Which code answered: the version of the package, and a digest of the files that decide what is answered."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.answers.reader_files import ABOUT, CONFIDENCE, FOLDER

HERE = Path(__file__).parent
DECIDING = (HERE / "answers", HERE.parent / "index", HERE.parent / "knowledge")


@cache
def code_version() -> str:
    """For example "0.1.0+3f6a9c21": the same answers to the same questions on the same snapshot.

    The models are not in it; see `reader_version` and the manifest of the snapshot.
    """
    digest = sha256()
    for folder in DECIDING:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".json", ".yaml"} and "samples" not in file.parts:
                digest.update(f"{file.relative_to(folder)}\0".encode() + sha256(file.read_bytes()).digest())
    try:
        number = version("rolecall")
    except PackageNotFoundError:  # run from its source folder
        number = "0"
    return f"{number}+{digest.hexdigest()[:8]}"


@cache
def reader_version() -> str:
    """Of the trained reader, by what is written beside its model each time that it is trained."""
    digest = sha256()
    for name in (ABOUT, CONFIDENCE):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()[:8]
