"""The examination of an installation. Heavy parts are looked for, not imported: one that is broken hides no other."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from knowledge.errors import RolecallError

TO_ANSWER = (
    "faiss",
    "onnxruntime",
    "tokenizers",
    "msgspec",
    "rapidfuzz",
    "numpy",
    "Stemmer",
    "sqlalchemy",
    "alembic",
)
TO_INDEX = ("torch", "sentence_transformers", "onnx", "selectolax", "lxml", "markdown_it", "pypdfium2")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend` says what to do where it isn't good."""

    name: str
    state: Literal["good", "missing", "optional"]
    what: str
    mend: str = ""


def examine(settings_file: Path | None, environ: Mapping[str, str]) -> list[Finding]:
    """Everything that Rolecall needs, looked at in the order in which one would mend it."""
    findings = [_python(), _packages("to answer", TO_ANSWER), _packages("to index", TO_INDEX)]
    try:
        settings = load_settings(settings_file, environ)
    except SettingsError as problem:
        findings += [Finding("settings", "missing", text, "mend that line") for text in problem.problems]
        settings = Settings()
    else:
        findings.append(Finding("settings", "good", str(settings_file) if settings_file else "no file, all by default"))
    findings += [
        _documents(settings),
        *_sources(settings),
        _catalogue(settings),
        *_model(settings),
        _reader(),
        _index(settings),
        *_audiences(settings),
        *_ocr(settings),
    ]
    return findings


def _python() -> Finding:
    version = sys.version.split()[0]
    if sys.version_info < (3, 11):  # noqa: UP036 - an old environment may still run this file
        return Finding("Python", "missing", version, "install Python 3.11 or newer")
    return Finding("Python", "good", f"{version} in {sys.prefix}")


def _packages(name: str, modules: tuple[str, ...]) -> Finding:
    absent = [module for module in modules if importlib.util.find_spec(module) is None]
    if absent:
        mend = "run `make install`, or reinstall rolecall"
        return Finding(name, "missing", f"not installed: {', '.join(absent)}", mend)
    return Finding(name, "good", "all packages installed")


def _documents(settings: Settings) -> Finding:
    if not settings.documents.is_dir():
        mend = "name your folder: `documents:` in rolecall.yaml, or `rolecall index FOLDER`"
        return Finding("documents", "optional", f"no folder {settings.documents}", mend)
    return Finding("documents", "good", f"{settings.documents}")


def _sources(settings: Settings) -> Iterator[Finding]:
    """Each source as it was last read; none is asked now."""
    from bot.sources.places import look, missing_extra, sources_in_use

    for report in look(sources_in_use(settings.sources, settings.documents, settings.index), settings.index):
        if extra := missing_extra(report.source):
            yield Finding(
                "source", "missing", f"{report.source.name}: not installed", f'pip install "rolecall[{extra}]"'
            )
        elif not report.state.read_at:
            yield Finding("source", "optional", f"{report.source.name}: not read yet", "`rolecall index` reads it")
        elif report.state.failing_since:
            yield Finding("source", "missing", report.line, "mend that, or take it out of `sources`")
        else:
            yield Finding("source", "good", f"{report.line}, looked at {report.age} ago")


def _catalogue(settings: Settings) -> Finding:
    from bot.main import open_catalogue

    try:
        entries = len(open_catalogue(settings).entries)
    except RolecallError as problem:
        return Finding("catalogue", "missing", str(problem), "mend that file")
    added = f", {settings.catalogue} added" if settings.catalogue else ""
    return Finding("catalogue", "good", f"{entries} facts{added}")


def _model(settings: Settings) -> Iterator[Finding]:
    from index.model_files import model_folder
    from index.onnx_export import exported

    try:
        yield Finding("model", "good", f"{settings.model} in {model_folder(settings.model)}")
        found = exported(settings.model, settings.index / "models")
    except RolecallError as problem:
        yield Finding("model", "missing", str(problem), "install or name a model as said")
        return
    if found is None:
        mend = "`rolecall index` makes it, once"
        yield Finding("fast model", "missing", "the model has not been made ready for answering", mend)
    else:
        yield Finding("fast model", "good", f"agrees with the original to {found[1].agreement:.3f}")


def _reader() -> Finding:
    from bot.answers import reader_files

    absent = [name for name in reader_files.ALL if not (reader_files.FOLDER / name).is_file()]
    if absent:
        return Finding("reader", "missing", f"{reader_files.FOLDER} lacks {', '.join(absent)}", "reinstall rolecall")
    return Finding("reader", "good", "the trained reader is there")


def _index(settings: Settings) -> Finding:
    from index.loading import load_live

    try:
        loaded = load_live(settings.index, settings.model)
    except RolecallError as problem:
        return Finding("index", "missing", str(problem))
    if loaded.fell_back:
        return Finding("index", "missing", loaded.fell_back)
    manifest = loaded.snapshot.manifest
    parts = ("documents", "passages", "roles", "facts")
    return Finding("index", "good", "whole: " + ", ".join(f"{getattr(manifest, part)} {part}" for part in parts))


def _audiences(settings: Settings) -> Iterator[Finding]:
    """Whether everybody whom documents are for can be there, and every restricted folder holds something."""
    from bot.audience_check import folders_without_documents, groups_without_members
    from index.loading import load_live

    try:
        contents = load_live(settings.index, settings.model).snapshot.contents
    except RolecallError:
        return  # said of the index already
    paths = [*contents.document_by_path, *(path for path, _ in contents.skipped)]
    for folder in folders_without_documents(settings.audiences, paths):
        mend = "name a folder below the documents, then run `rolecall index`: what is mistyped restricts nothing"
        yield Finding("audiences", "missing", f"no document lies in `{folder}`", mend)
    for group, named in groups_without_members(contents.documents, settings.groups.names).items():
        others = f" and {len(named) - 1} more" if len(named) > 1 else ""
        mend = f"add `{group}` to `groups:`, unless a chat product has such a group"
        what = f"nobody is known to be in `{group}`, for which is {named[0]}{others}"
        yield Finding("groups", "optional", what, mend)


def _ocr(settings: Settings) -> Iterator[Finding]:
    if not settings.limits.ocr:
        yield Finding("scans", "optional", "not read: `limits: ocr` is false")
    elif shutil.which("tesseract") is None:
        mend = "to read scans: sudo apt-get install tesseract-ocr"
        yield Finding("scans", "optional", "not read: tesseract is not installed", mend)
    else:
        yield Finding("scans", "good", f"read by {shutil.which('tesseract')}")
